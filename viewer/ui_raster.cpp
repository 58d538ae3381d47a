#include "viewer/ui_raster.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

namespace flowspace {

namespace {

struct Texture {
    const unsigned char* alpha = nullptr;
    int width = 0;
    int height = 0;

    float at(int x, int y) const {
        x = std::clamp(x, 0, width - 1);
        y = std::clamp(y, 0, height - 1);
        return static_cast<float>(alpha[y * width + x]);
    }
    /// Bilinear, [0, 1], `right` and `down` texels from the middle of the texel (x, y).
    float sample(int x, int y, double right, double down) const {
        const double whole_x = std::floor(right);
        const double whole_y = std::floor(down);
        const int x0 = x + static_cast<int>(whole_x);
        const int y0 = y + static_cast<int>(whole_y);
        const auto fx = static_cast<float>(right - whole_x);
        const auto fy = static_cast<float>(down - whole_y);
        const float top = at(x0, y0) + (at(x0 + 1, y0) - at(x0, y0)) * fx;
        const float bottom = at(x0, y0 + 1) + (at(x0 + 1, y0 + 1) - at(x0, y0 + 1)) * fx;
        return (top + (bottom - top) * fy) / 255;
    }
};

/// Pixels, half-open, inside the picture.
struct Clip {
    int x0 = 0, y0 = 0, x1 = 0, y1 = 0;
};

/// 24.8 fixed point, as rasterisers count: edges shared by two triangles cover each pixel once.
struct Fixed {
    std::int64_t x = 0;
    std::int64_t y = 0;
};
Fixed fixed(ImVec2 p) { return {std::llround(p.x * 256), std::llround(p.y * 256)}; }

std::int64_t edge(const Fixed& a, const Fixed& b, const Fixed& p) {
    return (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
}

/// Pixels exactly on a top or left edge belong to the triangle.
bool is_top_left(const Fixed& a, const Fixed& b) { return (a.y == b.y && b.x > a.x) || b.y < a.y; }

/// Where a triangle's corners lie in the texture, in 1/256 texel, counted from a whole texel near the first:
/// wherever the packing of the font puts a glyph, the same numbers are interpolated, so it has the same
/// bytes.
struct TextureCorners {
    int x = 0, y = 0;  // the whole texel
    std::array<Fixed, 3> from{};

    TextureCorners(const Texture& texture, const std::array<ImDrawVert, 3>& corner) {
        for (std::size_t at = 0; at < 3; ++at)  // texels' middles lie at halves
            from[at] = {std::llround(corner[at].uv.x * static_cast<float>(texture.width) * 256) - 128,
                        std::llround(corner[at].uv.y * static_cast<float>(texture.height) * 256) - 128};
        x = static_cast<int>(from[0].x >> 8);
        y = static_cast<int>(from[0].y >> 8);
        for (Fixed& one : from) one = {one.x - x * 256, one.y - y * 256};
    }
    bool flat() const {
        return from[0].x == from[1].x && from[0].x == from[2].x && from[0].y == from[1].y &&
               from[0].y == from[2].y;
    }
    /// `w`: the pixel's weights, `area` their sum.
    float sample(const Texture& texture, const std::array<std::int64_t, 3>& w, std::int64_t area) const {
        const double scale = 1 / (256 * static_cast<double>(area));
        const auto right = static_cast<double>(w[0] * from[0].x + w[1] * from[1].x + w[2] * from[2].x);
        const auto down = static_cast<double>(w[0] * from[0].y + w[1] * from[1].y + w[2] * from[2].y);
        return texture.sample(x, y, right * scale, down * scale);
    }
};

void blend(std::uint8_t* pixel, const std::array<float, 4>& colour) {
    const float alpha = colour[3] / 255;
    for (std::size_t channel = 0; channel < 3; ++channel) {
        const float mixed = colour[channel] * alpha + static_cast<float>(pixel[channel]) * (1 - alpha);
        pixel[channel] = static_cast<std::uint8_t>(std::clamp(mixed + 0.5f, 0.f, 255.f));
    }
}

std::array<float, 4> unpacked(ImU32 colour) {
    return {static_cast<float>(colour >> IM_COL32_R_SHIFT & 0xFF),
            static_cast<float>(colour >> IM_COL32_G_SHIFT & 0xFF),
            static_cast<float>(colour >> IM_COL32_B_SHIFT & 0xFF),
            static_cast<float>(colour >> IM_COL32_A_SHIFT & 0xFF)};
}

void draw_triangle(const Texture& texture, const Clip& clip, std::array<ImDrawVert, 3> corner, Image& image) {
    std::array<Fixed, 3> p = {fixed(corner[0].pos), fixed(corner[1].pos), fixed(corner[2].pos)};
    std::int64_t area = edge(p[0], p[1], p[2]);
    if (area == 0) return;
    if (area < 0) {
        std::swap(p[1], p[2]);
        std::swap(corner[1], corner[2]);
        area = -area;
    }
    const auto [left, right] = std::minmax({p[0].x, p[1].x, p[2].x});
    const auto [top, bottom] = std::minmax({p[0].y, p[1].y, p[2].y});
    const int x0 = std::max(clip.x0, static_cast<int>(left >> 8));
    const int x1 = std::min(clip.x1, static_cast<int>((right >> 8) + 1));
    const int y0 = std::max(clip.y0, static_cast<int>(top >> 8));
    const int y1 = std::min(clip.y1, static_cast<int>((bottom >> 8) + 1));
    const std::array<std::array<float, 4>, 3> colour = {unpacked(corner[0].col), unpacked(corner[1].col),
                                                        unpacked(corner[2].col)};
    const std::array<std::int64_t, 3> bias = {
        is_top_left(p[1], p[2]) ? 0 : -1, is_top_left(p[2], p[0]) ? 0 : -1, is_top_left(p[0], p[1]) ? 0 : -1};
    const bool flat_colour = corner[0].col == corner[1].col && corner[0].col == corner[2].col;
    const TextureCorners in_texture(texture, corner);
    const bool flat_texture = in_texture.flat();
    const float flat_alpha = flat_texture ? in_texture.sample(texture, {area, 0, 0}, area) : 1;
    for (int y = y0; y < y1; ++y)
        for (int x = x0; x < x1; ++x) {
            const Fixed at{x * 256 + 128, y * 256 + 128};
            const std::array<std::int64_t, 3> w = {edge(p[1], p[2], at), edge(p[2], p[0], at),
                                                   edge(p[0], p[1], at)};
            if (w[0] + bias[0] < 0 || w[1] + bias[1] < 0 || w[2] + bias[2] < 0) continue;
            const float a = static_cast<float>(w[0]) / static_cast<float>(area);
            const float b = static_cast<float>(w[1]) / static_cast<float>(area);
            const float c = 1 - a - b;
            std::array<float, 4> shade = colour[0];
            if (!flat_colour)
                for (std::size_t channel = 0; channel < 4; ++channel)
                    shade[channel] = a * colour[0][channel] + b * colour[1][channel] + c * colour[2][channel];
            const float alpha = flat_texture ? flat_alpha : in_texture.sample(texture, w, area);
            shade[3] *= alpha;
            if (shade[3] < 0.5f) continue;
            blend(&image.rgb[(static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width_px) +
                              static_cast<std::size_t>(x)) *
                             3],
                  shade);
        }
}

Clip clip_of(const ImDrawCmd& command, const ImDrawData& data, const Image& image) {
    const auto cut = [](float value, int most) { return std::clamp(static_cast<int>(value), 0, most); };
    return {cut(command.ClipRect.x - data.DisplayPos.x, image.width_px),
            cut(command.ClipRect.y - data.DisplayPos.y, image.height_px),
            cut(command.ClipRect.z - data.DisplayPos.x, image.width_px),
            cut(command.ClipRect.w - data.DisplayPos.y, image.height_px)};
}

}  // namespace

void raster_ui(const ImDrawData& data, ImFontAtlas& atlas, Image& image) {
    unsigned char* pixels = nullptr;
    Texture texture;
    atlas.GetTexDataAsAlpha8(&pixels, &texture.width, &texture.height);
    texture.alpha = pixels;
    for (int number = 0; number < data.CmdListsCount; ++number) {
        const ImDrawList& list = *data.CmdLists[number];
        for (const ImDrawCmd& command : list.CmdBuffer) {
            if (command.UserCallback != nullptr) continue;
            const Clip clip = clip_of(command, data, image);
            if (clip.x0 >= clip.x1 || clip.y0 >= clip.y1) continue;
            for (unsigned int at = 0; at + 2 < command.ElemCount; at += 3) {
                std::array<ImDrawVert, 3> corner;
                for (unsigned int row = 0; row < 3; ++row) {
                    const auto element = static_cast<int>(command.IdxOffset + at + row);
                    corner[row] =
                        list.VtxBuffer[static_cast<int>(command.VtxOffset + list.IdxBuffer[element])];
                    corner[row].pos.x -= data.DisplayPos.x;
                    corner[row].pos.y -= data.DisplayPos.y;
                }
                draw_triangle(texture, clip, corner, image);
            }
        }
    }
}

}  // namespace flowspace
