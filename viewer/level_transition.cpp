#include "viewer/level_transition.h"

#include "data/nodes.h"

#include <algorithm>
#include <utility>

namespace flowspace {

namespace {

/// Slow, fast, slow. Source: the cubic Hermite step.
double eased(double share) { return share * share * (3 - 2 * share); }

}  // namespace

std::vector<MapPoint> parent_points(const LevelMap& to, const Atlas& atlas, std::span<const MapPoint> nodes) {
    std::vector<MapPoint> points(nodes.begin(), nodes.end());
    for (std::uint32_t node = 0; node < points.size(); ++node)
        if (const std::optional<NodeId> parent = parent_at(to, atlas, NodeId{node}))
            points[node] = nodes[index(*parent)];
    return points;
}

void LevelTransition::begin(const LevelMap& from, const LevelMap& to, DrawList before, const Atlas& atlas,
                            std::span<const MapPoint> nodes, double now_s) {
    const bool together = to.level > from.level;
    moves_ = Moves{.points = std::make_shared<const std::vector<MapPoint>>(
                       parent_points(together ? to : from, atlas, nodes)),
                   .together = together,
                   .end_s = now_s + length_s};
    if (together) moves_->before = std::move(before);
}

const DrawList& LevelTransition::list(const DrawList& current, double now_s) const {
    return running(now_s) && moves_->together ? moves_->before : current;
}

NodeShift LevelTransition::shift(double now_s) const {
    if (!running(now_s)) return {};
    const double share = eased(std::clamp(1 - (moves_->end_s - now_s) / length_s, 0.0, 1.0));
    return {.to = moves_->points, .share = moves_->together ? share : 1 - share};
}

}  // namespace flowspace
