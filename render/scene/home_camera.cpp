#include "render/scene/home_camera.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
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

bool lies_in_china(LonLat where) {
    return where.lon_deg > 70 && where.lon_deg < 140 && where.lat_deg > 2 && where.lat_deg < 56;
}

/// The value that a share of them lies below. Pre: at least one.
double quantile(std::vector<double> values, double share) {
    const auto at =
        values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::ranges::nth_element(values, at);
    return *at;
}

}  // namespace

std::string map_crs(const Dataset& dataset) {
    if (dataset.files.empty()) return albers_china;
    const std::vector<LonLat> points = places_with_flows(dataset);
    const auto at_home = static_cast<std::size_t>(std::ranges::count_if(points, lies_in_china));
    if (2 * at_home >= points.size()) return albers_china;
    std::vector<double> lons, lats;
    for (const LonLat& point : points) {
        lons.push_back(point.lon_deg);
        lats.push_back(point.lat_deg);
    }
    // Whole degrees, so that a few places more or less do not move the map. Parallels that mirror each other
    // make no cone.
    const double south = std::round(quantile(lats, 0.15)), north = std::round(quantile(lats, 0.85));
    const double apart = std::abs(south + north) < 2 ? 3 : 0;
    return fmt::format("+proj=aea +lat_1={} +lat_2={} +lat_0=0 +lon_0={} +x_0=0 +y_0=0 +datum=WGS84 +units=m",
                       south, north + apart, std::round(quantile(lons, 0.5)));
}

void leave_far_ground(Dataset& dataset) {
    if (!dataset.base_map || map_crs(dataset) == albers_china) return;
    auto map = std::make_shared<BaseMap>();
    const bool own = dataset.base_map->national_border.empty();  // as with_boundaries leaves it
    if (own) {
        map->prefectures = dataset.base_map->prefectures;
        map->prefecture_lines = dataset.base_map->prefecture_lines;
        map->boundary_source = dataset.base_map->boundary_source;
    }
    dataset.base_map = std::move(map);
}

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
