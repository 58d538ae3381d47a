// Lines of even width and colour as strokes of the splatter: borders, rivers, outlines.
#pragma once

#include "render/scene/ribbon.h"
#include "render/scene/splat/stroke.h"

#include <glm/vec4.hpp>

#include <array>
#include <span>
#include <vector>

namespace flowspace::splat {

struct Lines {
    std::vector<Knot> knots = {};
    std::vector<Stroke> strokes = {};
    std::vector<Piece> pieces = {};  // lower ones first

    void clear();
};

/// Of one colour and opacity throughout: no dashes, no comets.
Stroke plain_stroke(const std::array<float, 3>& rgb, float alpha);

/// Appends one line, as append_ribbon() does. `points`: px (origin top left), depth -1 to 1, and a share of
/// the colour's alpha; runs of equal points are passed over.
void add_line(Lines& lines, std::span<const glm::dvec4> points, const RibbonStyle& style);

}  // namespace flowspace::splat
