// What the mouse and the keys do to the camera: pure functions from a camera to a camera.
#pragma once

#include "data/geo/projection.h"
#include "render/scene/camera.h"

#include <glm/vec2.hpp>

#include <cstdint>

namespace flowspace {

inline constexpr double narrowest_km = 5;
inline constexpr double widest_km = 9000;
inline constexpr double steepest_deg = 75;

/// The picture a camera move happens in.
struct CameraStage {
    Viewport viewport = {};
    const Projection& projection;
};

/// What lay under `from_px` comes to lie under `to_px` (pixels, origin top left). Beyond the horizon nothing
/// moves.
Camera pan(const Camera& camera, const CameraStage& stage, glm::dvec2 from_px, glm::dvec2 to_px);

/// `factor` below 1 comes nearer; what lies under `cursor_px` stays there. Cut to [narrowest_km, widest_km].
Camera zoom(const Camera& camera, const CameraStage& stage, glm::dvec2 cursor_px, double factor);

/// The zoom factor of a scroll of `notches` (fractions come from trackpads; up, towards the map, is
/// positive).
double zoom_factor(double notches);

/// Turns and tilts by a drag of `delta_px`: 0.3 degrees a pixel sideways, 0.2 upwards. The bearing stays in
/// [0, 360).
Camera orbit(const Camera& camera, glm::dvec2 delta_px);

Camera north_up(const Camera& camera);

/// A smooth move between two cameras; the present camera is a function of the time alone.
struct Flight {
    Camera from = {};
    Camera to = {};
    double start_s = 0;
    double duration_s = 1;
};

enum class Motions : std::uint8_t { smooth, reduced };

Flight start_flight(const Camera& from, const Camera& to, double now_s, Motions motions);
bool has_ended(const Flight& flight, double now_s);
Camera camera_at(const Flight& flight, double now_s);

}  // namespace flowspace
