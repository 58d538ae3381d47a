// flowmap.gl over deck.gl: flat lines, its own sums and its own time filter.
import { FlowmapLayer } from "@flowmap.gl/layers";
import { deckView } from "./deck_view.js";

const day = (at) => new Date(Date.UTC(2020, 0, 1 + at));

/** `props`: of FlowmapLayer; `data`: of one layer, value absent: 1 each. */
export function flowmapPeer(data, props) {
  const locations = Array.from({ length: data.places.length / 2 }, (_, at) => at);
  const rows = [];
  for (let row = 0; row < data.length; ++row) if (!data.layer || data.layer[row] === 0) rows.push(row);
  const days = Array.from({ length: 400 }, (_, at) => day(at));
  const flows = { locations, flows: rows };
  let view, window, changes = 0, told = 0, lines = 0;
  const layer = () => new FlowmapLayer({ id: "flows", data: flows, ...props, locationLabelsEnabled: false, pickable: false, darkMode: true,
    filter: { selectedTimeRange: [days[window[0]], days[window[1]]] },
    getLocationId: (at) => at, getLocationLon: (at) => data.places[2 * at], getLocationLat: (at) => data.places[2 * at + 1], getLocationName: (at) => `${at}`,
    getFlowOriginId: (row) => data.origin[row], getFlowDestId: (row) => data.destination[row],
    getFlowMagnitude: (row) => (data.value ? data.value[row] : 1), getFlowTime: (row) => days[data.day[row]],
    onScaleChange: () => { ++told; } });
  // Its sums are answered a few microtasks later; then it is drawn again.
  const settle = async () => {
    const before = told;
    view.draw({ layers: [layer()] });
    for (let tries = 0; told === before && tries < 1000; ++tries) await Promise.resolve();
    if (told === before) await new Promise((go) => setTimeout(go));
    if (told === before) throw new Error("flowmap.gl did not answer");
    await Promise.resolve();
    view.draw({});
    lines = view.deck.layerManager.getLayers().reduce((most, one) => Math.max(most, one.props.data?.attributes?.getSourcePosition ? one.props.data.length : 0), 0);
  };
  const filter = async (asked) => {
    window = asked;
    ++changes;
    await settle();
  };
  return {
    async start(_, asked) {
      view = await deckView({ antialias: true });
      await filter(asked);
    },
    filter, async frame(k) {
      view.turn(k);
    },
    gl: () => view.gl(), canvas: () => view.canvas(), arcs: () => ({ arcs: lines, sum: null }),
  };
}
