// Quadratics: in the world, in clip space, on the screen.
#include "render/scene/arc_shape.h"

#include <glm/geometric.hpp>

#include <algorithm>
#include <cmath>

namespace flowspace {

namespace {

template <class Vector>
Vector quadratic(const Vector& a, const Vector& b, const Vector& c, double t) {
    const double s = 1 - t;
    return a * (s * s) + b * (2 * s * t) + c * (t * t);
}

/// Height of the control point that keeps the middle of the curve above the relief.
double lifted(const ArcCurve& curve, const Relief& relief, double exaggeration) {
    double control = curve.control.z;
    constexpr int samples = 16;
    for (int sample = 0; sample <= samples; ++sample) {
        const double t = 0.15 + 0.7 * sample / samples;
        const glm::dvec3 at = curve.at(t);
        const double ground = relief.ground_m({at.x, at.y}) * exaggeration;
        const double ends = curve.start.z * (1 - t) * (1 - t) + curve.end.z * t * t;
        control = std::max(control, (ground - ends) / (2 * t * (1 - t)));
    }
    return control;
}

}  // namespace

glm::dvec3 ArcCurve::at(double t) const { return quadratic(start, control, end, t); }
glm::dvec4 ClipCurve::at(double t) const { return quadratic(start, control, end, t); }
glm::dvec4 ClipCurve::slope(double t) const {
    return (control - start) * (2 * (1 - t)) + (end - control) * (2 * t);
}

ArcCurve arc_curve(glm::dvec3 from, glm::dvec3 to, const ArcBend& bend, const Relief& relief,
                   double exaggeration) {
    const glm::dvec2 chord = glm::dvec2(to) - glm::dvec2(from);
    const glm::dvec2 right = {chord.y, -chord.x};
    const glm::dvec3 middle = (from + to) * 0.5;
    // The apex of a quadratic lies halfway to its control point.
    ArcCurve curve = {
        .start = from,
        .control = middle + glm::dvec3(right * (2 * bend.lane), 2 * bend.height * glm::length(chord)),
        .end = to};
    curve.control.z = lifted(curve, relief, exaggeration);
    return curve;
}

std::vector<ArcCurve> way_curves(std::span<const glm::dvec3> points, const ArcBend& bend,
                                 const Relief& relief, double exaggeration) {
    // A quadratic B-spline: its control points are the ends and one for each inner point.
    std::vector<glm::dvec3> controls;
    for (std::size_t at = 1; at + 1 < points.size(); ++at) {
        const glm::dvec2 before = points[at - 1], here = points[at], after = points[at + 1];
        const double links = 0.5 * (glm::length(here - before) + glm::length(after - here));
        const glm::dvec2 through = after - before;
        const double length = glm::length(through);
        const glm::dvec2 right = length > 0 ? glm::dvec2(through.y, -through.x) / length : glm::dvec2{};
        controls.push_back(points[at] + glm::dvec3(right * (bend.lane * links), bend.height * links));
    }
    const auto curve = [&](std::size_t at) {
        const bool first = at == 0, last = at + 1 == controls.size();
        return ArcCurve{.start = first ? points.front() : 0.5 * (controls[at - 1] + controls[at]),
                        .control = controls[at],
                        .end = last ? points.back() : 0.5 * (controls[at] + controls[at + 1])};
    };
    // Lifting one lifts the ends of its neighbours, never the other way round.
    for (std::size_t at = 0; at < controls.size(); ++at)
        controls[at].z = lifted(curve(at), relief, exaggeration);
    std::vector<ArcCurve> curves;
    for (std::size_t at = 0; at < controls.size(); ++at) curves.push_back(curve(at));
    return curves;
}

ClipCurve clip_curve(const ArcCurve& curve, const View& view) {
    const auto clip = [&view](glm::dvec3 world) {
        return view.clip_from_relative * glm::dvec4(world - view.eye, 1);
    };
    return {.start = clip(curve.start), .control = clip(curve.control), .end = clip(curve.end)};
}

std::optional<ClipCurve> loop_curve(glm::dvec3 place, const LoopSize& size, const View& view) {
    constexpr double half_angle_cos = -0.8660254037844387;  // of 150 degrees
    constexpr double gap_sin = 0.5, gap_cos = 0.8660254037844387;
    const auto clip = [&view](glm::dvec3 world) {
        return view.clip_from_relative * glm::dvec4(world - view.eye, 1);
    };
    const glm::dvec4 at = clip(place);
    if (!(at.w > 0)) return std::nullopt;
    // As near to the eye as if it stood up in the world: what lies behind its place does not swallow it.
    const double metres_per_px = at.w * 2 * view.half_extent.y / view.size_px.y;
    const glm::dvec4 raised = clip(place + glm::dvec3(0, 0, 3 * size.radius_px * metres_per_px));
    const double depth = raised.w > 0 ? std::min(raised.z / raised.w, at.z / at.w) : at.z / at.w;

    const double r = size.radius_px;
    const double reach = std::sqrt(std::max(0.0, size.disc_px * size.disc_px - gap_sin * gap_sin * r * r));
    const glm::dvec2 half = view.size_px * 0.5;
    const glm::dvec2 foot = {(at.x / at.w + 1) * half.x, (1 - at.y / at.w) * half.y};
    const glm::dvec2 centre = foot - glm::dvec2(0, gap_cos * r + reach);
    const auto point = [&](glm::dvec2 px, double weight) {
        return glm::dvec4(px.x / half.x - 1, 1 - px.y / half.y, depth, 1) * (weight * at.w);
    };
    return ClipCurve{.start = point(centre + r * glm::dvec2(-gap_sin, gap_cos), 1),
                     .control = point(centre - glm::dvec2(0, r / half_angle_cos), half_angle_cos),
                     .end = point(centre + r * glm::dvec2(gap_sin, gap_cos), 1)};
}

ArcScreenPoint arc_on_screen(const ClipCurve& curve, double t, glm::dvec2 size_px) {
    const glm::dvec4 at = curve.at(t);
    const glm::dvec4 slope = curve.slope(t);
    const glm::dvec2 half = size_px * 0.5;
    const glm::dvec2 px = {(at.x / at.w + 1) * half.x, (1 - at.y / at.w) * half.y};
    // d(x/w) = (x' w - x w') / w^2; only the direction matters.
    glm::dvec2 along = {(slope.x * at.w - at.x * slope.w) * half.x,
                        -(slope.y * at.w - at.y * slope.w) * half.y};
    const double length = glm::length(along);
    along = length > 1e-9 * at.w * at.w ? along / length : glm::dvec2(1, 0);
    return {.px = px, .along = along, .depth = at.z / at.w};
}

int arc_segments(const ClipCurve& curve, glm::dvec2 size_px, double tolerance_px) {
    constexpr int most = 48;
    const auto px = [&size_px](const glm::dvec4& clip) {
        return glm::dvec2(clip.x, clip.y) / clip.w * size_px * 0.5;
    };
    if (curve.start.w <= 0 || curve.control.w <= 0 || curve.end.w <= 0) return most;
    // The error of n equal pieces of a quadratic is |a - 2b + c| / (8 n^2), with b the control point;
    // perspective bends little more than that.
    const double bend = glm::length(px(curve.start) - 2.0 * px(curve.control) + px(curve.end));
    return std::clamp(static_cast<int>(std::ceil(std::sqrt(bend / (8 * tolerance_px)))), 2, most);
}

}  // namespace flowspace
