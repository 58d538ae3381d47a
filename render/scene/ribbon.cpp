// Builds mitred strips.
#include "render/scene/ribbon.h"

#include <glm/geometric.hpp>
#include <glm/vec2.hpp>

#include <algorithm>
#include <cmath>
#include <optional>

namespace flowspace {

namespace {

constexpr double feather_px = 1;
constexpr double longest_mitre = 2;  // times the half width: sharper turns are cut

std::optional<glm::dvec2> direction(glm::dvec4 from, glm::dvec4 to) {
    const glm::dvec2 along = glm::dvec2(to) - glm::dvec2(from);
    const double length = glm::length(along);
    if (length < 1e-6) return std::nullopt;
    return along / length;
}

/// Half the sum of the normals of both sides, stretched so that both edges stay parallel to their segments.
glm::dvec2 mitre(glm::dvec2 before, glm::dvec2 after) {
    const glm::dvec2 normal = glm::dvec2(-before.y - after.y, before.x + after.x);
    const double length = glm::length(normal);
    if (length < 1e-6) return {-after.y, after.x};
    return normal / length * std::min(longest_mitre, 2 / length);
}

}  // namespace

void append_ribbon(RibbonStrip& strip, std::span<const glm::dvec4> points, const RibbonStyle& style) {
    std::vector<glm::dvec4> kept;
    kept.reserve(points.size() + 1);
    for (const glm::dvec4& point : points)
        if (kept.empty() || direction(kept.back(), point)) kept.push_back(point);
    if (style.closed && kept.size() > 2) {
        if (!direction(kept.back(), kept.front())) kept.pop_back();
        kept.push_back(kept.front());
    }
    if (kept.size() < 2) return;

    // Below a px a line keeps a px of width and pales instead.
    const float shown_px = std::max(style.width_px, 1.0f);
    const double alpha = static_cast<double>(style.colour.alpha * std::min(style.width_px / shown_px, 1.0f));
    const double reach = shown_px / 2 + feather_px / 2;
    const bool ring = style.closed && kept.size() > 3;
    const auto base = static_cast<std::uint32_t>(strip.vertices.size());
    for (std::size_t row = 0; row < kept.size(); ++row) {
        const bool first = row == 0;
        const bool last = row + 1 == kept.size();
        const auto after = last ? (ring ? direction(kept[0], kept[1]) : direction(kept[row - 1], kept[row]))
                                : direction(kept[row], kept[row + 1]);
        const auto before = first ? (ring ? direction(kept[kept.size() - 2], kept.back()) : after)
                                  : direction(kept[row - 1], kept[row]);
        const glm::dvec2 side = mitre(*before, *after) * reach;
        for (const double sign : {1.0, -1.0})
            strip.vertices.push_back({.x_px = static_cast<float>(kept[row].x + sign * side.x),
                                      .y_px = static_cast<float>(kept[row].y + sign * side.y),
                                      .depth = static_cast<float>(kept[row].z),
                                      .across_px = static_cast<float>(sign * reach),
                                      .half_width_px = shown_px / 2,
                                      .rgba = {style.colour.r, style.colour.g, style.colour.b,
                                               static_cast<std::uint8_t>(std::lround(
                                                   255 * std::clamp(alpha * kept[row].w, 0.0, 1.0)))}});
        if (last) break;
        const auto at = base + static_cast<std::uint32_t>(2 * row);
        strip.indices.insert(strip.indices.end(), {at, at + 1, at + 2, at + 2, at + 1, at + 3});
    }
}

}  // namespace flowspace
