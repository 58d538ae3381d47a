// deck.gl's ArcLayer as its documentation has it: records and accessors, its default anti-aliasing; a filter gives it fewer records.
import { ArcLayer } from "@deck.gl/layers";
import { deckView } from "./deck_view.js";
import { colour, run } from "./protocol.js";

run(async (data) => {
  const place = (at) => [data.places[2 * at], data.places[2 * at + 1]];
  const records = Array.from({ length: data.length }, (_, row) => ({ from: place(data.origin[row]), to: place(data.destination[row]), day: data.day[row] }));
  let view, shown;
  const layer = () => new ArcLayer({ id: "arcs", data: shown, getSourcePosition: (d) => d.from, getTargetPosition: (d) => d.to,
    getSourceColor: [...colour, 90], getTargetColor: [...colour, 90], getWidth: 2, getHeight: 0.36 });
  const filter = ([first, end]) => {
    shown = records.filter((record) => record.day >= first && record.day < end);
    view.draw({ layers: [layer()] });
  };
  return {
    async start(_, window) {
      view = await deckView({ antialias: true });
      filter(window);
    },
    filter, frame: (k) => view.turn(k), gl: () => view.gl(), canvas: () => view.canvas(), arcs: () => ({ arcs: shown.length, sum: shown.length }),
  };
});
