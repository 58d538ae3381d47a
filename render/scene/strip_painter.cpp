// Triangles in whole 1/256 px by the top-left rule, so that two that share an edge cover each px once.
#include "render/scene/strip_painter.h"

#include <array>
#include <cmath>
#include <utility>

namespace flowspace {

namespace {

struct Fixed {
    std::int64_t x = 0, y = 0;  // 1/256 px
};

Fixed fixed(const RibbonVertex& vertex) {
    return {std::llround(static_cast<double>(vertex.x_px) * 256),
            std::llround(static_cast<double>(vertex.y_px) * 256)};
}

std::int64_t edge(Fixed a, Fixed b, Fixed p) { return (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x); }

/// Px exactly on a top or left edge belong to the triangle.
bool is_top_left(Fixed a, Fixed b) { return (a.y == b.y && b.x > a.x) || b.y < a.y; }

void paint_triangle(const SignCanvas& canvas, std::array<RibbonVertex, 3> corner) {
    std::array<Fixed, 3> at = {fixed(corner[0]), fixed(corner[1]), fixed(corner[2])};
    std::int64_t area = edge(at[0], at[1], at[2]);
    if (area == 0) return;
    if (area < 0) {
        std::swap(at[1], at[2]);
        std::swap(corner[1], corner[2]);
        area = -area;
    }
    const auto [left, right] = std::minmax({corner[0].x_px, corner[1].x_px, corner[2].x_px});
    const auto [top, bottom] = std::minmax({corner[0].y_px, corner[1].y_px, corner[2].y_px});
    const PxBox box(canvas, left - 1, top - 1, right + 1, bottom + 1);
    const std::array<std::int64_t, 3> bias = {is_top_left(at[1], at[2]) ? 0 : -1,
                                              is_top_left(at[2], at[0]) ? 0 : -1,
                                              is_top_left(at[0], at[1]) ? 0 : -1};
    for (int y = box.top; y < box.bottom; ++y)
        for (int x = box.left; x < box.right; ++x) {
            const Fixed px = {std::int64_t{x} * 256 + 128, std::int64_t{y} * 256 + 128};
            const std::array<std::int64_t, 3> weight = {edge(at[1], at[2], px), edge(at[2], at[0], px),
                                                        edge(at[0], at[1], px)};
            if (weight[0] + bias[0] < 0 || weight[1] + bias[1] < 0 || weight[2] + bias[2] < 0) continue;
            const auto mixed = [&](auto part) {
                float sum = 0;
                for (std::size_t row = 0; row < 3; ++row)
                    sum += static_cast<float>(weight[row]) * static_cast<float>(part(corner[row]));
                return sum / static_cast<float>(area);
            };
            const float across = mixed([](const RibbonVertex& v) { return v.across_px; });
            const float half = mixed([](const RibbonVertex& v) { return v.half_width_px; });
            const float alpha = mixed([](const RibbonVertex& v) { return v.rgba[3]; }) / 255;
            const float cover = std::clamp(half + 0.5f - std::abs(across), 0.0f, 1.0f) * alpha;
            if (cover <= 0) continue;
            const auto part = [&](std::size_t of) {
                return mixed([of](const RibbonVertex& v) { return v.rgba[of]; }) / 255 * cover;
            };
            lay_px(canvas.row(y) + 4 * static_cast<std::ptrdiff_t>(x),
                   packed_px(part(0), part(1), part(2), cover));
        }
}

}  // namespace

void paint_strip(const SignCanvas& canvas, const RibbonStrip& strip) {
    for (std::size_t at = 0; at + 2 < strip.indices.size(); at += 3)
        paint_triangle(canvas, {strip.vertices[strip.indices[at]], strip.vertices[strip.indices[at + 1]],
                                strip.vertices[strip.indices[at + 2]]});
}

}  // namespace flowspace
