#!/usr/bin/python3
"""Measures flowspace and the peers in turn on the same data, and writes what it found: run.py --quick|--whole. See scripts/bench-peers."""
import argparse
import json
import os
import platform
import statistics
import subprocess
import time

import contenders
import made

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
PAGES_OF_ARCS = ("deck_records", "deck_fast", "echarts_lines", "flowmap_all", "flowmap_usual")
PAGES_OF_ROWS = ("deck_rows", "flowmap_usual")
GROUPING = ("arrays", "crossfilter", "arquero", "duckdb")
MOST_ROWS = {"flowmap_usual": 10_000_000, "crossfilter": 10_000_000, "arquero": 10_000_000, "arrays": 100_000_000, "duckdb": 100_000_000}


def cases(mode):
    """(kind, size, passes)."""
    if mode == "quick":
        return [("arcs", 1_000, 1), ("arcs", 10_000, 1), ("rows", 1_000_000, 1)]
    return [("arcs", 1_000, 3), ("arcs", 10_000, 3), ("arcs", 100_000, 2), ("arcs", 1_000_000, 1),
            ("rows", 1_000_000, 3), ("rows", 10_000_000, 2), ("rows", 100_000_000, 1)]


def load_now():
    return os.getloadavg()[0]


class Bench:
    def __init__(self, asked):
        self.asked = asked
        self.work = os.path.join(ROOT, "build/peers")
        self.data = os.path.join(self.work, "data")
        self.program = os.path.abspath(asked.program)
        self.cities = os.path.join(ROOT, "assets/atlas/cities.csv")
        self.server = contenders.Server(self.work, os.path.join(self.work, "bundles"), self.data)
        self.results = []

    def contenders_of(self, kind, size):
        """(name, a function without arguments that measures it once)."""
        limit, runs = self.asked.limit, self.asked.runs
        if kind == "arcs":
            folder = made.arcs(self.data, self.cities, size)
            tables = [os.path.join(folder, "arcs.csv"), os.path.join(folder, "places.csv")]
            pages = PAGES_OF_ARCS
        else:
            folder = made.rows(self.data, os.path.dirname(self.program), os.path.join(self.work, "node"), self.cities, size)
            tables = [os.path.join(folder, "rows.parquet")]
            pages = PAGES_OF_ROWS
        picture = os.path.join(self.work, "flowspace.png")
        found = [(name, lambda arcs=arcs: contenders.run_flowspace(self.program, arcs, tables, runs, limit, picture))
                 for name, arcs in (("flowspace", "cpu"), ("flowspace_gl", "gl"))]
        for page in pages:
            if size <= MOST_ROWS.get(page, size) or kind == "arcs":
                found.append((page, lambda page=page: contenders.run_page(self.server, page, os.path.basename(folder), runs, limit, self.asked.rasteriser)))
        if kind == "rows":
            for name in GROUPING:
                if size <= MOST_ROWS[name]:
                    found.append((name, lambda name=name: contenders.run_node(self.work, name, folder, runs, limit)))
        return found

    def measure(self, kind, size, passes):
        names = self.contenders_of(kind, size)
        given_up = set()
        for number in range(passes):
            for name, once in names:
                if name in given_up or (self.asked.who and name not in self.asked.who):
                    continue
                before = load_now()
                answer = once()
                picture = answer.pop("picture", None)
                if picture and number == 0:
                    with open(os.path.join(self.work, f"{kind}-{size}-{name}.png"), "wb") as file:
                        file.write(picture)
                if "failed" in answer:
                    given_up.add(name)
                self.results.append({"kind": kind, "size": size, "name": name, "pass": number, "load": [before, load_now()]} | answer)
                brief = {key: round(statistics.median(value), 1) for key, value in answer.items() if isinstance(value, list)}
                print(f"{kind} {size:,} {name} pass {number + 1}: {brief} {answer.get('failed', '')}", flush=True)
                self.write()

    def path(self):
        return os.path.join(self.work, f"results-{self.asked.mode}.json")

    def write(self):
        with open(self.path(), "w", encoding="utf-8") as file:
            json.dump({"mode": self.asked.mode, "machine": machine(), "started": self.started, "ended": time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime()),
                       "limit_s": self.asked.limit, "runs": self.asked.runs, "rasteriser": self.asked.rasteriser, "versions": self.versions, "results": self.results}, file, indent=1)

    def run(self):
        self.started = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime())
        self.versions = versions(self.program)  # now: the sources may go on while it runs
        if self.asked.only and os.path.exists(self.path()):
            with open(self.path(), encoding="utf-8") as file:
                before = json.load(file)
            self.results = [row for row in before["results"] if f"{row['kind']}-{row['size']}" not in self.asked.only or (self.asked.who and row["name"] not in self.asked.who)]
            self.started = before["started"]
        for kind, size, passes in cases(self.asked.mode):
            if not self.asked.only or f"{kind}-{size}" in self.asked.only:
                self.measure(kind, size, min(passes, self.asked.passes))


def machine():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        model = next((line.split(":", 1)[1].strip() for line in file if line.startswith("model name")), "unknown")
    memory_gb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    with open("/etc/os-release", encoding="utf-8") as file:
        system = next((line.split("=", 1)[1].strip().strip('"') for line in file if line.startswith("PRETTY_NAME")), platform.system())
    return {"processor": model, "cores": os.cpu_count(), "memory_gb": round(memory_gb, 1), "system": system}


def versions(program):
    def said(*words):
        done = subprocess.run(words, capture_output=True, text=True)
        return (done.stdout or done.stderr).strip().splitlines()[0] if done.returncode == 0 else "unknown"

    found = {"flowspace": f"{said('git', '-C', ROOT, 'describe', '--always', '--dirty')}", "chromium": said("chromium", "--version").removeprefix("Chromium ").split(" ")[0], "node": said("node", "--version"),
             "Mesa": said("dpkg-query", "-W", "-f", "${Version}", "libgl1-mesa-dri")}
    with open(os.path.join(ROOT, "scripts/peer-archives.txt"), encoding="utf-8") as file:
        listed = dict(line.split()[:2] for line in file if line.strip() and not line.startswith("#"))
    for name in ("@deck.gl/layers", "@flowmap.gl/layers", "echarts", "echarts-gl", "crossfilter2", "arquero", "@duckdb/node-api"):
        found[name] = listed[name]
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("mode", choices=("quick", "whole"))
    parser.add_argument("--limit", type=int, default=0, metavar="S", help="seconds for one contender in one pass of one case (60 in quick mode, else 300)")
    parser.add_argument("--runs", type=int, default=15, help="measured runs of each thing, fewer where they take 3 s together (15)")
    parser.add_argument("--only", nargs="*", default=[], metavar="CASE", help="only these, such as arcs-10000 or rows-1000000; what was found for others before is kept")
    parser.add_argument("--passes", type=int, default=3, help="at most so many of each case (3)")
    parser.add_argument("--program", default=os.path.join(ROOT, "build/release/flowspace"), help="a built flowspace with its helpers beside it (build/release/flowspace)")
    parser.add_argument("--who", nargs="*", default=[], choices=sorted(contenders.TITLES), help="only these contenders")
    parser.add_argument("--rasteriser", choices=sorted(contenders.RASTERISERS), default="llvmpipe")
    asked = parser.parse_args()
    asked.limit = asked.limit or (60 if asked.mode == "quick" else 300)
    Bench(asked).run()


if __name__ == "__main__":
    main()
