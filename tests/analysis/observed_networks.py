#!/usr/bin/env python3
"""Communities against plans, and the most critical cities of the timetable of high-speed trains, computed twice on the
observed tables: by the program and here, by another way (Louvain on a dense matrix, Dijkstra and removal written out).

    observed_networks.py PROGRAM SOURCE_FOLDER

The observed tables are no part of the project: found in FLOWSPACE_OBSERVED or ../shared/observed, else nothing is checked
and the exit status is 77."""
import csv
import heapq
import io
import math
import os
import random
import subprocess
import sys
from collections import defaultdict

import numpy as np

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from observed_by_numpy import read_csv, vincenty_km  # noqa: E402

faults = []


def compare(what, found, expected, tolerance=1e-9):
    if not abs(float(found) - expected) <= tolerance * max(1, abs(expected)):
        faults.append(f"{what}: the program says {found}, here {expected}")


def ask(program, name, table, unit, *more):
    arguments = [program, "analyse", name, table, "--status", "observed", "--unit", unit, *more]
    done = subprocess.run(arguments, capture_output=True, text=True, timeout=600)
    if done.returncode != 0:
        sys.exit(f"{' '.join(arguments)}: exit {done.returncode}\n{done.stderr}")
    return list(csv.DictReader(io.StringIO(done.stdout)))


def flows_of(table):
    flows = defaultdict(float)
    for row in read_csv(table):
        if row["origin"] != row["destination"]:
            flows[row["origin"], row["destination"]] += float(row["value"])
    return flows


class Plans:
    def __init__(self, source):
        atlas = os.path.join(source, "assets", "atlas")
        self.cities = {row["id"]: row for row in read_csv(os.path.join(atlas, "cities.csv"))}
        slugs = {row["table_name"]: row["id"] for row in read_csv(os.path.join(atlas, "group_names.csv"))
                 if row["kind"] == "agglomeration"}
        self.group = {}  # the primary one of each city
        for row in read_csv(os.path.join(atlas, "agglomerations.csv")):
            if row["city_id"] not in self.group or row["primary"] == "1":
                self.group[row["city_id"]] = slugs[row["agglomeration_zh"]]


# Communities ---------------------------------------------------------------------------------------------------


def entropy(counts):
    total = sum(counts)
    return -sum(c / total * math.log(c / total) for c in counts if c > 0)


def agreements(a, b):
    """Normalised mutual information (arithmetic mean), adjusted Rand index, variation of information in nats."""
    both = defaultdict(int)
    ones, others = defaultdict(int), defaultdict(int)
    for x, y in zip(a, b):
        both[x, y] += 1
        ones[x] += 1
        others[y] += 1
    h_a, h_b, h_ab = entropy(ones.values()), entropy(others.values()), entropy(both.values())
    pairs = lambda counts: sum(c * (c - 1) / 2 for c in counts)
    chance = pairs(ones.values()) * pairs(others.values()) / (len(a) * (len(a) - 1) / 2)
    ari = (pairs(both.values()) - chance) / ((pairs(ones.values()) + pairs(others.values())) / 2 - chance)
    return 2 * (h_a + h_b - h_ab) / (h_a + h_b), ari, 2 * h_ab - h_a - h_b


def quality(gain, partition):
    label = np.asarray(partition)
    return float(gain[label[:, None] == label[None, :]].sum())


def louvain(gain, seed):
    """Moves of single places and of whole communities, until neither gains."""
    chance = random.Random(seed)
    both = gain + gain.T
    members = [[i] for i in range(len(gain))]
    while True:
        n = len(members)
        merged = np.array([[both[np.ix_(a, b)].sum() for b in members] for a in members])
        np.fill_diagonal(merged, 0)
        label = np.arange(n)
        moved, any_move = True, False
        while moved:
            moved = False
            for i in chance.sample(range(n), n):
                to = np.bincount(label, weights=merged[i], minlength=n)
                best = int(np.argmax(to))
                if to[best] > to[label[i]] + 1e-12:
                    label[i] = best
                    moved = any_move = True
        if not any_move:
            break
        joined = defaultdict(list)
        for i, one in enumerate(label):
            joined[one] += members[i]
        members = list(joined.values())
    partition = [0] * len(gain)
    for one, of in enumerate(members):
        for i in of:
            partition[i] = one
    return partition


