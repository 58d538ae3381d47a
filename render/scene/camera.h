// Where the map is looked at from: a plain value in geographic terms, and the matrices it gives.
#pragma once

#include "data/geo/coordinates.h"
#include "data/geo/projection.h"

#include <glm/mat4x4.hpp>
#include <glm/vec2.hpp>
#include <glm/vec3.hpp>

#include <optional>
#include <span>

namespace flowspace {

struct Camera {
    LonLat centre = {104.3, 36.2};  // what lies at the middle of the free part of the picture
    double width_km = 5400;         // of ground seen across the free part, at the centre
    double tilt_deg = 0;            // 0 looks straight down; at most 75
    double bearing_deg = 0;         // what is up, clockwise from north

    bool operator==(const Camera&) const = default;
};

/// The picture and what panels cover of it; the camera's centre lies in the middle of what is left.
struct Viewport {
    int width_px = 1280;
    int height_px = 720;
    struct Insets {
        int left = 0, top = 0, right = 0, bottom = 0;

        bool operator==(const Insets&) const = default;
    } insets_px = {};

    bool operator==(const Viewport&) const = default;
};

/// World space: x east, y north, z up, metres of the map (z = height x exaggeration). Doubles: the picture is
/// drawn relative to `eye`, so that nothing jitters.
struct View {
    glm::dvec3 eye = {};
    glm::dmat4 clip_from_relative = glm::dmat4(1);  // of (world - eye); y up, depth -1..1
    glm::dvec2 size_px = {1280, 720};
    double metres_per_px = 1;           // at the centre
    double centre_height_m = 0;         // of the ground the camera looks at, exaggeration included
    double distance_m = 1;              // from the eye to that ground
    glm::dvec2 half_extent = {1, 1};    // of the picture at distance 1 from the eye
    glm::dvec2 principal_ndc = {0, 0};  // where the camera looks: off the middle where panels cover a side
    Camera camera = {};

    /// Pixel (origin top left) and depth of a world point; nothing behind the eye.
    std::optional<glm::dvec3> to_screen(glm::dvec3 world) const;
    /// From the eye through a pixel; its part along the line of sight is 1.
    glm::dvec3 ray(glm::dvec2 px) const;
    /// Where the ray through a pixel meets the plane z = height_m; nothing above the horizon.
    std::optional<MapPoint> to_ground(glm::dvec2 px, double height_m) const;
};

/// `centre_height_m`: of the ground at the centre, exaggeration included, so that mountains do not swallow a
/// close camera. A camera whose centre the projection cannot place falls back to the origin; an empty picture
/// counts as one pixel.
View make_view(const Camera& camera, const Viewport& viewport, const Projection& projection,
               double centre_height_m = 0);

/// The camera that shows all `points` with a margin of a tenth, keeping tilt and bearing.
Camera fit(std::span<const LonLat> points, const Camera& now, const Viewport& viewport,
           const Projection& projection);

/// On the smooth zoom-and-pan path from `a` to `b`, at `progress` in [0, 1] of the time, easing in and out.
/// Source: van Wijk and Nuij (2003), Smooth and efficient zooming and panning.
Camera fly(const Camera& a, const Camera& b, double progress);

/// Seconds a flight should take: 1.2 to 3, by length of the path.
double flight_seconds(const Camera& a, const Camera& b);

}  // namespace flowspace
