// crossfilter2: dimensions of layer and day, groups by pair kept up to date while the window jumps.
import crossfilter from "crossfilter2";
import { run } from "./protocol.js";

run((data) => {
  const places = data.places.length / 2;
  const rows = crossfilter(Array.from({ length: data.length }, (_, row) => row));
  const layer = rows.dimension((row) => data.layer[row]);
  const day = rows.dimension((row) => data.day[row]);
  const pair = rows.dimension((row) => data.origin[row] * places + data.destination[row]);
  const sums = pair.group().reduce((into, row) => ({ rows: into.rows + 1, sum: into.sum + data.value[row] }),
    (into, row) => ({ rows: into.rows - 1, sum: into.sum - data.value[row] }), () => ({ rows: 0, sum: 0 }));
  layer.filterExact(0);
  return (window) => {
    day.filterRange(window);
    let [arcs, sum] = [0, 0];
    for (const { key, value } of sums.all())
      if (value.rows > 0 && Math.floor(key / places) !== key % places) {
        ++arcs;
        sum += value.sum;
      }
    return { arcs, sum };
  };
});
