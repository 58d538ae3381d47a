#!/usr/bin/env python3
"""Border effect and premiums of the nineteen agglomerations before and after 2020-01-23, computed twice: by the program
and here, by another way (dense Newton steps on all dummies, distances by Vincenty's series, sums by decimal arithmetic).

    observed_by_numpy.py PROGRAM SOURCE_FOLDER

The observed table is no part of the project: found in FLOWSPACE_OBSERVED or ../shared/observed, else nothing is checked and
the exit status is 77."""
import csv
import gzip
import io
import math
import os
import subprocess
import sys
from collections import defaultdict
from decimal import Decimal

import numpy as np

PERIODS = [("2020-01-01", "2020-01-23"), ("2020-01-23", "2020-02-15")]


def vincenty_km(a, b):
    """Vincenty (1975), inverse problem on WGS84; good to below a millimetre but near antipodes."""
    major, flat = 6378137.0, 1 / 298.257223563
    minor = (1 - flat) * major
    (lon1, lat1), (lon2, lat2) = a, b
    u1, u2 = (math.atan((1 - flat) * math.tan(math.radians(lat))) for lat in (lat1, lat2))
    difference = lam = math.radians(lon2 - lon1)
    for _ in range(200):
        sin_sigma = math.hypot(math.cos(u2) * math.sin(lam),
                               math.cos(u1) * math.sin(u2) - math.sin(u1) * math.cos(u2) * math.cos(lam))
        cos_sigma = math.sin(u1) * math.sin(u2) + math.cos(u1) * math.cos(u2) * math.cos(lam)
        sigma = math.atan2(sin_sigma, cos_sigma)
        sin_alpha = math.cos(u1) * math.cos(u2) * math.sin(lam) / sin_sigma
        cos2 = 1 - sin_alpha ** 2
        middle = cos_sigma - 2 * math.sin(u1) * math.sin(u2) / cos2 if cos2 else 0.0
        c = flat / 16 * cos2 * (4 + flat * (4 - 3 * cos2))
        before, lam = lam, difference + (1 - c) * flat * sin_alpha * (
            sigma + c * sin_sigma * (middle + c * cos_sigma * (2 * middle ** 2 - 1)))
        if abs(lam - before) < 1e-13:
            break
    square = cos2 * (major ** 2 - minor ** 2) / minor ** 2
    big_a = 1 + square / 16384 * (4096 + square * (-768 + square * (320 - 175 * square)))
    big_b = square / 1024 * (256 + square * (-128 + square * (74 - 47 * square)))
    delta = big_b * sin_sigma * (middle + big_b / 4 * (
        cos_sigma * (2 * middle ** 2 - 1) - big_b / 6 * middle * (4 * sin_sigma ** 2 - 3) * (4 * middle ** 2 - 3)))
    return minor * big_a * (sigma - delta) / 1000


def ppml(y, x, origin, destination):
    """Coefficients of the columns of x and their errors clustered by unordered pair."""
    def dummies(ids):
        levels = sorted(set(ids))
        return np.array([[i == level for level in levels] for i in ids], float)
    z = np.hstack([x, dummies(origin), dummies(destination)[:, 1:]])
    mu = (y + y.mean()) / 2
    eta, before = np.log(mu), None
    for _ in range(100):
        b = np.linalg.lstsq(z.T @ (z * mu[:, None]), z.T @ (mu * eta + y - mu), rcond=1e-12)[0]
        eta = z @ b
        mu = np.exp(eta)
        deviance = 2 * np.sum(np.where(y > 0, y * np.log(np.where(y > 0, y, 1) / mu), 0) - y + mu)
        if before is not None and abs(deviance - before) < 1e-13 * abs(deviance):
            break
        before = deviance
    bread = np.linalg.pinv(z.T @ (z * mu[:, None]), rcond=1e-12, hermitian=True)
    scores = defaultdict(lambda: np.zeros(z.shape[1]))
    for i, pair in enumerate(frozenset(p) for p in zip(origin, destination)):
        scores[pair] = scores[pair] + z[i] * (y[i] - mu[i])
    meat = sum(np.outer(s, s) for s in scores.values())
    groups = len(scores)
    variance = bread @ meat @ bread * groups / (groups - 1)
    return b[:x.shape[1]], np.sqrt(np.diag(variance))[:x.shape[1]]


def read_csv(path):
    with open(path, encoding="utf-8") as file:
        return list(csv.DictReader(file))


