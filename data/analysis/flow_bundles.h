// Flows drawn along shorter flows of their own layer, so that what runs together is seen together.
#pragma once

#include "data/flow_ways.h"
#include "data/geo/coordinates.h"
#include "data/nodes.h"
#include "data/shown_flows.h"

#include <span>
#include <stop_token>

namespace flowspace {

struct BundleRequest {
    std::span<const ShownFlow> flows = {};
    std::span<const NodePair> ends = {};    // of each flow
    std::span<const MapPoint> points = {};  // of all nodes, metres of the map
};

/// One way per flow. Each layer is bundled by itself, both directions of a pair alike, along links of the
/// layer only: none is false. Self-flows stay. Pre: as many ends as flows. What was not reached when stopped
/// stays unbundled. Source: edge_paths (bundling.h), Wallinger et al. (2022).
FlowWays bundle_flows(const BundleRequest& request, const std::stop_token& stop);

}  // namespace flowspace