def check_communities(program, observed, plans):
    table = os.path.join(observed, "people_2020-01-10_all_pairs.csv")
    rows = ask(program, "communities", table, "trips", "--seeds", "50")
    said = {(r["scope"], r["item"], r["measure"]): r for r in rows}
    flows = flows_of(table)
    ids = sorted({i for pair in flows for i in pair})
    at = {i: n for n, i in enumerate(ids)}
    w = np.zeros((len(ids), len(ids)))
    for (a, b), value in flows.items():
        w[at[a], at[b]] = value
    gain = w / w.sum() - np.outer(w.sum(1), w.sum(0)) / w.sum() ** 2
    np.fill_diagonal(gain, -w.sum(1) * w.sum(0) / w.sum() ** 2)
    names = {"found": [int(float(said[i, "", "community"]["value"])) for i in ids],
             "official": [plans.group.get(i, "alone:" + i) for i in ids],
             "province": [plans.cities[i]["province_zh"] for i in ids]}
    numbered = {key: [sorted(set(of)).index(one) for one in of] for key, of in names.items()}
    for key, partition in numbered.items():
        compare(f"Q of {key}", said["all", key, "modularity"]["value"], quality(gain, partition))
    for i in ids:
        if said[i, "", "official_group"]["label"] != plans.group.get(i, "alone:" + i):
            faults.append(f"{i} is said to be in {said[i, '', 'official_group']['label']}")
    best = max(quality(gain, louvain(gain, seed)) for seed in range(8))
    found = quality(gain, numbered["found"])
    print(f"modularity found {found:.6f}, by Louvain {best:.6f}, official {quality(gain, numbered['official']):.6f}, "
          f"provinces {quality(gain, numbered['province']):.6f}")
    if found < best - 1e-9:
        faults.append(f"Louvain finds a better partition: {best} > {found}")
    for other in ("official", "province"):
        for measure, value in zip(("nmi", "ari", "variation"), agreements(numbered["found"], numbered[other])):
            compare(f"{measure} with {other}", said["all", other, measure]["value"], value)
            print(f"{measure} with {other} {value:.4f}")
    # Misfits: what a move to each other group would change, by computing Q anew.
    official = numbered["official"]
    base = quality(gain, official)
    misfits = 0
    for i in ids[::12]:
        changes = []
        for group in set(official) - {official[at[i]]}:
            moved = list(official)
            moved[at[i]] = group
            changes.append(quality(gain, moved) - base)
        compare(f"misfit of {i}", said[i, "", "gain_if_moved"]["value"], max(changes))
        misfits += max(changes) > 0 and i in plans.group
    print(f"{misfits} misfits among every twelfth city")


# Failures ------------------------------------------------------------------------------------------------------


def gabriel(where):
    """Neighbours with their km: no third place in the circle whose diameter two of them are."""
    n = len(where)
    km = np.zeros((n, n))
    for a in range(n):
        for b in range(a + 1, n):
            km[a, b] = km[b, a] = vincenty_km(where[a], where[b])
    near = [[] for _ in range(n)]
    square = km ** 2
    for a in range(n):
        for b in range(a + 1, n):
            others = np.ones(n, bool)
            others[[a, b]] = False
            if not (square[a] + square[b] < square[a, b])[others].any():
                near[a].append((b, km[a, b]))
                near[b].append((a, km[a, b]))
    return near


def ways(near, start, gone):
    """Length of the shortest way to each place, and the place before it."""
    length, before, done, queue = {start: 0.0}, {}, set(), [(0.0, start)]
    while queue:
        here, a = heapq.heappop(queue)
        if a in done:
            continue
        done.add(a)
        for b, km in near[a]:
            if b not in gone and here + km < length.get(b, math.inf):
                length[b] = here + km
                before[b] = a
                heapq.heappush(queue, (length[b], b))
    return length, before


