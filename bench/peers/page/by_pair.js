// Sums per pair of the rows of one layer in a window, as an expert would write it: typed arrays, one scan, nothing kept.

/** A function window -> {origin, destination, value, count, sum}: columns of the pairs with rows, themselves and zero left out. */
export function pairSummer(data) {
  const places = data.places.length / 2;
  const pairs = new Uint32Array(data.length);
  for (let row = 0; row < data.length; ++row) pairs[row] = data.origin[row] * places + data.destination[row];
  const sums = new Float64Array(places * places);
  const rows = new Uint32Array(places * places);
  const { layer, day, value } = data;
  return ([first, end]) => {
    sums.fill(0);
    rows.fill(0);
    for (let row = 0; row < pairs.length; ++row)
      if (layer[row] === 0 && day[row] >= first && day[row] < end) {
        sums[pairs[row]] += value[row];
        ++rows[pairs[row]];
      }
    const found = { origin: [], destination: [], value: [], count: 0, sum: 0 };
    for (let origin = 0; origin < places; ++origin)
      for (let destination = 0; destination < places; ++destination) {
        const pair = origin * places + destination;
        if (rows[pair] === 0 || origin === destination) continue;
        found.origin.push(origin);
        found.destination.push(destination);
        found.value.push(sums[pair]);
        found.sum += sums[pair];
      }
    found.count = found.value.length;
    return found;
  };
}

/** Width in px at 720 px of height: as flowspace draws it in this comparison. */
export function widths(values) {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, value);
  return Float32Array.from(values, (value) => Math.max(0.5, 2 * Math.sqrt(value / largest)));
}
