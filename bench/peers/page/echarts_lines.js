// ECharts-GL's lines3D over a plane with the map's outline box; a filter gives it fewer records.
import * as echarts from "echarts";
import * as echartsGl from "echarts-gl";
import { colour, look, run } from "./protocol.js";

if (!echartsGl) throw new Error("echarts-gl was left out"); // its package says that importing it does nothing
const box = [[73, 15], [135, 15], [135, 54], [73, 54], [73, 15]];
echarts.registerMap("box", { type: "FeatureCollection", features: [{ type: "Feature", properties: { name: "box" }, geometry: { type: "Polygon", coordinates: [box] } }] });

run(async (data) => {
  const place = (at) => [data.places[2 * at], data.places[2 * at + 1]];
  const records = Array.from({ length: data.length }, (_, row) => ({ coords: [place(data.origin[row]), place(data.destination[row])], day: data.day[row] }));
  let chart, layer, shown;
  const option = () => ({
    geo3D: { map: "box", regionHeight: 0.01, boxWidth: 100, boxDepth: 70, itemStyle: { color: "#0b121c", borderWidth: 0 }, light: { main: { shadow: false } },
      viewControl: { alpha: 45, beta: 0, distance: 57, animation: false, damping: 0, autoRotate: false }, silent: true, label: { show: false } },
    series: [{ type: "lines3D", coordinateSystem: "geo3D", silent: true, animation: false, effect: { show: false },
      lineStyle: { width: 2, color: `rgb(${colour})`, opacity: 0.35 }, data: shown }],
  });
  const filter = ([first, end]) => {
    shown = records.filter((record) => record.day >= first && record.day < end);
    chart.setOption(option());
    chart.getZr().flush();
  };
  return {
    async start(_, window) {
      const room = document.createElement("div");
      room.style.cssText = `width:${look.width}px;height:${look.height}px`;
      document.body.append(room);
      chart = echarts.init(room, null, { width: look.width, height: look.height, devicePixelRatio: 1 });
      shown = [];
      filter(window);
      layer = Object.values(chart.getZr().painter.getLayers()).find((one) => one.renderer && one.views);
    },
    filter, frame: () => layer.refresh(), gl: () => layer.renderer.gl, canvas: () => layer.renderer.canvas,
    arcs: () => ({ arcs: shown.length, sum: shown.length }),
  };
});
