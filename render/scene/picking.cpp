// Finds places, arcs and areas under a px.
#include "render/scene/picking.h"

#include "render/scene/area_tints.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace flowspace {

namespace {

constexpr double near_miss_px = 4;  // at a picture height of 1080

}  // namespace

Target target_of(const ArcItem& arc) {
    Target target;
    if (arc.tie)
        target.tie = TieRef{arc.layer, arc.origin, arc.destination};
    else
        target.flow = FlowRef{arc.layer, arc.pair};
    return target;
}

std::optional<MapPoint> ground_under(glm::dvec2 px, const View& view, const Relief& relief,
                                     double exaggeration) {
    constexpr double highest_m = 9000;
    constexpr int steps = 96;
    const glm::dvec3 ray = view.ray(px);
    if (!(ray.z < 0)) return std::nullopt;
    // Between the highest possible ground and the sea the ray is walked; the crossing is then halved down to.
    double from = std::max(0.0, (highest_m * exaggeration - view.eye.z) / ray.z);
    const double to = -view.eye.z / ray.z;
    const auto above = [&](double along) {
        const glm::dvec3 at = view.eye + ray * along;
        return at.z - relief.ground_m({at.x, at.y}) * exaggeration;
    };
    double hit = to;
    const double step = (to - from) / steps;
    for (int row = 1; row <= steps; ++row)
        if (above(from + step * row) <= 0) {
            double low = from + step * (row - 1), high = from + step * row;
            for (int halving = 0; halving < 24; ++halving)
                (above((low + high) / 2) > 0 ? low : high) = (low + high) / 2;
            hit = high;
            break;
        }
    const glm::dvec3 at = view.eye + ray * hit;
    return MapPoint{at.x, at.y};
}

void PickScene::remember(const DrawList& list, const Frame& frame, double px_scale) {
    exaggeration_ = static_cast<double>(frame.style.exaggeration);
    px_scale_ = px_scale;
    show_areas_ = frame.style.show_areas && frame.shift.veil < 0.5;
    selected_ = frame.selected.group;
    if (revision_ == list.revision && flows_.size() == list.arcs.size() && areas_ == list.areas &&
        walls_ == list.walls && places_.size() == list.places.size())
        return;
    revision_ = list.revision;
    places_ = list.places;
    areas_ = list.areas;
    walls_ = list.walls;
    flows_.clear();
    for (const ArcItem& arc : list.arcs) flows_.push_back(target_of(arc));
}

std::optional<Target> PickScene::pick_disc(glm::dvec2 px, double reach_px, const PickGround& ground) const {
    std::optional<NodeId> best;
    double best_px = reach_px;
    for (auto item = places_.rbegin(); item != places_.rend(); ++item) {
        const glm::dvec3 world = ground.nodes[index(item->node)];
        const auto at = ground.view.to_ground(px, world.z);
        if (!at) continue;
        const double away_m = (ground.view.clip_from_relative * glm::dvec4(world - ground.view.eye, 1)).w;
        const double metres_per_px = away_m * 2 * ground.view.half_extent.y / ground.view.size_px.y;
        if (!(metres_per_px > 0)) continue;
        const double outside = std::hypot(at->x_m - world.x, at->y_m - world.y) / metres_per_px -
                               static_cast<double>(item->radius_px) * px_scale_;
        if (outside < best_px) {
            best_px = std::max(outside, 0.0);
            best = item->node;
        }
    }
    if (!best) return std::nullopt;
    Target target;
    if (index(*best) < ground.place_count)
        target.place = PlaceId{static_cast<std::uint32_t>(*best)};
    else
        target.group = GroupId{static_cast<std::uint32_t>(index(*best) - ground.place_count)};
    return target;
}

std::optional<GroupId> PickScene::pick_area(glm::dvec2 px, const PickGround& ground) const {
    if (!show_areas_) return std::nullopt;
    const auto at = ground_under(px, ground.view, ground.relief, exaggeration_);
    if (!at) return std::nullopt;
    // What is seen is what is pointed at: the one laid last.
    const std::vector<std::size_t> order = laying_order(areas_, ground.lines.areas, selected_);
    for (auto row = order.rbegin(); row != order.rend(); ++row)
        if (inside(ground.lines.areas[index(areas_[*row].group)], *at)) return areas_[*row].group;
    return std::nullopt;
}

/// The nearest to the eye of those that the ray passes, at their foot or above it.
std::optional<BorderRef> PickScene::pick_wall(glm::dvec2 px, double reach_px,
                                              const PickGround& ground) const {
    if (walls_.empty()) return std::nullopt;
    const auto foot = ground_under(px, ground.view, ground.relief, exaggeration_);
    if (!foot) return std::nullopt;
    const double ground_m = ground.relief.ground_m(*foot) * exaggeration_;
    std::optional<BorderRef> found;
    double best_m = std::numeric_limits<double>::infinity();
    for (const auto& [between, lines] : ground.borders.lines()) {
        const WallItem* wall = wall_of(walls_, between);
        if (wall == nullptr) continue;
        const double metres_per_px = ground.view.metres_per_px * px_scale_;
        const bool stands = walls_stand(ground.view.camera);
        const double height_m = stands ? static_cast<double>(wall->height_px) * metres_per_px : 0;
        const double half_px = stands ? 0 : static_cast<double>(wall->width_px) / 2;
        const MapPoint high = ground.view.to_ground(px, ground_m + height_m).value_or(*foot);
        const auto along =
            met_along({high, *foot, reach_px / px_scale_ * metres_per_px + half_px * metres_per_px}, lines);
        if (!along) continue;
        // The track of a higher wall begins nearer to the eye.
        const double from_foot_m = (1 - *along) * std::hypot(high.x_m - foot->x_m, high.y_m - foot->y_m);
        if (found && -from_foot_m >= best_m) continue;
        best_m = -from_foot_m;
        found = between ? BorderRef{between->first, between->second} : BorderRef{};
    }
    return found;
}

Target PickScene::pick(glm::dvec2 px, const PickGround& ground) const {
    const double near = near_miss_px * px_scale_;
    if (const auto disc = pick_disc(px, 0.5, ground)) return *disc;
    if (const auto arc = ground.arcs.pick(px, 0)) return flows_[ground.arcs.arcs[*arc].item];
    if (const auto disc = pick_disc(px, near, ground)) return *disc;
    if (const auto arc = ground.arcs.pick(px, near)) return flows_[ground.arcs.arcs[*arc].item];
    Target target;
    target.group = pick_area(px, ground);
    target.border = pick_wall(px, near, ground);
    return target;
}

}  // namespace flowspace
