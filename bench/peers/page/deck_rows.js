// Rows behind deck.gl's ArcLayer, written by an expert: one scan of typed arrays per window, binary attributes, no multisampling.
import { ArcLayer } from "@deck.gl/layers";
import { pairSummer, widths } from "./by_pair.js";
import { deckView } from "./deck_view.js";
import { colour, run } from "./protocol.js";

run(async (data) => {
  const ends = (places) => Float32Array.from({ length: 2 * places.length }, (_, at) => data.places[2 * places[at >> 1] + (at & 1)]);
  let view, summer, found;
  const filter = (window) => {
    found = summer(window);
    view.draw({ layers: [new ArcLayer({ id: "arcs", numSegments: 24, getSourceColor: [...colour, 90], getTargetColor: [...colour, 90], getHeight: 0.36,
      data: { length: found.count, attributes: { getSourcePosition: { value: ends(found.origin), size: 2 },
        getTargetPosition: { value: ends(found.destination), size: 2 }, getWidth: { value: widths(found.value), size: 1 } } } })] });
  };
  return {
    async start(_, window) {
      summer = pairSummer(data);
      view = await deckView({ antialias: false });
      filter(window);
    },
    filter, frame: (k) => view.turn(k), gl: () => view.gl(), canvas: () => view.canvas(), arcs: () => ({ arcs: found.count, sum: found.sum }),
  };
});
