// A deck.gl map without controls, drawn when asked and only then.
import { Deck, MapView } from "@deck.gl/core";
import { look } from "./protocol.js";

const metresPerPx = (look.widthKm * 1000) / look.width;
const zoom = Math.log2((78271.517 * Math.cos((look.latitude * Math.PI) / 180)) / metresPerPx);

/** `antialias`: 4x multisampling, deck.gl's default. */
export async function deckView({ antialias }) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [look.width, look.height];
  canvas.style.cssText = `width:${look.width}px;height:${look.height}px`;
  document.body.append(canvas);
  const viewState = (run) => ({ longitude: look.longitude, latitude: look.latitude, zoom, pitch: look.pitch, bearing: 0.3 * run });
  const deck = await new Promise((ready) => {
    const made = new Deck({ canvas, width: look.width, height: look.height, views: new MapView(), viewState: viewState(0),
      controller: false, useDevicePixels: false, layers: [], deviceProps: { webgl: { antialias, preserveDrawingBuffer: true } },
      onLoad: () => ready(made) });
  });
  const draw = (props) => {
    deck.setProps(props);
    deck.layerManager.updateLayers();
    deck.redraw("asked");
  };
  return { deck, draw, gl: () => deck.device.gl, canvas: () => deck.device.gl.canvas, turn: (run) => draw({ viewState: viewState(run) }) };
}
