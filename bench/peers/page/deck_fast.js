// deck.gl's ArcLayer as fast as we could make it: binary attributes, time filtered on the GPU, 24 segments, no multisampling.
import { DataFilterExtension } from "@deck.gl/extensions";
import { ArcLayer } from "@deck.gl/layers";
import { deckView } from "./deck_view.js";
import { colour, run } from "./protocol.js";

run(async (data) => {
  const ends = (places) => Float32Array.from({ length: 2 * data.length }, (_, at) => data.places[2 * places[at >> 1] + (at & 1)]);
  const attributes = { getSourcePosition: { value: ends(data.origin), size: 2 }, getTargetPosition: { value: ends(data.destination), size: 2 },
    getFilterValue: { value: Float32Array.from(data.day), size: 1 } };
  const records = { length: data.length, attributes };
  const extensions = [new DataFilterExtension({ filterSize: 1 })];
  let view, shown;
  const filter = ([first, end]) => {
    shown = [first, end];
    view.draw({ layers: [new ArcLayer({ id: "arcs", data: records, extensions, filterRange: [first, end - 1], numSegments: 24,
      getSourceColor: [...colour, 90], getTargetColor: [...colour, 90], getWidth: 2, getHeight: 0.36 })] });
  };
  const count = () => data.day.reduce((found, day) => found + (day >= shown[0] && day < shown[1] ? 1 : 0), 0);
  return {
    async start(_, window) {
      view = await deckView({ antialias: false });
      filter(window);
    },
    filter, frame: (k) => view.turn(k), gl: () => view.gl(), canvas: () => view.canvas(), arcs: () => ({ arcs: count(), sum: count() }),
  };
});
