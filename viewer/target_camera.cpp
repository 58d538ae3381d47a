#include "viewer/target_camera.h"

#include "render/scene/home_camera.h"

#include <algorithm>
#include <vector>

namespace flowspace {

Camera camera_for(const Target& target, const TargetView& view) {
    constexpr double place_km = 1200;
    const Projection& projection = view.stage.projection;
    const auto& places = view.data.atlas->places;
    std::vector<LonLat> points;
    if (target.place) points = {places[index(*target.place)].location};
    if (target.group)
        for (const Membership& member : view.data.atlas->groups[index(*target.group)].members)
            points.push_back(places[index(member.place)].location);
    if (target.tie)
        for (const NodeId node : {target.tie->origin, target.tie->destination})
            if (const auto where = projection.inverse(view.nodes[index(node)])) points.push_back(*where);
    if (target.flow) {
        const Pair& ends = view.data.flows->pairs()[index(target.flow->pair)];
        points = {places[index(ends.origin)].location, places[index(ends.destination)].location};
    }
    Camera to = points.empty() ? home_camera(view.data, view.stage.viewport, projection)
                               : fit(points, view.now, view.stage.viewport, projection);
    if (target.place) {
        to = view.now;
        to.centre = points.front();
        to.width_km = std::min(view.now.width_km, place_km);
    }
    to.width_km = std::clamp(to.width_km, narrowest_km, widest_km);
    return to;
}

}  // namespace flowspace
