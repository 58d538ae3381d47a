#!/usr/bin/python3
"""Writes BENCHMARKS.md and docs/benchmarks/ from what run.py found: report.py whole. Of a quick run: both in build/peers/."""
import json
import os
import shutil
import statistics
import subprocess
import sys

from contenders import TITLES
from words import BEFORE, AFTER, CELLS

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SIZES = {1_000: "1 k", 10_000: "10 k", 100_000: "100 k", 1_000_000: "1 M", 10_000_000: "10 M", 100_000_000: "100 M"}
# (heading, kind, rows as (contender, measure, words after its name)); the first row is what the others are set against.
ARCS = (("deck_records", ""), ("deck_fast", ""), ("echarts_lines", ""), ("flowmap_all", ""), ("flowmap_usual", ""))
ROWS = (("deck_rows", ", every pair drawn"), ("flowmap_usual", ""))
GROUPING = ("arrays", "crossfilter", "arquero", "duckdb")


def others(named, measure):
    return tuple((name, measure, words) for name, words in named)


TABLES = (
    ("Arcs: a frame", "arcs", (("flowspace", "frame", ", comets move over the kept ground"), ("flowspace", "turned", ", camera turns and the ground is drawn anew"),
     ("flowspace_gl", "frame", ", comets move"), ("flowspace_gl", "turned", ", camera turns")) + others(ARCS, "frame")),
    ("Arcs: another window of 30 days → finished frame", "arcs", (("flowspace", "window30", ""), ("flowspace_gl", "window30", "")) + others(ARCS, "window30")),
    ("Arcs: data in memory → first finished picture", "arcs", (("flowspace", "first", ""), ("flowspace_gl", "first", "")) + others(ARCS, "first")),
    ("Arcs: memory at its highest", "arcs", (("flowspace", "memory_mb", ""), ("flowspace_gl", "memory_mb", "")) + others(ARCS, "memory_mb")),
    *((f"Rows: another window of {days} days → finished frame", "rows",
       (("flowspace", f"window{days}", ", every pair drawn"), ("flowspace", f"usual{days}", ", the strongest as its window shows them"),
        ("flowspace_gl", f"window{days}", ", every pair drawn")) + others(ROWS, f"window{days}")) for days in (30, 180)),
    ("Rows: a frame, every pair of the year", "rows", (("flowspace", "frame", ", comets move over the kept ground"), ("flowspace", "turned", ", camera turns and the ground is drawn anew")) + others(ROWS, "frame")),
    ("Rows: data in memory → first finished picture", "rows", (("flowspace", "first", ""),) + others(ROWS, "first")),
    *((f"Rows: another window of {days} days → sums of every pair, nothing drawn", "rows",
       (("flowspace", f"sums{days}", ""),) + tuple((name, f"window{days}", "") for name in GROUPING)) for days in (30, 180)),
    ("Rows: memory at its highest", "rows", (("flowspace", "memory_mb", ""),) + others(ROWS, "memory_mb") + tuple((name, "memory_mb", "") for name in GROUPING)),
)


def digits(value):
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}" if value >= 0.01 else f"{value:.1g}"


