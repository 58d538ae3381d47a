#include "data/analysis/flow_bundles.h"

#include "data/analysis/bundling.h"

#include <algorithm>
#include <utility>

namespace flowspace {
namespace {

using Link = std::pair<std::uint32_t, std::uint32_t>;  // the smaller node first

Link link_of(NodePair ends) {
    const auto a = static_cast<std::uint32_t>(index(ends.origin));
    const auto b = static_cast<std::uint32_t>(index(ends.destination));
    return {std::min(a, b), std::max(a, b)};
}

/// The ways of one layer's links, from the smaller node to the larger.
struct LayerWays {
    LayerId layer = {};
    std::vector<Link> links = {};  // ascending
    std::vector<std::vector<std::uint32_t>> ways = {};
};

LayerWays ways_of_layer(const BundleRequest& request, LayerId layer, std::span<const PlanePoint> points,
                        const std::stop_token& stop) {
    LayerWays result{.layer = layer};
    for (std::size_t row = 0; row < request.flows.size(); ++row)
        if (request.flows[row].layer == layer && request.ends[row].origin != request.ends[row].destination)
            result.links.push_back(link_of(request.ends[row]));
    std::ranges::sort(result.links);
    const auto [from, to] = std::ranges::unique(result.links);
    result.links.erase(from, to);
    std::vector<PlaneLink> plane;
    for (const Link& link : result.links) plane.push_back({link.first, link.second});
    result.ways = edge_paths(points, plane, {}, stop);
    return result;
}

}  // namespace

FlowWays bundle_flows(const BundleRequest& request, const std::stop_token& stop) {
    std::vector<PlanePoint> points;
    for (const MapPoint& point : request.points) points.push_back({point.x_m, point.y_m});
    std::vector<LayerId> layers;
    for (const ShownFlow& flow : request.flows) layers.push_back(flow.layer);
    std::ranges::sort(layers);
    const auto [from, to] = std::ranges::unique(layers);
    layers.erase(from, to);
    std::vector<LayerWays> of_layers;
    for (const LayerId layer : layers) of_layers.push_back(ways_of_layer(request, layer, points, stop));

    FlowWays result;
    for (std::size_t row = 0; row < request.flows.size(); ++row) {
        const NodePair ends = request.ends[row];
        const Link link = link_of(ends);
        const auto layer = std::ranges::find(of_layers, request.flows[row].layer, &LayerWays::layer);
        const auto at = std::ranges::lower_bound(layer->links, link);
        if (at != layer->links.end() && *at == link) {
            const auto& way = layer->ways[static_cast<std::size_t>(at - layer->links.begin())];
            const std::size_t before = result.nodes.size();
            for (std::size_t step = 1; step + 1 < way.size(); ++step)
                result.nodes.push_back(NodeId{way[step]});
            if (index(ends.origin) != link.first)
                std::reverse(result.nodes.begin() + static_cast<std::ptrdiff_t>(before), result.nodes.end());
            result.bundled += way.size() > 2 ? 1 : 0;
        }
        result.first.push_back(static_cast<std::uint32_t>(result.nodes.size()));
    }
    return result;
}

}  // namespace flowspace
