// What lies flat on the picture, in paint order: boxes, glyphs, ribbons, triangles, in pixels from the top
// left.
#pragma once

#include "render/scene/colour.h"

#include <cstdint>
#include <vector>

namespace flowspace {

struct ScreenBox {
    float x_px = 0, y_px = 0;  // top left
    float width_px = 0, height_px = 0;

    float right_px() const { return x_px + width_px; }
    float bottom_px() const { return y_px + height_px; }
    bool empty() const { return width_px <= 0 || height_px <= 0; }
    bool operator==(const ScreenBox&) const = default;
};

/// Touching edges do not overlap.
bool overlap(const ScreenBox& a, const ScreenBox& b);
bool contains(const ScreenBox& outer, const ScreenBox& inner);
ScreenBox grown(const ScreenBox& box, float by_px);
ScreenBox united(const ScreenBox& a, const ScreenBox& b);

struct ScreenPoint {
    float x_px = 0, y_px = 0;

    bool operator==(const ScreenPoint&) const = default;
};

enum class PrimitiveKind : std::uint32_t { box, mask, ribbon, triangle, line };

/// As the overlay's shader reads it: one instance of a quad.
struct ScreenPrimitive {
    float place[4] = {};     // box, mask, line: x, y, width, height; ribbon, triangle: two points
    float shape[4] = {};     // box: corner radius, edge width, blur; mask: atlas x, y, exponent on coverage;
                             // ribbon: width, dash, gap, head length; triangle: third point;
                             // line: atlas x, y of the ink and of the halo
    std::uint32_t fill = 0;  // r, g, b, alpha from the low byte; of a line: its ink
    std::uint32_t edge = 0;  // of a line: its halo
    PrimitiveKind kind = PrimitiveKind::box;
    std::uint32_t tone = 0;  // line: opacity and half the exponent on the ink's coverage, 16 bit each

    bool operator==(const ScreenPrimitive&) const = default;
};
static_assert(sizeof(ScreenPrimitive) == 48);

std::uint32_t packed(Colour colour);
std::uint32_t packed_tone(float opacity, float exponent);

using ScreenList = std::vector<ScreenPrimitive>;

struct BoxLook {
    Colour fill = {.alpha = 0};
    Colour edge = {.alpha = 0};
    float radius_px = 0;
    float edge_px = 0;  // 0: no edge
    float blur_px = 0;  // a shadow's softness
};
void add_box(ScreenList& list, const ScreenBox& box, const BoxLook& look);

struct RibbonLook {
    Colour fill = {};
    float width_px = 1;
    float dash_px = 0;  // 0: solid
    float gap_px = 0;
    float head_px = 0;  // length of an arrowhead at the second point; 0: none
};
void add_ribbon(ScreenList& list, ScreenPoint from, ScreenPoint to, const RibbonLook& look);

void add_triangle(ScreenList& list, ScreenPoint a, ScreenPoint b, ScreenPoint c, Colour fill);

}  // namespace flowspace