class Found:
    def __init__(self, told):
        self.told = told
        self.sizes = {kind: sorted({row["size"] for row in told["results"] if row["kind"] == kind}) for kind in ("arcs", "rows")}

    def rows(self, kind, size, name):
        return [row for row in self.told["results"] if (row["kind"], row["size"], row["name"]) == (kind, size, name)]

    def median(self, kind, size, name, measure):
        """(middle of the passes' medians, lowest and highest quartile of any pass), or nothing."""
        passes = [row[measure] for row in self.rows(kind, size, name) if row.get(measure)]
        if not passes:
            return None
        quartiles = [statistics.quantiles(samples, n=4, method="inclusive") if len(samples) > 1 else samples * 3 for samples in passes]
        return statistics.median(map(statistics.median, passes)), min(q[0] for q in quartiles), max(q[2] for q in quartiles)

    def cell(self, kind, size, name, measure, base):
        found = self.median(kind, size, name, measure)
        if found is None:
            failed = next((row["failed"] for row in self.rows(kind, size, name) if "failed" in row), None)
            return CELLS["failed"].format(first_line(failed)) if failed else CELLS["absent"]
        middle, low, high = found
        text = digits(middle)
        if measure != "memory_mb" and digits(low) != digits(high):
            text += f" ({digits(low)}–{digits(high)})"
        if base and base[0] > 0 and middle > 0:
            text += f" **{digits(middle / base[0])}×**"
        return text

    def table(self, heading, kind, lines):
        sizes = self.sizes[kind]
        unit = "MB" if lines[0][1] == "memory_mb" else "ms"
        out = [f"### {heading}, {unit}", f"| {kind} | " + " | ".join(SIZES[size] for size in sizes) + " |", "| --- |" + " --- |" * len(sizes)]
        for number, (name, measure, words) in enumerate(lines):
            cells = []
            for size in sizes:
                base = self.median(kind, size, *lines[0][:2]) if number else None
                cells.append(self.cell(kind, size, name, measure, base))
            if any(cell != CELLS["absent"] for cell in cells):
                out.append(f"| {TITLES[name]}{words} | " + " | ".join(cells) + " |")
        return "\n".join(out) + "\n"

    def same_work(self):
        """Arcs and sums that each found in the window from day 100 to 130."""
        out = ["| case | who | arcs | sum |", "| --- | --- | --- | --- |"]
        for kind, sizes in self.sizes.items():
            for size in sizes:
                by_answer = {}
                for name in TITLES:
                    checked = next((row["checked"] for row in self.rows(kind, size, name) if "checked" in row), None)
                    if checked:
                        total = "not told" if checked["sum"] is None else f"{checked['sum']:,.0f}"
                        by_answer.setdefault((f"{checked['arcs']:,.0f}", total), []).append(TITLES[name])
                out += [f"| {SIZES[size]} {kind} | {'; '.join(names)} | {arcs} | {total} |" for (arcs, total), names in by_answer.items()]
        return "\n".join(out) + "\n"

    def passes(self):
        """How often each case was measured, in words."""
        return ", ".join(f"{SIZES[size]} {kind} {1 + max(row['pass'] for row in self.told['results'] if (row['kind'], row['size']) == (kind, size))}"
                         for kind, sizes in self.sizes.items() for size in sizes)

    def rasterisers(self):
        seen = {row["gl"]["renderer"] + f", {row['gl']['samples']} samples": TITLES[row["name"]] for row in self.told["results"] if "gl" in row}
        return "; ".join(f"{title}: {what}" for what, title in sorted(seen.items()))


def first_line(text):
    return str(text).splitlines()[0][:60]


def pictures(work, folder):
    """Small copies of each contender's picture of the larger quick cases; names of those that are there."""
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    made = []
    for case in ("arcs-10000", "rows-1000000"):
        for name in TITLES:
            path = os.path.join(work, f"{case}-{name}.png")
            if os.path.exists(path):
                subprocess.run(["convert", path, "-resize", "480x270", "+dither", "-colors", "96", "-strip", "-define", "png:compression-level=9",
                                os.path.join(folder, f"{case}-{name}.png")], check=True)
                made.append((case, name))
    return made


def gallery(made, relative):
    out = []
    for case, heading in (("arcs-10000", "10 k arcs"), ("rows-1000000", "1 M rows, every pair of the year")):
        names = [name for found, name in made if found == case]
        for at in range(0, len(names), 3):
            row = names[at:at + 3]
            out += ["| " + " | ".join(f"{heading}: {TITLES[name]}" for name in row) + " |", "|" + " --- |" * len(row),
                    "| " + " | ".join(f"![{TITLES[name]}]({relative}/{case}-{name}.png)" for name in row) + " |", ""]
    return "\n".join(out)


def main():
    mode = sys.argv[1]
    work = os.path.join(ROOT, "build/peers")
    with open(os.path.join(work, f"results-{mode}.json"), encoding="utf-8") as file:
        found = Found(json.load(file))
    told = found.told
    page, folder, relative = ("BENCHMARKS.md", "docs/benchmarks", "docs/benchmarks") if mode == "whole" else ("build/peers/BENCHMARKS.md", "build/peers/pictures", "pictures")
    made = pictures(work, os.path.join(ROOT, folder))
    loads = [load for row in told["results"] for load in row["load"]]
    machine = told["machine"]
    facts = {"processor": machine["processor"], "cores": machine["cores"], "memory_gb": machine["memory_gb"], "system": machine["system"], "started": told["started"],
             "ended": told["ended"], "passes": found.passes(), "low": min(loads), "middle": statistics.median(loads), "high": max(loads),
             "versions": ", ".join(f"{name} {version}" for name, version in told["versions"].items()), "rasterisers": found.rasterisers(), "mode": mode}
    tables = "\n".join(found.table(*table) for table in TABLES if found.sizes[table[1]])
    with open(os.path.join(ROOT, page), "w", encoding="utf-8") as file:
        file.write(BEFORE.format(**facts) + "\n" + tables + "\n## The same work\n" + CELLS["same_work"] + "\n\n" + found.same_work() + "\n" + gallery(made, relative) + "\n" + AFTER)
    print("Written:", page)


if __name__ == "__main__":
    main()
