// Arquero: filter, group by pair, roll up.
import { escape, op, table } from "arquero";
import { run } from "./protocol.js";

run((data) => {
  const places = data.places.length / 2;
  const pair = Uint32Array.from(data.origin, (origin, row) => origin * places + data.destination[row]);
  const rows = table({ layer: data.layer, day: data.day, pair, value: data.value });
  return ([first, end]) => {
    const sums = rows.filter(escape((row) => row.layer === 0 && row.day >= first && row.day < end))
      .groupby("pair").rollup({ sum: op.sum("value") });
    let [arcs, sum] = [0, 0];
    const [keys, values] = [sums.array("pair"), sums.array("sum")];
    for (const [at, key] of keys.entries())
      if (Math.floor(key / places) !== key % places) {
        ++arcs;
        sum += values[at];
      }
    return { arcs, sum };
  };
});