def sums_by_period(path):
    sums = [defaultdict(Decimal) for _ in PERIODS]
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            for period, (start, end) in zip(sums, PERIODS):
                if start <= row["time"] < end:
                    period[row["origin"], row["destination"]] += Decimal(row["value"])
    return sums


def ask(program, name, table):
    arguments = [program, "analyse", name, table, "--status", "observed", "--unit", "index"]
    for start, end in PERIODS:
        arguments += ["--period", f"{start}..{end}"]
    if name == "integration":
        arguments += ["--draws", "0"]
    done = subprocess.run(arguments, capture_output=True, text=True, timeout=600)
    if done.returncode != 0:
        sys.exit(f"{' '.join(arguments)}: exit {done.returncode}\n{done.stderr}")
    return list(csv.DictReader(io.StringIO(done.stdout)))


faults = []


def compare(what, found, expected, tolerance=1e-6):
    if not abs(found - expected) <= tolerance * max(1, abs(expected)):
        faults.append(f"{what}: the program says {found}, numpy {expected}")


def main():
    program, source = sys.argv[1:]
    observed = os.environ.get("FLOWSPACE_OBSERVED", os.path.join(source, "..", "shared", "observed"))
    table = os.path.join(observed, "people_daily_2020_2021.csv.gz")
    if not os.path.exists(table):
        print(f"NOT CHECKED: no observed table {table}; set FLOWSPACE_OBSERVED")
        sys.exit(77)
    atlas = os.path.join(source, "assets", "atlas")
    cities = {row["id"]: row for row in read_csv(os.path.join(atlas, "cities.csv"))}
    where = {i: (float(row["lon"]), float(row["lat"])) for i, row in cities.items()}
    slugs = {row["table_name"]: row["id"] for row in read_csv(os.path.join(atlas, "group_names.csv"))
             if row["kind"] == "agglomeration"}
    members = defaultdict(set)
    for row in read_csv(os.path.join(atlas, "agglomerations.csv")):
        members[slugs[row["agglomeration_zh"]]].add(row["city_id"])
    border, integration = ask(program, "border", table), ask(program, "integration", table)
    for (start, end), sums in zip(PERIODS, sums_by_period(table)):
        label = f"{start}..{end}"
        pairs = sorted(pair for pair in sums if pair[0] != pair[1])
        y = np.array([float(sums[pair]) for pair in pairs])
        origin, destination = [p[0] for p in pairs], [p[1] for p in pairs]
        cost = np.array([math.log(vincenty_km(where[a], where[b])) for a, b in pairs])
        other = np.array([cities[a]["province_zh"] != cities[b]["province_zh"] for a, b in pairs], float)
        same = np.array([any(a in g and b in g for g in members.values()) for a, b in pairs], float)
        b, errors = ppml(y, np.column_stack([cost, same, other]), origin, destination)
        for term, value, error in zip(["ln_cost", "same_group", "other_province"], b, errors):
            row = next(r for r in border if r["period"] == label and r["scope"] == "each period"
                       and r["item"] == term and r["measure"] == "coefficient")
            compare(f"border {label} {term}", float(row["value"]), value)
            compare(f"border {label} {term} error", float(row["standard_error"]), error)
            print(f"border {label} {term} {value:.4f} ({error:.4f})")
        inside = {g: np.array([a in m and b2 in m for a, b2 in pairs], float) for g, m in members.items()}
        told = [g for g in members if inside[g].any()]
        b, errors = ppml(y, np.column_stack([cost, other] + [inside[g] for g in told]), origin, destination)
        for group, value, error in zip(told, b[2:], errors[2:]):
            rows = {r["measure"]: r for r in integration if r["period"] == label and r["scope"] == group
                    and not r["item"]}
            compare(f"premium {label} {group}", float(rows["premium_log"]["value"]), value)
            compare(f"premium {label} {group} error", float(rows["premium_log"]["standard_error"]), error)
            either = np.array([a in members[group] or b2 in members[group] for a, b2 in pairs])
            compare(f"share {label} {group}", float(rows["internal_share"]["value"]),
                    float(y[inside[group] > 0].sum() / y[either].sum()), 1e-9)
            print(f"premium {label} {group} {math.exp(value):.3f} "
                  f"[{math.exp(value - 1.96 * error):.3f}, {math.exp(value + 1.96 * error):.3f}]")
    print(*faults, sep="\n")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
