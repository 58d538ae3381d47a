// The camera's geometry: matrices from geographic terms, rays back to the ground, fitting and flights.
#include "render/scene/camera.h"

#include "data/geo/great_circle.h"

#include <glm/geometric.hpp>
#include <glm/mat3x3.hpp>
#include <glm/matrix.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace flowspace {

namespace {

constexpr double rad_per_deg = std::numbers::pi / 180;
constexpr double field_of_view_deg = 28;  // vertical: a long lens keeps the plan view close to a map
constexpr double greatest_tilt_deg = 75;

/// The camera's own axes in map space.
struct Axes {
    glm::dvec3 right, up, forward;
};

Axes axes_of(const Camera& camera) {
    const double bearing = camera.bearing_deg * rad_per_deg;
    const double tilt = std::clamp(camera.tilt_deg, 0.0, greatest_tilt_deg) * rad_per_deg;
    const glm::dvec3 ahead = {std::sin(bearing), std::cos(bearing), 0};
    const glm::dvec3 zenith = {0, 0, 1};
    return {.right = {std::cos(bearing), -std::sin(bearing), 0},
            .up = ahead * std::cos(tilt) + zenith * std::sin(tilt),
            .forward = ahead * std::sin(tilt) - zenith * std::cos(tilt)};
}

glm::dmat4 rotation_to_camera(const Axes& axes) {
    return glm::transpose(glm::dmat4(glm::dvec4(axes.right, 0), glm::dvec4(axes.up, 0),
                                     glm::dvec4(-axes.forward, 0), glm::dvec4(0, 0, 0, 1)));
}

/// The path of van Wijk and Nuij through (distance, width): `rho` trades zooming against panning.
struct FlightPath {
    static constexpr double rho = 1.42;
    double distance = 0;
    double start_width = 1, end_width = 1;
    double start_r = 0;
    double length = 0;  // in their metric

    FlightPath(const Camera& a, const Camera& b)
        : distance(great_circle_km(a.centre, b.centre)), start_width(a.width_km), end_width(b.width_km) {
        if (distance < 1e-3) {
            distance = 0;
            length = std::abs(std::log(end_width / start_width)) / rho;
            return;
        }
        const double rho2 = rho * rho;
        const double widths = end_width * end_width - start_width * start_width;
        const double rise = rho2 * rho2 * distance * distance;
        const double b0 = (widths + rise) / (2 * start_width * rho2 * distance);
        const double b1 = (widths - rise) / (2 * end_width * rho2 * distance);
        start_r = -std::asinh(b0);
        length = (-std::asinh(b1) - start_r) / rho;
    }

    /// Width, and the share of the distance covered, after `s` of the length.
    std::pair<double, double> at(double s) const {
        if (distance == 0) {
            const double growth = end_width > start_width ? rho : -rho;
            return {start_width * std::exp(growth * s), length > 0 ? s / length : 1};
        }
        const double r = rho * s + start_r;
        const double width = start_width * std::cosh(start_r) / std::cosh(r);
        const double along =
            start_width / (rho * rho) * (std::cosh(start_r) * std::tanh(r) - std::sinh(start_r));
        return {width, along / distance};
    }
};

double mix(double a, double b, double share) { return a + (b - a) * share; }

/// The shorter way round.
double mix_bearing(double a, double b, double share) { return a + std::remainder(b - a, 360.0) * share; }

struct Bounds {
    glm::dvec2 low = glm::dvec2(std::numeric_limits<double>::max());
    glm::dvec2 high = glm::dvec2(std::numeric_limits<double>::lowest());

    void add(glm::dvec2 point) {
        low = glm::min(low, point);
        high = glm::max(high, point);
    }
    glm::dvec2 middle() const { return (low + high) / 2.0; }
    glm::dvec2 size() const { return high - low; }
};

glm::dvec2 free_size_px(const Viewport& viewport) {
    const auto& in = viewport.insets_px;
    return {std::max(1, viewport.width_px - in.left - in.right),
            std::max(1, viewport.height_px - in.top - in.bottom)};
}

}  // namespace

std::optional<glm::dvec3> View::to_screen(glm::dvec3 world) const {
    const glm::dvec4 clip = clip_from_relative * glm::dvec4(world - eye, 1);
    if (clip.w <= 0 || clip.z < -clip.w) return std::nullopt;
    return glm::dvec3((clip.x / clip.w * 0.5 + 0.5) * size_px.x, (0.5 - clip.y / clip.w * 0.5) * size_px.y,
                      clip.z / clip.w);
}

glm::dvec3 View::ray(glm::dvec2 px) const {
    const glm::dvec2 ndc = {px.x / size_px.x * 2 - 1, 1 - px.y / size_px.y * 2};
    const Axes axes = axes_of(camera);
    return axes.forward + axes.right * ((ndc.x - principal_ndc.x) * half_extent.x) +
           axes.up * ((ndc.y - principal_ndc.y) * half_extent.y);
}

