#include "viewer/camera_control.h"

#include <algorithm>
#include <cmath>

namespace flowspace {

namespace {

/// `camera` with its centre moved over the ground; unchanged where the projection has no answer there.
Camera moved(const Camera& camera, const Projection& projection, double dx_m, double dy_m) {
    const auto centre = projection.forward(camera.centre);
    if (!centre) return camera;
    const auto target = projection.inverse({centre->x_m + dx_m, centre->y_m + dy_m});
    if (!target || std::fabs(target->lat_deg) > 85) return camera;
    Camera result = camera;
    result.centre = *target;
    return result;
}

double eased(double progress) { return progress * progress * (3 - 2 * progress); }

}  // namespace

Camera pan(const Camera& camera, const CameraStage& stage, glm::dvec2 from_px, glm::dvec2 to_px) {
    const View view = make_view(camera, stage.viewport, stage.projection);
    const auto from = view.to_ground(from_px, 0);
    const auto to = view.to_ground(to_px, 0);
    if (!from || !to) return camera;
    // Near the horizon a pixel is hundreds of kilometres: a move never exceeds what the picture is wide.
    const double limit_m = camera.width_km * 1000;
    const double dx = std::clamp(from->x_m - to->x_m, -limit_m, limit_m);
    const double dy = std::clamp(from->y_m - to->y_m, -limit_m, limit_m);
    return moved(camera, stage.projection, dx, dy);
}

Camera zoom(const Camera& camera, const CameraStage& stage, glm::dvec2 cursor_px, double factor) {
    Camera nearer = camera;
    nearer.width_km = std::clamp(camera.width_km * factor, narrowest_km, widest_km);
    const auto before = make_view(camera, stage.viewport, stage.projection).to_ground(cursor_px, 0);
    if (!before) return nearer;
    // Moving the centre turns the view by the meridian's slope on the map, so the second pass takes up the
    // rest.
    for (int pass = 0; pass < 2; ++pass) {
        const auto after = make_view(nearer, stage.viewport, stage.projection).to_ground(cursor_px, 0);
        if (!after) break;
        nearer = moved(nearer, stage.projection, before->x_m - after->x_m, before->y_m - after->y_m);
    }
    return nearer;
}

double zoom_factor(double notches) { return std::exp2(-std::clamp(notches, -8.0, 8.0) / 3); }

Camera orbit(const Camera& camera, glm::dvec2 delta_px) {
    Camera result = camera;
    result.bearing_deg = std::fmod(camera.bearing_deg + delta_px.x * 0.3 + 720, 360);
    result.tilt_deg = std::clamp(camera.tilt_deg - delta_px.y * 0.2, 0.0, steepest_deg);
    return result;
}

Camera north_up(const Camera& camera) {
    Camera result = camera;
    result.bearing_deg = 0;
    return result;
}

Flight start_flight(const Camera& from, const Camera& to, double now_s, Motions motions) {
    const double duration_s = motions == Motions::reduced ? 0 : flight_seconds(from, to);
    return {.from = from, .to = to, .start_s = now_s, .duration_s = duration_s};
}

bool has_ended(const Flight& flight, double now_s) { return now_s >= flight.start_s + flight.duration_s; }

Camera camera_at(const Flight& flight, double now_s) {
    if (has_ended(flight, now_s)) return flight.to;
    return fly(flight.from, flight.to,
               eased(std::clamp((now_s - flight.start_s) / flight.duration_s, 0.0, 1.0)));
}

}  // namespace flowspace
