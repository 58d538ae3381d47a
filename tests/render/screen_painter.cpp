#include "screen_painter.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace flowspace {

namespace {

struct Rgba {
    float r, g, b, alpha;
};

Rgba unpack(std::uint32_t packed) {
    const auto part = [packed](int shift) { return static_cast<float>((packed >> shift) & 0xFF) / 255; };
    return {part(0), part(8), part(16), part(24)};
}

float clamp01(float value) { return std::clamp(value, 0.0f, 1.0f); }

float box_distance(const ScreenPrimitive& p, float x, float y, float inset) {
    const float half_w = p.place[2] / 2, half_h = p.place[3] / 2;
    const float radius = std::max(std::min({p.shape[0], half_w, half_h}) - inset, 0.0f);
    const float qx = std::abs(x - p.place[0] - half_w) - (half_w - inset) + radius;
    const float qy = std::abs(y - p.place[1] - half_h) - (half_h - inset) + radius;
    return std::hypot(std::max(qx, 0.0f), std::max(qy, 0.0f)) + std::min(std::max(qx, qy), 0.0f) - radius;
}

Rgba box_at(const ScreenPrimitive& p, float x, float y) {
    Rgba fill = unpack(p.fill);
    const Rgba edge = unpack(p.edge);
    const float d = box_distance(p, x, y, 0);
    const float blur = p.shape[2];
    if (blur > 0) {
        const float t = clamp01((d + blur) / (2 * blur));
        fill.alpha *= 1 - t * t * (3 - 2 * t);
        return fill;
    }
    const float outer = clamp01(0.5f - d);
    if (p.shape[1] <= 0) {
        fill.alpha *= outer;
        return fill;
    }
    const float inner = clamp01(0.5f - box_distance(p, x, y, p.shape[1]));
    const float fill_part = fill.alpha * inner, edge_part = edge.alpha * (outer - inner);
    const float sum = std::max(fill_part + edge_part, 1e-6f);
    return {(fill.r * fill_part + edge.r * edge_part) / sum, (fill.g * fill_part + edge.g * edge_part) / sum,
            (fill.b * fill_part + edge.b * edge_part) / sum, fill_part + edge_part};
}

Rgba mask_at(const ScreenPrimitive& p, const GlyphAtlas& atlas, float x, float y) {
    const int column = static_cast<int>(std::floor(x - p.place[0])),
              row = static_cast<int>(std::floor(y - p.place[1]));
    Rgba fill = unpack(p.fill);
    if (column < 0 || row < 0 || column >= static_cast<int>(p.place[2]) ||
        row >= static_cast<int>(p.place[3])) {
        fill.alpha = 0;
        return fill;
    }
    const auto at = static_cast<std::size_t>(row + static_cast<int>(p.shape[1])) *
                        static_cast<std::size_t>(atlas.width_px()) +
                    static_cast<std::size_t>(column + static_cast<int>(p.shape[0]));
    fill.alpha *= std::pow(static_cast<float>(atlas.pixels()[at]) / 255, p.shape[2]);
    return fill;
}

Rgba line_at(const ScreenPrimitive& p, const GlyphAtlas& atlas, float x, float y) {
    const int column = static_cast<int>(std::floor(x - p.place[0])),
              row = static_cast<int>(std::floor(y - p.place[1]));
    if (column < 0 || row < 0 || column >= static_cast<int>(p.place[2]) ||
        row >= static_cast<int>(p.place[3]))
        return {0, 0, 0, 0};
    const auto cover = [&](float left, float top) {
        const auto at = static_cast<std::size_t>(row + static_cast<int>(top)) *
                            static_cast<std::size_t>(atlas.width_px()) +
                        static_cast<std::size_t>(column + static_cast<int>(left));
        return static_cast<float>(atlas.pixels()[at]) / 255;
    };
    const Rgba fill = unpack(p.fill), edge = unpack(p.edge);
    const float opacity = static_cast<float>(p.tone & 0xFFFF) / 65535;
    const float exponent = static_cast<float>(p.tone >> 16) / 65535 * 2;
    const float ink = std::pow(cover(p.shape[0], p.shape[1]), exponent) * fill.alpha;
    const float halo = cover(p.shape[2], p.shape[3]) * edge.alpha * (1 - ink);
    const float sum = std::max(ink + halo, 1e-6f);
    return {(fill.r * ink + edge.r * halo) / sum, (fill.g * ink + edge.g * halo) / sum,
            (fill.b * ink + edge.b * halo) / sum, (ink + halo) * opacity};
}

Rgba ribbon_at(const ScreenPrimitive& p, float x, float y) {
    Rgba fill = unpack(p.fill);
    const float dx = p.place[2] - p.place[0], dy = p.place[3] - p.place[1];
    const float length = std::max(std::hypot(dx, dy), 1e-6f);
    const float along = ((x - p.place[0]) * dx + (y - p.place[1]) * dy) / length;
    const float across = std::abs((x - p.place[0]) * dy - (y - p.place[1]) * dx) / length;
    const float head = std::min(p.shape[3], length);
    float cover = clamp01(p.shape[0] / 2 + 0.5f - across) * std::min(p.shape[0], 1.0f) *
                  clamp01(along + 0.5f) * clamp01(length - head - along + 0.5f);
    const float dash = p.shape[1], period = p.shape[1] + p.shape[2];
    if (dash > 0) {
        const float place = along - period * std::floor(along / period);
        cover *= clamp01(std::min(place, dash - place) + 0.5f);
    }
    if (head > 0) {
        const float half = std::max(0.62f * head, p.shape[0] / 2 + 1) * (length - along) / head;
        cover =
            std::min(1.0f, cover + clamp01(half + 0.5f - across) * clamp01(along - (length - head) + 0.5f));
    }
    fill.alpha *= cover;
    return fill;
}

Rgba triangle_at(const ScreenPrimitive& p, float x, float y) {
    Rgba fill = unpack(p.fill);
    const std::array<float, 6> v = {p.place[0], p.place[1], p.place[2], p.place[3], p.shape[0], p.shape[1]};
    const float turn = (v[2] - v[0]) * (v[5] - v[1]) - (v[3] - v[1]) * (v[4] - v[0]) < 0 ? -1.0f : 1.0f;
    float inside = 1e9f;
    for (std::size_t a = 0; a < 3; ++a) {
        const std::size_t b = (a + 1) % 3;
        const float ex = v[b * 2] - v[a * 2], ey = v[b * 2 + 1] - v[a * 2 + 1];
        inside = std::min(inside, turn * (ex * (y - v[a * 2 + 1]) - ey * (x - v[a * 2])) /
                                      std::max(std::hypot(ex, ey), 1e-6f));
    }
    fill.alpha *= clamp01(inside + 0.5f);
    return fill;
}

ScreenBox reach_of(const ScreenPrimitive& p) {
    if (p.kind == PrimitiveKind::box || p.kind == PrimitiveKind::mask || p.kind == PrimitiveKind::line)
        return grown({p.place[0], p.place[1], p.place[2], p.place[3]},
                     p.kind == PrimitiveKind::box ? 1 + p.shape[2] : 1);
    ScreenBox box = {std::min(p.place[0], p.place[2]), std::min(p.place[1], p.place[3]),
                     std::abs(p.place[2] - p.place[0]), std::abs(p.place[3] - p.place[1])};
    if (p.kind == PrimitiveKind::triangle) return grown(united(box, {p.shape[0], p.shape[1], 0, 0}), 1);
    return grown(box, p.shape[0] + p.shape[3] + 2);
}

Rgba colour_at(const ScreenPrimitive& p, const GlyphAtlas& atlas, float x, float y) {
    switch (p.kind) {
        case PrimitiveKind::box:
            return box_at(p, x, y);
        case PrimitiveKind::mask:
            return mask_at(p, atlas, x, y);
        case PrimitiveKind::line:
            return line_at(p, atlas, x, y);
        case PrimitiveKind::ribbon:
            return ribbon_at(p, x, y);
        case PrimitiveKind::triangle:
            return triangle_at(p, x, y);
    }
    return {};
}

}  // namespace

