#include "render/scene/node_points.h"

#include "data/nodes.h"
#include "render/scene/arc_picture.h"

#include <algorithm>

namespace flowspace {

namespace {

MapPoint middle_of(const Group& group, std::span<const MapPoint> places) {
    const bool any_primary = std::ranges::any_of(group.members, &Membership::primary);
    MapPoint sum = {};
    int count = 0;
    for (const Membership& member : group.members) {
        if (any_primary && !member.primary) continue;
        sum.x_m += places[index(member.place)].x_m;
        sum.y_m += places[index(member.place)].y_m;
        ++count;
    }
    return count == 0 ? MapPoint{} : MapPoint{sum.x_m / count, sum.y_m / count};
}

}  // namespace

std::vector<MapPoint> node_points(const Atlas& atlas, const Projection& projection) {
    std::vector<MapPoint> points;
    points.reserve(node_count(atlas));
    for (const Place& place : atlas.places)
        points.push_back(projection.forward(place.location).value_or(MapPoint{}));
    const std::vector<MapPoint> places = points;
    for (const Group& group : atlas.groups) points.push_back(middle_of(group, places));
    return points;
}

std::vector<MapPoint> shifted(std::span<const MapPoint> from, const NodeShift& shift) {
    std::vector<MapPoint> points(from.begin(), from.end());
    if (!shift.to || shift.to->size() != points.size() || shift.share == 0) return points;
    for (std::size_t node = 0; node < points.size(); ++node) {
        const MapPoint& to = (*shift.to)[node];
        points[node].x_m += shift.share * (to.x_m - points[node].x_m);
        points[node].y_m += shift.share * (to.y_m - points[node].y_m);
    }
    return points;
}

double raised_m_per_px(const View& view, double px_scale) {
    constexpr double flat_deg = 15, tilted_deg = 25;
    const double t = std::clamp((view.camera.tilt_deg - flat_deg) / (tilted_deg - flat_deg), 0.0, 1.0);
    return t * t * (3 - 2 * t) * px_scale * view.metres_per_px;
}

std::vector<glm::dvec3> standing(std::span<const MapPoint> points, std::span<const PlaceItem> places,
                                 const Relief& relief, double exaggeration, double raised_m_per_px) {
    std::vector<glm::dvec3> world;
    world.reserve(points.size());
    for (const MapPoint& at : points) world.push_back(on_relief(at, relief, exaggeration));
    for (const PlaceItem& place : places)
        world[index(place.node)].z += static_cast<double>(place.height_px) * raised_m_per_px;
    return world;
}

}  // namespace flowspace