def load_and_served(near, demand, gone):
    n = len(demand)
    load, served = np.zeros(n), 0.0
    for a in range(n):
        if a in gone or not demand[a].any():
            continue
        length, before = ways(near, a, gone)
        for b in np.nonzero(demand[a])[0]:
            if b in gone or b not in length:
                continue
            served += demand[a, b]
            step = b
            while True:
                load[step] += demand[a, b]
                if step == a:
                    break
                step = before[step]
    return load, served


def check_critical(program, observed, plans):
    table = os.path.join(observed, "trains_hourly_2016-03-10.csv")
    starts = 4
    rows = ask(program, "resilience", table, "trains", "--starts", str(starts), "--random", "1")
    said = {(r["scope"], r["item"], r["measure"]): r for r in rows}
    flows = flows_of(table)
    ids = sorted({i for pair in flows for i in pair})
    at = {i: n for n, i in enumerate(ids)}
    demand = np.zeros((len(ids), len(ids)))
    for (a, b), value in flows.items():
        demand[at[a], at[b]] = value
    near = gabriel([(float(plans.cities[i]["lon"]), float(plans.cities[i]["lat"])) for i in ids])
    total = demand.sum()
    for i in ids:  # a removal: who can still reach whom
        gone, part = {at[i]}, {}
        for start in range(len(ids)):
            if start in gone or start in part:
                continue
            reached, queue = {start}, [start]
            while queue:
                for b, _ in near[queue.pop()]:
                    if b not in gone and b not in reached:
                        reached.add(b)
                        queue.append(b)
            for b in reached:
                part[b] = start
        served = sum(value for (a, b), value in flows.items()
                     if at[a] in part and at[b] in part and part[at[a]] == part[at[b]])
        compare(f"served without {i}", said[i, "", "demand_served"]["value"], served / total)
    load, _ = load_and_served(near, demand, set())
    order = sorted(range(len(ids)), key=lambda a: (-load[a], a))[:starts]
    critical = {i: 1 - float(said[i, "", "demand_served"]["value"]) for i in ids}
    for first in order:
        gone, rounds = {first}, 0
        while True:
            now, served = load_and_served(near, demand, gone)
            over = {a for a in range(len(ids)) if a not in gone and now[a] > 1.25 * load[a] * (1 + 1e-12)}
            if not over:
                break
            gone |= over
            rounds += 1
        city = ids[first]
        compare(f"cascade of {city}", said[city, "", "cascade_served"]["value"], served / total)
        compare(f"places that fail with {city}", said[city, "", "cascade_failed"]["value"], len(gone))
        compare(f"rounds after {city}", said[city, "", "cascade_rounds"]["value"], rounds)
        critical[city] = 1 - served / total
    mine = sorted(ids, key=lambda i: (-critical[i], i))
    theirs = [r["scope"] for r in rows if r["measure"] == "criticality"]
    for a, b in zip(mine[:10], theirs[:10]):
        if abs(critical[a] - critical[b]) > 1e-12:
            faults.append(f"most critical: here {a}, the program {b}")
        print(f"critical {plans.cities[a]['name_en'] if 'name_en' in plans.cities[a] else a} {critical[a]:.4f}")


def main():
    program, source = sys.argv[1:]
    observed = os.environ.get("FLOWSPACE_OBSERVED", os.path.join(source, "..", "shared", "observed"))
    needed = ["people_2020-01-10_all_pairs.csv", "trains_hourly_2016-03-10.csv"]
    missing = [name for name in needed if not os.path.exists(os.path.join(observed, name))]
    if missing:
        print(f"NOT CHECKED: no observed table {os.path.join(observed, missing[0])}; set FLOWSPACE_OBSERVED")
        sys.exit(77)
    plans = Plans(source)
    check_communities(program, observed, plans)
    check_critical(program, observed, plans)
    print(*faults, sep="\n")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
