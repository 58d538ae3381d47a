#!/usr/bin/env python3
"""An analyst's questions, answered with mouse and keyboard in the real window; what the table under the map writes as a file
must be what `flowspace sum` prints.

On the observed flows (FLOWSPACE_OBSERVED or ../shared/observed); without them nothing is asked, which it says loudly (77).
Usage: walks.py PROGRAM OUT_FOLDER
"""
import csv
import io
import os
import subprocess
import sys

from desk import Desk

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
OBSERVED = os.environ.get("FLOWSPACE_OBSERVED", os.path.join(ROOT, "..", "shared", "observed"))
TABLE = os.path.abspath(os.path.join(OBSERVED, "people_daily_2020_2021.csv.gz"))
DIRECTIONS = {"all": (45, 147), "out": (95, 147), "in": (139, 147), "inside": (193, 147), "crossing": (262, 147)}
FROM_FIELD, TO_FIELD, SAVE = (990, 605), (1107, 605), (914, 631)
FREE_MAP = (620, 120)


def rows_of(text):
    """Value by pair, of rows as `sum --by pair` prints them."""
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return {(row["origin"], row["destination"]): float(row["value"]) for row in csv.DictReader(io.StringIO("\n".join(lines)))}


class Analyst:
    def __init__(self, desk):
        self.desk = desk

    def summed(self, by, *options):
        done = subprocess.run([self.desk.program, "sum", TABLE, "--by", by, *options], capture_output=True, text=True, check=True)
        return done.stdout

    def find(self, words, wanted):
        self.desk.move(*FREE_MAP)
        self.desk.key("slash")
        self.desk.until("search focused", lambda s: s["typing"])
        self.desk.xdotool("type", "--delay", "30", words)
        self.desk.until(f"{words} typed", lambda s: s["search"] == words)
        self.desk.key("Return")
        self.desk.until(f"{words} found", lambda s: s["selected"] == wanted and not s["typing"])

    def look(self, direction):
        self.desk.click(*DIRECTIONS[direction])
        self.desk.until(direction, lambda s: s["filter"]["direction"] == direction and s["filter"]["focus"])

    def between(self, first, last, end):
        """Both days included; `end` is the day after, as the program keeps it."""
        for field, day in ((FROM_FIELD, first), (TO_FIELD, last)):
            self.desk.click(*field)
            self.desk.until("date field active", lambda s: s["typing"])
            self.desk.xdotool("type", "--delay", "20", day)
            self.desk.key("Return")
            self.desk.until("date taken", lambda s: not s["typing"])
        self.desk.until(f"{first} to {last}", lambda s: s["filter"]["window"] == {"from": first, "to": end})
        self.desk.move(*FREE_MAP)

    def written_rows(self):
        """What the table of pairs writes, of the filter as it stands."""
        path = os.path.join(self.desk.folder, "pairs.csv")
        if os.path.exists(path):
            os.remove(path)
        self.desk.move(*FREE_MAP)
        if self.desk.state()["view"] is None:
            self.desk.key("d")
            self.desk.until("the table", lambda s: s["view"] == 0)
        self.desk.key("e")
        self.desk.until("where to", lambda s: s["popover"] == "browse")
        self.desk.click(*SAVE)
        self.desk.until("written", lambda s: os.path.exists(path) and s["popover"] == "none")
        with open(path, encoding="utf-8") as file:
            return rows_of(file.read())

    def same(self, what, *options):
        """The table's rows; they must be those of `sum`."""
        seen, asked = self.written_rows(), rows_of(self.summed("pair", *options))
        if not asked or seen != asked:
            apart = [pair for pair in seen.keys() | asked.keys() if seen.get(pair) != asked.get(pair)]
            self.desk.fail(f"{what}: {len(seen)} rows in the window, {len(asked)} by sum, {len(apart)} differ: {apart[:3]}")
        return seen