ScreenList one_of_each(const Fonts& fonts, GlyphAtlas& atlas) {
    const Theme& night = theme(ThemeId::night);
    ScreenList list;
    add_box(list, {10, 10, 120, 60},
            {.fill = night.panel, .edge = night.text, .radius_px = 8, .edge_px = 1.5f});
    add_box(list, {150, 12, 60, 40}, {.fill = night.shadow, .radius_px = 6, .blur_px = 5});
    add_ribbon(list, {20, 120}, {140, 90}, {.fill = night.layers[0], .width_px = 6, .head_px = 12});
    add_ribbon(list, {20, 150}, {140, 150},
               {.fill = night.layers[2], .width_px = 3, .dash_px = 9, .gap_px = 5});
    add_triangle(list, {220, 20}, {250, 70}, {205, 66}, with_alpha(night.layers[4], 0.7f));
    const TextLine line = set_line(fonts, "亳州 Bozhou gy", {.size_px = 22});
    add_text(list, fonts, atlas, line, {24.3f, 50}, {.style = {.size_px = 22}, .colour = night.text});
    add_text(list, fonts, atlas, line, {120, 150},
             {.style = {.size_px = 22},
              .colour = night.text,
              .halo = night.halo,
              .halo_px = 2.5f,
              .opacity = 0.6f});
    return list;
}

Image flat_image(int width_px, int height_px, Colour ground) {
    Image image{.width_px = width_px, .height_px = height_px, .rgb = {}};
    for (int pixel = 0; pixel < width_px * height_px; ++pixel)
        image.rgb.insert(image.rgb.end(), {ground.r, ground.g, ground.b});
    return image;
}

void paint(Image& image, const ScreenList& list, const GlyphAtlas& atlas) {
    for (const ScreenPrimitive& primitive : list) {
        const ScreenBox reach = reach_of(primitive);
        const int left = std::max(0, static_cast<int>(reach.x_px)),
                  top = std::max(0, static_cast<int>(reach.y_px));
        const int right = std::min(image.width_px, static_cast<int>(std::ceil(reach.right_px())));
        const int bottom = std::min(image.height_px, static_cast<int>(std::ceil(reach.bottom_px())));
        for (int y = top; y < bottom; ++y)
            for (int x = left; x < right; ++x) {
                const Rgba ink =
                    colour_at(primitive, atlas, static_cast<float>(x) + 0.5f, static_cast<float>(y) + 0.5f);
                std::uint8_t* pixel =
                    image.rgb.data() + (static_cast<std::ptrdiff_t>(y) * image.width_px + x) * 3;
                const std::array<float, 3> parts = {ink.r, ink.g, ink.b};
                for (std::size_t part = 0; part < 3; ++part) {
                    const float under = static_cast<float>(pixel[part]) / 255;
                    pixel[part] = static_cast<std::uint8_t>(
                        std::lround(255 * clamp01(under + (parts[part] - under) * ink.alpha)));
                }
            }
    }
}

}  // namespace flowspace
