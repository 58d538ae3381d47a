// What every peer is asked in the browser, in the same order, with the clock stopped only when a pixel was read back.
//
// A peer is an object {name, start(data, window), frame(run), filter(window), canvas(), gl(), arcs()}: start, frame and filter may
// be asynchronous and return once every draw call is issued. A window is [first day, day after the last].

const asked = new URLSearchParams(location.search);
const runs = Number(asked.get("runs"));
const enoughMs = 3000; // of one measurement, once it has a sample: as flowspace's own
export const look = { longitude: 104.3, latitude: 36.2, widthKm: 5400, pitch: 45, width: 1280, height: 720 };
export const colour = [110, 175, 255];

async function column(name, Kind) {
  const answer = await fetch(`/data/${asked.get("data")}/${name}`);
  return answer.ok ? new Kind(await answer.arrayBuffer()) : null;
}

/** Columns of the case: places (lon, lat in turn), origin, destination, day; rows also have layer and value. */
async function load() {
  const [places, origin, destination, day, layer, value] = await Promise.all([
    column("places.f64", Float64Array), column("origin.u16", Uint16Array), column("destination.u16", Uint16Array),
    column("day.u16", Uint16Array), column("layer.u8", Uint8Array), column("value.f64", Float64Array)]);
  return { places, origin, destination, day, layer, value, length: origin.length };
}

/** Waits until what was drawn is finished: a pixel cannot be read before. */
function finish(gl) {
  gl.bindFramebuffer(gl.FRAMEBUFFER, null);
  gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
}

async function timed(peer, work) {
  const start = performance.now();
  await work();
  finish(peer.gl());
  return performance.now() - start;
}

/** One run to warm up, then at most `runs`, fewer where they take long. */
async function some(peer, work) {
  let spent = await timed(peer, () => work(0));
  const samples = [];
  for (let run = 1; samples.length === 0 || (run <= runs && spent < enoughMs); ++run) {
    samples.push(await timed(peer, () => work(run)));
    spent += samples.at(-1);
  }
  return samples;
}

/** The canvas over a dark ground, as PNG. Must follow a draw at once, before the browser takes what the canvas holds. */
function picture(peer) {
  const flat = document.createElement("canvas");
  [flat.width, flat.height] = [look.width, look.height];
  const pen = flat.getContext("2d");
  pen.fillStyle = "#0b121c";
  pen.fillRect(0, 0, flat.width, flat.height);
  pen.drawImage(peer.canvas(), 0, 0, flat.width, flat.height);
  return flat.toDataURL("image/png").split(",")[1];
}

function renderer(gl) {
  const names = gl.getExtension("WEBGL_debug_renderer_info");
  return { renderer: gl.getParameter(names ? names.UNMASKED_RENDERER_WEBGL : gl.RENDERER), samples: gl.getParameter(gl.SAMPLES) };
}

const tell = (what) => fetch("/told", { method: "POST", body: JSON.stringify(what) });

async function measure(makePeer) {
  const data = await load();
  const days = 1 + data.day.reduce((most, day) => Math.max(most, day), 0);
  const peer = await makePeer(data, look);
  const slid = (length) => (run) => peer.filter([(run * 13) % (days - length), ((run * 13) % (days - length)) + length]);
  const begun = performance.now();
  await peer.start(data, [0, days]);
  finish(peer.gl());
  const first = [performance.now() - begun];
  const shown = picture(peer);
  await tell({ first, gl: renderer(peer.gl()), whole: peer.arcs(), picture: shown });
  await tell({ frame: await some(peer, (run) => peer.frame(run)) });
  await tell({ window30: await some(peer, slid(30)) });
  await peer.filter([100, 130]);
  await tell({ checked: peer.arcs() });
  await tell({ window180: await some(peer, slid(180)) });
  await tell({ done: true });
}

export function run(makePeer) {
  const failed = (error) => tell({ failed: String(error?.stack ?? error) });
  addEventListener("error", (event) => failed(event.error ?? event.message));
  addEventListener("unhandledrejection", (event) => failed(event.reason));
  measure(makePeer).catch(failed);
}