def who_sends_to_wuhan(analyst):
    """Which cities send most to 武汉 before and after 2020-01-23, and what remained?"""
    analyst.find("wuhan", {"place": "420100"})
    analyst.look("in")
    found = {}
    for when, first, last, end in (("before", "2020-01-10", "2020-01-22", "2020-01-23"),
                                   ("after", "2020-01-24", "2020-02-05", "2020-02-06")):
        analyst.between(first, last, end)
        found[when] = analyst.same(f"to Wuhan {when}", "--destination", "420100", "--from", first, "--to", end)
    most = sorted(found["before"], key=found["before"].get, reverse=True)[:5]
    remained = sum(found["after"].values()) / sum(found["before"].values())
    print("most to Wuhan before:", ", ".join(origin for origin, _ in most), f"; what remained: {remained:.1%}")
    if not 0 < remained < 0.2:
        analyst.desk.fail(f"{remained:.1%} remained after the city was closed")
    analyst.desk.step("wuhan", lambda s: True)
    analyst.desk.key("Escape", "Escape")
    analyst.desk.until("nothing in focus", lambda s: not s["filter"]["focus"])


def is_hefei_tied_to_nanjing(analyst):
    """Is 合肥 tied more to 南京 or to 武汉?"""
    analyst.find("hefei", {"place": "340100"})
    analyst.look("out")
    analyst.look("all")
    analyst.between("2020-01-01", "2020-01-22", "2020-01-23")
    rows = analyst.same("Hefei", "--place", "340100", "--from", "2020-01-01", "--to", "2020-01-23")
    tie = lambda other: rows.get(("340100", other), 0) + rows.get((other, "340100"), 0)
    print(f"Hefei with Nanjing {tie('320100'):.4g}, with Wuhan {tie('420100'):.4g}")
    if not tie("320100") > tie("420100") > 0:
        analyst.desk.fail("Hefei is not tied more to Nanjing")
    analyst.desk.step("hefei", lambda s: True)
    analyst.desk.key("Escape", "Escape")
    analyst.desk.until("nothing in focus", lambda s: not s["filter"]["focus"])


def how_the_delta_changed(analyst):
    """How did the Pearl River Delta's inside share change?"""
    analyst.find("greater bay area", {"group": "yuegangaodawanqu"})
    shares = []
    for first, last, end in (("2020-01-01", "2020-01-22", "2020-01-23"), ("2020-02-01", "2020-02-14", "2020-02-15"),
                             ("2020-10-10", "2020-11-09", "2020-11-10")):
        window = ("--from", first, "--to", end)
        analyst.look("inside")
        analyst.between(first, last, end)
        inside = sum(analyst.same("inside the delta", "--inside", "yuegangaodawanqu", *window).values())
        analyst.look("crossing")
        crossing = sum(analyst.written_rows().values())
        total = next(csv.reader(analyst.summed("total", "--inside", "yuegangaodawanqu", *window).splitlines()[1:2]))
        if abs(float(total[1]) - inside) > 1e-9 * inside:
            analyst.desk.fail(f"inside: {inside} in the window, {total} by sum")
        shares.append(inside / (inside + crossing))
    print("inside share of the delta:", ", ".join(f"{share:.1%}" for share in shares))
    if not shares[1] < shares[0] < shares[2]:
        analyst.desk.fail(f"inside shares {shares}")
    analyst.desk.step("delta", lambda s: True)


def main():
    if not os.path.exists(TABLE):
        print(f"SKIPPED: THE OBSERVED FLOWS ARE NOT HERE: {TABLE} was not asked anything")
        sys.exit(77)
    desk = Desk(sys.argv[1], sys.argv[2], view=(TABLE, "--lang", "en", "--theme", "paper"))
    try:
        desk.until("the table on the map", lambda s: s["shown"] and s["rows"] > 1_000_000)
        analyst = Analyst(desk)
        for walk in (who_sends_to_wuhan, is_hefei_tied_to_nanjing, how_the_delta_changed):
            walk(analyst)
            print("ok:", walk.__name__, flush=True)
    finally:
        desk.close()


if __name__ == "__main__":
    main()
