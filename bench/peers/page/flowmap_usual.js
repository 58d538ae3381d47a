// flowmap.gl as it comes: places clustered by zoom, at most 5,000 lines.
import { flowmapPeer } from "./flowmap_view.js";
import { run } from "./protocol.js";

run(async (data) => flowmapPeer(data, {}));
