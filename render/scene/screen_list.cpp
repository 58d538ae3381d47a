#include "render/scene/screen_list.h"

#include <algorithm>
#include <cmath>

namespace flowspace {

bool overlap(const ScreenBox& a, const ScreenBox& b) {
    return a.x_px < b.right_px() && b.x_px < a.right_px() && a.y_px < b.bottom_px() && b.y_px < a.bottom_px();
}

bool contains(const ScreenBox& outer, const ScreenBox& inner) {
    return inner.x_px >= outer.x_px && inner.y_px >= outer.y_px && inner.right_px() <= outer.right_px() &&
           inner.bottom_px() <= outer.bottom_px();
}

ScreenBox grown(const ScreenBox& box, float by_px) {
    return {box.x_px - by_px, box.y_px - by_px, box.width_px + 2 * by_px, box.height_px + 2 * by_px};
}

ScreenBox united(const ScreenBox& a, const ScreenBox& b) {
    const float x_px = std::min(a.x_px, b.x_px), y_px = std::min(a.y_px, b.y_px);
    return {x_px, y_px, std::max(a.right_px(), b.right_px()) - x_px,
            std::max(a.bottom_px(), b.bottom_px()) - y_px};
}

std::uint32_t packed(Colour colour) {
    const auto alpha = static_cast<std::uint32_t>(std::lround(std::clamp(colour.alpha, 0.0f, 1.0f) * 255));
    return static_cast<std::uint32_t>(colour.r) | static_cast<std::uint32_t>(colour.g) << 8 |
           static_cast<std::uint32_t>(colour.b) << 16 | alpha << 24;
}

std::uint32_t packed_tone(float opacity, float exponent) {
    const auto part = [](float share) {
        return static_cast<std::uint32_t>(std::lround(std::clamp(share, 0.0f, 1.0f) * 65535));
    };
    return part(opacity) | part(exponent / 2) << 16;
}

void add_box(ScreenList& list, const ScreenBox& box, const BoxLook& look) {
    if (box.empty()) return;
    list.push_back({.place = {box.x_px, box.y_px, box.width_px, box.height_px},
                    .shape = {look.radius_px, look.edge_px, look.blur_px, 0},
                    .fill = packed(look.fill),
                    .edge = packed(look.edge),
                    .kind = PrimitiveKind::box});
}

void add_ribbon(ScreenList& list, ScreenPoint from, ScreenPoint to, const RibbonLook& look) {
    if (look.width_px <= 0) return;
    list.push_back({.place = {from.x_px, from.y_px, to.x_px, to.y_px},
                    .shape = {look.width_px, look.dash_px, look.gap_px, look.head_px},
                    .fill = packed(look.fill),
                    .kind = PrimitiveKind::ribbon});
}

void add_triangle(ScreenList& list, ScreenPoint a, ScreenPoint b, ScreenPoint c, Colour fill) {
    list.push_back({.place = {a.x_px, a.y_px, b.x_px, b.y_px},
                    .shape = {c.x_px, c.y_px, 0, 0},
                    .fill = packed(fill),
                    .kind = PrimitiveKind::triangle});
}

}  // namespace flowspace
