// Grows a glyph's coverage into its halo by an exact Euclidean distance transform.
#include "render/scene/font.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace flowspace {

namespace {

constexpr float far_away = 1e12f;

/// What one pass along a row or column needs.
struct Scratch {
    std::vector<float> in, out, bounds;
    std::vector<int> parabolas;

    explicit Scratch(std::size_t longest)
        : in(longest), out(longest), bounds(longest + 1), parabolas(longest) {}
};

/// out[q] = min over p of in[p] + (q - p)^2, for the first `count` values.
void transform_line(Scratch& line, int count) {
    const auto at = [](int row) { return static_cast<std::size_t>(row); };
    int last = 0;
    line.parabolas[0] = 0;
    line.bounds[0] = -std::numeric_limits<float>::infinity();
    line.bounds[1] = std::numeric_limits<float>::infinity();
    for (int q = 1; q < count; ++q) {
        const auto crossing = [&](int p) {
            return ((line.in[at(q)] + static_cast<float>(q * q)) -
                    (line.in[at(p)] + static_cast<float>(p * p))) /
                   static_cast<float>(2 * (q - p));
        };
        float where = crossing(line.parabolas[at(last)]);
        while (where <= line.bounds[at(last)]) where = crossing(line.parabolas[at(--last)]);
        ++last;
        line.parabolas[at(last)] = q;
        line.bounds[at(last)] = where;
        line.bounds[at(last + 1)] = std::numeric_limits<float>::infinity();
    }
    for (int q = 0, k = 0; q < count; ++q) {
        while (line.bounds[at(k + 1)] < static_cast<float>(q)) ++k;
        const int p = line.parabolas[at(k)];
        line.out[at(q)] = line.in[at(p)] + static_cast<float>((q - p) * (q - p));
    }
}

/// Squared distance from each pixel to the ink, edges by their coverage.
std::vector<float> squared_distances(const GlyphBitmap& padded) {
    const auto width = static_cast<std::size_t>(padded.width_px),
               height = static_cast<std::size_t>(padded.height_px);
    std::vector<float> field(width * height, far_away);
    for (std::size_t at = 0; at < field.size(); ++at) {
        const float cover = static_cast<float>(padded.coverage[at]) / 255;
        if (cover > 0.02f) field[at] = (1 - cover) * (1 - cover);
    }
    Scratch line(std::max(width, height));
    for (std::size_t column = 0; column < width; ++column) {
        for (std::size_t row = 0; row < height; ++row) line.in[row] = field[row * width + column];
        transform_line(line, padded.height_px);
        for (std::size_t row = 0; row < height; ++row) field[row * width + column] = line.out[row];
    }
    for (std::size_t row = 0; row < height; ++row) {
        std::copy_n(field.begin() + static_cast<std::ptrdiff_t>(row * width), width, line.in.begin());
        transform_line(line, padded.width_px);
        std::copy_n(line.out.begin(), width, field.begin() + static_cast<std::ptrdiff_t>(row * width));
    }
    return field;
}

GlyphBitmap pad(const GlyphBitmap& glyph, int margin) {
    GlyphBitmap padded{.left_px = glyph.left_px - margin,
                       .top_px = glyph.top_px + margin,
                       .width_px = glyph.width_px + 2 * margin,
                       .height_px = glyph.height_px + 2 * margin,
                       .coverage = {}};
    const auto stride = static_cast<std::size_t>(padded.width_px);
    padded.coverage.assign(stride * static_cast<std::size_t>(padded.height_px), 0);
    const auto width = static_cast<std::size_t>(glyph.width_px), shift = static_cast<std::size_t>(margin);
    for (std::size_t row = 0; row < static_cast<std::size_t>(glyph.height_px); ++row)
        std::copy_n(glyph.coverage.begin() + static_cast<std::ptrdiff_t>(row * width), width,
                    padded.coverage.begin() + static_cast<std::ptrdiff_t>((row + shift) * stride + shift));
    return padded;
}

}  // namespace

GlyphBitmap halo_of(const GlyphBitmap& glyph, float radius_px) {
    if (glyph.width_px == 0 || glyph.height_px == 0) return {};
    GlyphBitmap halo = pad(glyph, static_cast<int>(std::ceil(radius_px)) + 1);
    const std::vector<float> squared = squared_distances(halo);
    // Solid for the first half of the radius, then a soft shoulder: edges of neighbouring halos melt
    // together.
    const float solid = 0.5f * radius_px, fade = std::max(radius_px + 0.5f - solid, 0.5f);
    for (std::size_t at = 0; at < squared.size(); ++at) {
        const float t = std::clamp((std::sqrt(squared[at]) - solid) / fade, 0.0f, 1.0f);
        halo.coverage[at] = static_cast<std::uint8_t>(std::lround(255 * (1 - t * t * (3 - 2 * t))));
    }
    return halo;
}

}  // namespace flowspace
