#include "render/scene/home_camera.h"

#include <algorithm>
#include <vector>

namespace flowspace {

namespace {

constexpr double home_tilt_deg = 36;
constexpr double tighter = 0.93;  // than a selection: at home the margin belongs to sea and neighbours
constexpr double higher = 0.03;   // of the picture's height: source line and scale bar stand below

bool lies_in_inset(LonLat where) {
    return where.lat_deg < 17.9 && where.lat_deg > 2 && where.lon_deg > 105 && where.lon_deg < 123;
}

/// Thinned: a camera does not need every bend of a border.
std::vector<LonLat> border_points(const BaseMap& map) {
    std::vector<LonLat> points;
    for (const Line& line : map.national_border)
        for (std::size_t row = 0; row < line.size(); row += 20) points.push_back(line[row]);
    return points;
}

std::vector<LonLat> places_with_flows(const Dataset& dataset) {
    const std::vector<Place>& places = dataset.atlas->places;
    std::vector<bool> has_flow(places.size());
    for (const Pair& pair : dataset.flows->pairs())
        has_flow[index(pair.origin)] = has_flow[index(pair.destination)] = true;
    std::vector<LonLat> points;
    for (std::size_t row = 0; row < places.size(); ++row)
        if (has_flow[row]) points.push_back(places[row].location);
    return points;
}

}  // namespace

Camera home_camera(const Dataset& dataset, const Viewport& viewport, const Projection& projection) {
    std::vector<LonLat> points;
    if (dataset.files.empty() && dataset.base_map) points = border_points(*dataset.base_map);
    if (points.empty()) points = places_with_flows(dataset);
    if (points.empty())
        for (const Place& place : dataset.atlas->places) points.push_back(place.location);
    if (!std::ranges::all_of(points, lies_in_inset)) std::erase_if(points, lies_in_inset);

    Camera camera;
    camera.tilt_deg = home_tilt_deg;
    camera = fit(points, camera, viewport, projection);
    camera.width_km *= tighter;
    const View view = make_view(camera, viewport, projection);
    const Viewport::Insets& insets = viewport.insets_px;
    const glm::dvec2 middle_px = {(insets.left + viewport.width_px - insets.right) / 2.0,
                                  (insets.top + viewport.height_px - insets.bottom) / 2.0};
    if (const auto below = view.to_ground(middle_px + glm::dvec2(0, higher * viewport.height_px), 0))
        camera.centre = projection.inverse(*below).value_or(camera.centre);
    return camera;
}

}  // namespace flowspace
