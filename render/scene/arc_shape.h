// The curve of an arc, the twin on the processor of what arc.vert draws: tests hold the two together, and
// picking uses this one.
#pragma once

#include "render/scene/camera.h"
#include "render/scene/relief.h"

#include <glm/vec2.hpp>
#include <glm/vec3.hpp>
#include <glm/vec4.hpp>

#include <optional>
#include <span>
#include <vector>

namespace flowspace {

/// A quadratic in world space (metres of the map, z = height x exaggeration).
struct ArcCurve {
    glm::dvec3 start = {}, control = {}, end = {};

    glm::dvec3 at(double t) const;
};

struct ArcBend {
    double height = 0.18;  // of the apex, per chord
    double lane = 0.11;    // of the apex to the right of the chord, per chord
};

/// Keeps right: seen from `from`, the curve lies right of the chord. Where the relief would rise through its
/// middle part the apex is lifted. Pre: `from` and `to` lie on the relief.
ArcCurve arc_curve(glm::dvec3 from, glm::dvec3 to, const ArcBend& bend, const Relief& relief,
                   double exaggeration);

/// The way of a bundled flow through `points` as quadratics that run on smoothly into each other, one per
/// inner point: it passes near them, as high above each as arcs of the links there rise, and keeps right.
/// Pre: at least 3 points, on the relief.
std::vector<ArcCurve> way_curves(std::span<const glm::dvec3> points, const ArcBend& bend,
                                 const Relief& relief, double exaggeration);

/// The same curve in clip space: still a quadratic, since clipping coordinates are linear in the world's.
struct ClipCurve {
    glm::dvec4 start = {}, control = {}, end = {};

    glm::dvec4 at(double t) const;
    glm::dvec4 slope(double t) const;
};
ClipCurve clip_curve(const ArcCurve& curve, const View& view);

/// The loop of a self-flow: upright on the screen whatever the camera, its ends on the disc of its place. 300
/// degrees of a circle, clockwise, exactly: as one quadratic in clip space, whose control point has a
/// negative w. Nothing behind the eye.
struct LoopSize {
    double radius_px = 9;
    double disc_px = 3;  // radius of the disc that it stands on
};
std::optional<ClipCurve> loop_curve(glm::dvec3 place, const LoopSize& size, const View& view);

/// A point of the curve on the screen: px (origin top left), the unit direction of travel there, and its
/// depth, -1 to 1.
struct ArcScreenPoint {
    glm::dvec2 px = {};
    glm::dvec2 along = {};
    double depth = 0;
};
/// Pre: clip w > 0 at t.
ArcScreenPoint arc_on_screen(const ClipCurve& curve, double t, glm::dvec2 size_px);

/// Segments that keep the polyline within `tolerance_px` of the curve on screen: 2 to 48.
int arc_segments(const ClipCurve& curve, glm::dvec2 size_px, double tolerance_px);

}  // namespace flowspace
