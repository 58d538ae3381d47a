// Cuts lines into pieces that meet on the bisector of their bend.
#include "render/scene/splat/lines.h"

#include "render/scene/splat/kernels.h"

#include <algorithm>
#include <cmath>

namespace flowspace::splat {

namespace {

constexpr double shortest_px = 1e-3;

struct Way {
    double x = 1, y = 0;
};

/// Unit, where there is a way at all.
Way unit(double x, double y, Way otherwise) {
    const double length2 = x * x + y * y;
    if (!(length2 > 1e-12)) return otherwise;
    const double per_length = 1 / std::sqrt(length2);
    return {x * per_length, y * per_length};
}

Way between(const Knot& a, const Knot& b) {
    return unit(static_cast<double>(b.x) - static_cast<double>(a.x),
                static_cast<double>(b.y) - static_cast<double>(a.y), {});
}

Stroke stroke_of(const RibbonStyle& style, double share) {
    const auto ink = encoded(style.colour);
    const float alpha =
        style.colour.alpha * std::min(style.width_px, 1.0f) * static_cast<float>(std::clamp(share, 0.0, 1.0));
    return plain_stroke({ink[0], ink[1], ink[2]}, alpha);
}

}  // namespace

Stroke plain_stroke(const std::array<float, 3>& rgb, float alpha) {
    // A comet that is always half a round away.
    return {.ink = {std::max(rgb[0], least_light), std::max(rgb[1], least_light),
                    std::max(rgb[2], least_light), least_light},
            .body = alpha,
            .heads = 0,
            .heads_per_s = 0,
            .phase = 0.5f,
            .px_per_head = 1e6f};
}

void Lines::clear() {
    knots.clear();
    strokes.clear();
    pieces.clear();
}

void add_line(Lines& lines, std::span<const glm::dvec4> points, const RibbonStyle& style) {
    const std::size_t first = lines.knots.size();
    const float half_px = std::max(style.width_px, 1.0f) / 2;
    std::vector<double> shares;
    shares.reserve(points.size() + 1);
    const auto add = [&](const glm::dvec4& at) {
        const Knot knot = {.x = static_cast<float>(at.x),
                           .y = static_cast<float>(at.y),
                           .half_px = half_px,
                           .depth = static_cast<float>(at.z * 0.5 + 0.5)};
        if (lines.knots.size() > first) {
            const Knot& last = lines.knots.back();
            const double dx = static_cast<double>(knot.x) - static_cast<double>(last.x);
            const double dy = static_cast<double>(knot.y) - static_cast<double>(last.y);
            if (dx * dx + dy * dy < shortest_px * shortest_px) return;
        }
        lines.knots.push_back(knot);
        shares.push_back(at.w);
    };
    for (const glm::dvec4& at : points) add(at);
    if (style.closed && lines.knots.size() > first + 2) add(points.front());
    const std::size_t count = lines.knots.size() - first;
    if (count < 2) {
        lines.knots.resize(first);
        return;
    }

    Knot* knots = lines.knots.data() + first;
    const bool ring =
        style.closed && count > 3 && knots[0].x == knots[count - 1].x && knots[0].y == knots[count - 1].y;
    Way before = ring ? between(knots[count - 2], knots[count - 1]) : between(knots[0], knots[1]);
    for (std::size_t row = 0; row < count; ++row) {
        const Way after = row + 1 < count ? between(knots[row], knots[row + 1])
                          : ring          ? between(knots[0], knots[1])
                                          : before;
        const Way along = unit(before.x + after.x, before.y + after.y, after);
        knots[row].along_x = static_cast<float>(along.x);
        knots[row].along_y = static_cast<float>(along.y);
        before = after;
    }
    double share = -1;
    for (std::size_t row = 0; row + 1 < count; ++row) {
        const double here = (shares[row] + shares[row + 1]) / 2;
        if (here != share) lines.strokes.push_back(stroke_of(style, here));
        share = here;
        lines.pieces.push_back({.knot = static_cast<std::uint32_t>(first + row),
                                .stroke = static_cast<std::uint32_t>(lines.strokes.size() - 1)});
    }
}

}  // namespace flowspace::splat
