#include "render/layers/bearings.h"

#include "data/geo/great_circle.h"

#include <cmath>
#include <numbers>
#include <optional>

namespace flowspace {

Bearings find_bearings(const View& view, const Projection& projection) {
    Bearings found{.metres_per_px = view.metres_per_px, .north_deg = -view.camera.bearing_deg};
    const auto centre = projection.forward(view.camera.centre);
    if (!centre) return found;
    const auto at = view.to_screen({centre->x_m, centre->y_m, view.centre_height_m});
    if (!at) return found;
    const auto ground = [&](double dx_px) -> std::optional<LonLat> {
        const auto map = view.to_ground({at->x + dx_px, at->y}, view.centre_height_m);
        return map ? projection.inverse(*map) : std::nullopt;
    };
    constexpr double reach_px = 40;
    const auto left = ground(-reach_px), right = ground(reach_px);
    if (left && right) found.metres_per_px = 1000 * great_circle_km(*left, *right) / (2 * reach_px);
    LonLat north = view.camera.centre;
    north.lat_deg += 0.01;
    if (const auto map = projection.forward(north))
        if (const auto px = view.to_screen({map->x_m, map->y_m, view.centre_height_m}))
            found.north_deg = std::atan2(px->x - at->x, at->y - px->y) * 180 / std::numbers::pi;
    return found;
}

}  // namespace flowspace
