// flowmap.gl with every flow drawn: no clusters, no limit.
import { flowmapPeer } from "./flowmap_view.js";
import { run } from "./protocol.js";

run(async (data) => flowmapPeer(data, { clusteringEnabled: false, maxTopFlowsDisplayNum: 10_000_000, fadeEnabled: false, locationTotalsEnabled: false, flowLineThicknessScale: 0.13, opacity: 0.4 }));