std::optional<MapPoint> View::to_ground(glm::dvec2 px, double height_m) const {
    const glm::dvec3 direction = ray(px);
    const double along = (height_m - eye.z) / direction.z;
    if (!(direction.z < 0) || !(along > 0) || !std::isfinite(along)) return std::nullopt;
    return MapPoint{eye.x + direction.x * along, eye.y + direction.y * along};
}

View make_view(const Camera& camera, const Viewport& viewport, const Projection& projection,
               double centre_height_m) {
    const MapPoint centre = projection.forward(camera.centre).value_or(MapPoint{});
    const glm::dvec2 size = {std::max(1, viewport.width_px), std::max(1, viewport.height_px)};
    const auto& in = viewport.insets_px;
    const glm::dvec2 free = free_size_px(viewport);
    const glm::dvec2 middle = {in.left + free.x / 2, in.top + free.y / 2};

    View view;
    view.camera = camera;
    view.size_px = size;
    view.metres_per_px = std::max(camera.width_km, 1e-3) * 1000 / free.x;
    view.centre_height_m = centre_height_m;
    const double half_height = std::tan(field_of_view_deg / 2 * rad_per_deg);
    view.half_extent = {half_height * size.x / size.y, half_height};
    view.principal_ndc = {middle.x / size.x * 2 - 1, 1 - middle.y / size.y * 2};
    view.distance_m = view.metres_per_px * size.y / 2 / half_height;

    const Axes axes = axes_of(camera);
    view.eye = glm::dvec3(centre.x_m, centre.y_m, centre_height_m) - axes.forward * view.distance_m;
    const double near = view.distance_m * 0.02;
    const double far = view.distance_m * 16;
    glm::dmat4 clip(0);
    clip[0][0] = 1 / view.half_extent.x;
    clip[1][1] = 1 / view.half_extent.y;
    clip[2] = glm::dvec4(-view.principal_ndc, -(far + near) / (far - near), -1);
    clip[3][2] = -2 * far * near / (far - near);
    view.clip_from_relative = clip * rotation_to_camera(axes);
    return view;
}

Camera fit(std::span<const LonLat> points, const Camera& now, const Viewport& viewport,
           const Projection& projection) {
    constexpr double margin = 1.25;           // a tenth on each side
    constexpr double closest_width_km = 120;  // of a single place
    std::vector<MapPoint> on_map;
    Bounds plan;
    for (const LonLat& point : points)
        if (const auto at = projection.forward(point)) {
            on_map.push_back(*at);
            plan.add({at->x_m, at->y_m});
        }
    if (on_map.empty()) return now;

    Camera camera = now;
    const glm::dvec2 free = free_size_px(viewport);
    camera.width_km =
        std::max({plan.size().x / 1000, plan.size().y / 1000 * free.x / free.y, closest_width_km});
    camera.centre = projection.inverse({plan.middle().x, plan.middle().y}).value_or(now.centre);
    // Tilt and bearing bend the frame, so look, correct, and look again; a few rounds settle below a pixel.
    for (int round = 0; round < 12; ++round) {
        const View view = make_view(camera, viewport, projection);
        Bounds seen;
        for (const MapPoint& at : on_map)
            if (const auto px = view.to_screen({at.x_m, at.y_m, 0})) seen.add({px->x, px->y});
        const double grow = seen.high.x < seen.low.x
                                ? 2.0
                                : std::max(seen.size().x / free.x, seen.size().y / free.y) * margin;
        if (seen.high.x >= seen.low.x)
            if (const auto ground = view.to_ground(seen.middle(), 0))
                camera.centre = projection.inverse(*ground).value_or(camera.centre);
        camera.width_km = std::max(camera.width_km * grow, closest_width_km);
    }
    return camera;
}

Camera fly(const Camera& a, const Camera& b, double progress) {
    if (progress <= 0) return a;
    if (progress >= 1) return b;
    const double eased = progress * progress * progress * (progress * (progress * 6 - 15) + 10);
    const FlightPath path(a, b);
    const auto [width, share] = path.at(eased * path.length);
    return {.centre = {mix(a.centre.lon_deg, b.centre.lon_deg, share),
                       mix(a.centre.lat_deg, b.centre.lat_deg, share)},
            .width_km = width,
            .tilt_deg = mix(a.tilt_deg, b.tilt_deg, eased),
            .bearing_deg = mix_bearing(a.bearing_deg, b.bearing_deg, eased)};
}

double flight_seconds(const Camera& a, const Camera& b) {
    const double turn =
        (std::abs(a.tilt_deg - b.tilt_deg) + std::abs(std::remainder(a.bearing_deg - b.bearing_deg, 360.0))) /
        90;
    return std::clamp(0.9 + 0.45 * FlightPath(a, b).length + 0.5 * turn, 1.2, 3.0);
}

}  // namespace flowspace
