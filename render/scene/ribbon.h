// Lines of constant width on the screen: strips of quads with mitred joins, feathered by the fragment shader.
#pragma once

#include "render/scene/colour.h"

#include <glm/vec4.hpp>

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace flowspace {

struct RibbonVertex {
    float x_px = 0, y_px = 0;  // origin top left
    float depth = 0;           // -1..1
    float across_px = 0;       // signed distance from the middle line
    float half_width_px = 0;
    std::array<std::uint8_t, 4> rgba = {};  // not premultiplied

    bool operator==(const RibbonVertex&) const = default;
};

struct RibbonStrip {
    std::vector<RibbonVertex> vertices = {};
    std::vector<std::uint32_t> indices = {};  // triangles

    bool operator==(const RibbonStrip&) const = default;
};

struct RibbonStyle {
    float width_px = 1;
    Colour colour = {};
    bool closed = false;
};

/// Appends one line. `points`: px (origin top left), depth, and a share of the colour's alpha; runs of equal
/// points are passed over.
void append_ribbon(RibbonStrip& strip, std::span<const glm::dvec4> points, const RibbonStyle& style);

}  // namespace flowspace
