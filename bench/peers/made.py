"""The one data set that everybody gets: arcs between seeded places, and rows from flowspace's own maker of tables."""
import csv
import datetime
import os
import subprocess

import numpy

SEED = 20200101
PLACES = 1100
DAYS = 366  # of 2020
FIRST_DAY = datetime.date(2020, 1, 1)


def once(folder, make):
    """Runs `make(folder)` unless that was done; a half-made folder is made again."""
    if not os.path.exists(os.path.join(folder, "whole")):
        os.makedirs(folder, exist_ok=True)
        make(folder)
        open(os.path.join(folder, "whole"), "w").close()
    return folder


def places(cities_csv):
    """lon, lat of PLACES seeded places near China's cities."""
    with open(cities_csv, encoding="utf-8") as file:
        cities = [(float(row["lon"]), float(row["lat"])) for row in csv.DictReader(file)]
    random = numpy.random.default_rng(SEED)
    near = numpy.array(cities)[random.integers(0, len(cities), PLACES)]
    return numpy.round(near + random.normal(0, 0.8, (PLACES, 2)), 4)


def arcs(folder, cities_csv, count):
    """`count` different ordered pairs, each with one day: as CSV for flowspace, as columns for the pages."""
    def make(folder):
        points = places(cities_csv)
        random = numpy.random.default_rng(SEED + 1)
        codes = random.permutation(PLACES * PLACES)
        codes = codes[codes // PLACES != codes % PLACES][:count]
        origin, destination = codes // PLACES, codes % PLACES
        day = random.integers(0, DAYS, count)
        day[:DAYS] = numpy.arange(DAYS)  # none is without arcs, so that the 100th day is the 100th for everybody
        points.tofile(os.path.join(folder, "places.f64"))
        for name, column in (("origin", origin), ("destination", destination), ("day", day)):
            column.astype(numpy.uint16).tofile(os.path.join(folder, name + ".u16"))
        with open(os.path.join(folder, "places.csv"), "w", encoding="utf-8") as file:
            file.write("id,lon,lat\n")
            file.writelines(f"p{at},{lon:.4f},{lat:.4f}\n" for at, (lon, lat) in enumerate(points))
        days = [(FIRST_DAY + datetime.timedelta(d)).isoformat() for d in range(DAYS)]
        with open(os.path.join(folder, "arcs.csv"), "w", encoding="utf-8") as file:
            file.write("origin,destination,layer,time,value\n")
            file.writelines(f"p{o},p{d},people,{days[t]},1\n" for o, d, t in zip(origin, destination, day))

    return once(os.path.join(folder, f"arcs-{count}"), make)


def rows(folder, program_folder, node, cities_csv, count):
    """`count` rows of five layers between 337 places over 365 days: Parquet for flowspace, the same in columns for the others."""
    def make(folder):
        parquet = os.path.join(folder, "rows.parquet")
        subprocess.run([os.path.join(program_folder, "flowspace-bench-tables"), "make", parquet, str(count), "1"], check=True)
        subprocess.run(["node", "--max-old-space-size=8192", os.path.join(node, "export_columns.js"), parquet, cities_csv, folder],
                       check=True)

    return once(os.path.join(folder, f"rows-{count}"), make)
