"""The words of BENCHMARKS.md around its figures."""

CELLS = {
    "absent": "–",
    "failed": "{}",
    "same_work": "Each contender was asked for the window of the 101st to the 130th day once more. What it then drew (or summed), and the sum of it; "
                 "flowmap.gl as it comes merges places into clusters and draws fewer lines, and tells no sum; either way it leaves out flows that have no end on the screen:",
}

BEFORE = """# Benchmarks: flowspace beside other programs

Made by `make bench-peers` (`scripts/bench-peers`); nothing here is written by hand. All contenders ran in turn on one machine without a GPU, on the
same seeded data, at 1280x720, under a camera tilted by 45 degrees over the same 5,400 km of China, with lines of 2 px. A clock stops only when a
pixel of the finished frame was read back.

- Machine: {processor}, {cores} cores seen, {memory_gb} GB, {system}. Run ({mode}): {started} to {ended}.
- **Load** (1 minute average, before and after each measurement): lowest {low:.1f}, middle {middle:.1f}, highest {high:.1f}. {cores} cores are fully taken at {cores}: above that other
  work shared the machine, times are longer than on an idle one, and only the ratios of one table and column say something.
- Passes over all contenders: {passes}. Cases not named were not measured in this run.
- Versions: {versions}.
- Rasterisers: {rasterisers}; flowspace: its own processor path, and the same Mesa for the rows "by OpenGL".

Cells: median (lower to upper quartile) **times flowspace's first row**. Several passes: the middle of their medians, and the widest quartiles. A cell that
says "not done" gives the limit for one contender in one pass, everything included; – was not measured.
"""

AFTER = """
## What is measured
- **Arcs**: 1,100 seeded places near China's cities, 1 k to 1 M different ordered pairs, each on one of 366 days. Everybody draws every arc.
- **Rows**: 1 M to 100 M seeded rows of five layers between 337 places over 365 days, as one Parquet file; asked for is one layer (40 % of the rows) in a window, summed by
  pair, every pair drawn with a width by its volume (at most 2 px).
- **Frame**: the next finished picture when only time or camera moved. The others' camera turns by 0.3 degrees; ECharts-GL draws the same camera again. flowspace has two rows:
  comets moving over its kept ground, and the camera turning, where its relief, borders, areas and water are drawn anew. The others draw no ground at all.
- **Another window**: another 30 (or 180) days each time, so that nothing can be remembered; new sums or records, new buffers, finished frame.
- **First picture**: from data in memory, without a context of OpenGL, to the finished picture; opening files and loading pages are left out.
- **Memory**: the most that all processes of the contender had together (proportional set size, sampled four times a second), the data included.

## Who was measured, and how
- deck.gl ArcLayer: records and accessors, default 4x multisampling, 50 segments, as its documentation has it. *Tuned*: binary attributes, window filtered on the GPU
  (arcs) or one scan of typed arrays (rows), 24 segments, no multisampling. Arcs are as high as flowspace's.
- ECharts-GL lines3D on a plane; a filter gives it fewer records.
- flowmap.gl: every flow as a flat line, thin; and as it comes (clusters, at most 5,000 lines). It sums and filters time by itself; the layer is chosen for it beforehand.
- crossfilter2, Arquero, DuckDB (all threads) and a plain scan run in node, without drawing.
- flowspace: `flowspace bench peers TABLES`, arcs drawn by the processor as its window does where OpenGL is software; rows "by OpenGL" are what it would be without that.

## What this does not show
- **Nothing about machines with a GPU.** There the other programs draw orders of magnitude faster than here; `scripts/bench-peers --rasteriser gpu` runs the pages
  on it, and flowspace's rows "by OpenGL" are then the ones to compare.
- Pictures are not alike to the pixel: flowspace has comets, relief and discs, projects by Albers and not by Mercator, and anti-aliases in its own way; flowmap.gl's lines are flat.
  ECharts' camera is only about the same.
- flowspace gathers light in floats and does not blend in order, which the others must do; it keeps running sums of rows, built while loading, which none of the
  others has. Loading is not in these tables: it is where that work is done (`make bench`, rows `large`).
- The peers' code was written by us, with their documentation and as well as we could; corrections are welcome (bench/peers/, one file each).
- One machine, one size of picture, one camera. Values of one column come from one run; columns were measured at different times and loads.

## Run it elsewhere
`make bench-peers` on Debian 12 or newer as root or with sudo: installs chromium and fetches the archives of scripts/peer-archives.txt by SHA-512, builds, makes the data
(20 GB of disk, 16 GB of memory for 100 M rows), measures for about an hour on an idle machine and writes this page. `scripts/bench-peers --quick` takes minutes
(1 k and 10 k arcs, 1 M rows) and writes build/peers/BENCHMARKS.md. `--only arcs-10000 rows-1000000`, `--passes`, `--runs` and `--limit` choose parts; what was found before
is kept. `--rasteriser swiftshader` takes chromium's own instead of Mesa's.
"""
