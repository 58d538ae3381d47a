// Regrouping rows by pair after the window moved, without drawing: what every grouping library is asked, in the same order.
//
// node NAME.js FOLDER RUNS: one line of JSON {built, window30, window180, checked: {arcs, sum}, memoryMb}; times in ms.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const [folder, runs] = [process.argv[2], Number(process.argv[3])];
const enoughMs = 3000;

function column(name, Kind) {
  const bytes = readFileSync(join(folder, name));
  return new Kind(bytes.buffer, bytes.byteOffset, bytes.length / Kind.BYTES_PER_ELEMENT);
}

/** Columns of the case, as the pages get them. */
export function load() {
  const data = { places: column("places.f64", Float64Array), origin: column("origin.u16", Uint16Array),
    destination: column("destination.u16", Uint16Array), day: column("day.u16", Uint16Array), layer: column("layer.u8", Uint8Array),
    value: column("value.f64", Float64Array) };
  return { ...data, length: data.origin.length };
}

async function some(work) {
  const timed = async (run) => {
    const start = performance.now();
    await work(run);
    return performance.now() - start;
  };
  let spent = await timed(0);
  const samples = [];
  for (let run = 1; samples.length === 0 || (run <= runs && spent < enoughMs); ++run) {
    samples.push(await timed(run));
    spent += samples.at(-1);
  }
  return samples;
}

/** `build(data)` gives a function window -> {arcs, sum} over pairs of layer 0, flows within a place left out. */
export async function run(build) {
  const data = load();
  const begun = performance.now();
  const regroup = await build(data);
  const built = [performance.now() - begun];
  const slid = (days) => (run) => regroup([(run * 13) % (365 - days), ((run * 13) % (365 - days)) + days]);
  const told = { built, window30: await some(slid(30)), window180: await some(slid(180)), checked: await regroup([100, 130]) };
  process.stdout.write(JSON.stringify(told) + "\n");
  process.exit(0);
}
