#include "render/scene/area_tints.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numeric>

namespace flowspace {

namespace {

/// In m², by the shoelace formula; holes are few and small.
double extent_of(std::span<const MapLine> rings) {
    double all = 0;
    for (const MapLine& ring : rings) {
        double twice = 0;
        for (std::size_t at = 0; at < ring.points.size(); ++at) {
            const MapPoint &a = ring.points[at], &b = ring.points[(at + 1) % ring.points.size()];
            twice += a.x_m * b.y_m - b.x_m * a.y_m;
        }
        all += std::abs(twice) / 2;
    }
    return all;
}

}  // namespace

std::vector<std::size_t> laying_order(std::span<const AreaItem> areas,
                                      std::span<const std::vector<MapLine>> outlines,
                                      std::optional<GroupId> selected) {
    std::vector<std::size_t> order(areas.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    if (std::ranges::none_of(areas, [](const AreaItem& area) { return static_cast<bool>(area.tint); }))
        return order;
    std::vector<double> extent;
    for (const AreaItem& area : areas)
        extent.push_back(area.group == selected ? -1 : extent_of(outlines[index(area.group)]));
    std::ranges::stable_sort(order, std::ranges::greater{}, [&](std::size_t row) { return extent[row]; });
    return order;
}

void AreaTints::begin(int width_px, int height_px) {
    any_ = any_hatched_ = false;
    for (Paint* one : {&tints_, &hatched_}) {
        one->width_px = width_px;
        one->height_px = height_px;
    }
}

void AreaTints::lay(EvenOdd& fill, const Gather& gather, Colour tint, bool hatched) {
    const std::size_t bytes =
        static_cast<std::size_t>(tints_.width_px) * static_cast<std::size_t>(tints_.height_px) * 4;
    if (!any_) tints_.rgba.assign(bytes, 0);
    any_ = true;
    gather(fill);
    fill.fill(tints_, with_alpha(tint, 1), Side::inside);
    if (!hatched && !any_hatched_) return;
    if (!any_hatched_) hatched_.rgba.assign(bytes, 0);
    any_hatched_ = true;
    gather(fill);
    fill.fill(hatched_, colour(hatched ? 0xFF0000U : 0U), Side::inside);
}

void AreaTints::lay_over(Paint& paint, const Look& look) const {
    if (!any_) return;
    const auto strength = static_cast<unsigned>(std::lround(255 * look.alpha));
    for (std::size_t at = 0; at < tints_.rgba.size(); at += 4) {
        const unsigned cover = tints_.rgba[at + 3];
        if (cover == 0) continue;
        const unsigned alpha = cover * strength / 255;
        for (std::size_t part = at; part < at + 4; ++part)
            paint.rgba[part] = static_cast<std::uint8_t>(
                (tints_.rgba[part] * strength + paint.rgba[part] * (255 - alpha) + 127) / 255);
    }
    if (!any_hatched_) return;
    const std::array<unsigned, 4> ink = {look.line.r, look.line.g, look.line.b, 255};
    const auto line_strength = static_cast<unsigned>(std::lround(255 * look.line.alpha));
    const auto width = static_cast<std::size_t>(paint.width_px);
    for (std::size_t px = 0; px < hatched_.rgba.size() / 4; ++px) {
        const unsigned alpha = hatched_.rgba[4 * px] * line_strength / 255;
        const std::size_t slant = px % width + px / width;
        if (alpha == 0 ||
            slant % static_cast<std::size_t>(look.period_px) >= static_cast<std::size_t>(look.line_px))
            continue;
        for (std::size_t part = 0; part < 4; ++part) {
            std::uint8_t& one = paint.rgba[4 * px + part];
            one = static_cast<std::uint8_t>((ink[part] * alpha + one * (255 - alpha) + 127) / 255);
        }
    }
}

}  // namespace flowspace
