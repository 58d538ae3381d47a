// No library: one scan of typed arrays, the sums of every pair in a typed array.
import { run } from "./protocol.js";

run((data) => {
  const places = data.places.length / 2;
  const { layer, day, value } = data;
  const pairs = Uint32Array.from(data.origin, (origin, row) => origin * places + data.destination[row]);
  const [sums, rows] = [new Float64Array(places * places), new Uint32Array(places * places)];
  return ([first, end]) => {
    sums.fill(0);
    rows.fill(0);
    for (let row = 0; row < pairs.length; ++row)
      if (layer[row] === 0 && day[row] >= first && day[row] < end) {
        sums[pairs[row]] += value[row];
        ++rows[pairs[row]];
      }
    let [arcs, sum] = [0, 0];
    for (let pair = 0; pair < sums.length; ++pair)
      if (rows[pair] > 0 && Math.floor(pair / places) !== pair % places) {
        ++arcs;
        sum += sums[pair];
      }
    return { arcs, sum };
  };
});
