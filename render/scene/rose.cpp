#include "render/scene/rose.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>
#include <vector>

namespace flowspace {

namespace {

constexpr double turn = 2 * std::numbers::pi;
constexpr double nearest = -0.999;  // of depths: over everything
constexpr int arc_pieces = 8;       // of a sector
constexpr double gap = 0.06;        // between filled sectors, of their width

double radius_of(float share, double radius_px) {
    return radius_px * std::sqrt(std::clamp(static_cast<double>(share), 0.0, 1.0));
}

class RosePainter {
public:
    RosePainter(RibbonStrip& strip, const RosePlace& place) : strip_(strip), place_(place) {}

    /// What sets it off from the map.
    void ground(double radius_px, Colour colour) {
        constexpr int pieces = 48;
        std::vector<glm::dvec4> edge = {point(0, 0)};
        for (int piece = 0; piece <= pieces; ++piece)
            edge.push_back(point(static_cast<double>(piece) / pieces, radius_px));
        fan(edge, colour);
    }

    /// From the place out to an arc, evenly filled to its edge, which a thin line smooths.
    void fill(double from, double to, double radius_px, Colour colour) {
        std::vector<glm::dvec4> edge = {point(0, 0)};
        for (int piece = 0; piece <= arc_pieces; ++piece)
            edge.push_back(point(std::lerp(from, to, static_cast<double>(piece) / arc_pieces), radius_px));
        fan(edge, colour);
        line(edge, 1, colour);
    }

    /// One line around all sectors, out and in between them as they differ.
    void outline(std::span<const float> shares, Colour colour, Colour halo) {
        std::vector<glm::dvec4> edge;
        const auto count = static_cast<double>(shares.size());
        for (std::size_t sector = 0; sector < shares.size(); ++sector)
            for (int piece = 0; piece <= arc_pieces; ++piece)
                edge.push_back(point(
                    (static_cast<double>(sector) - 0.5 + static_cast<double>(piece) / arc_pieces) / count,
                    radius_of(shares[sector], place_.radius_px)));
        line(edge, 3.2, halo);
        line(edge, 1.5, colour);
    }

private:
    /// `share` of a turn from north clockwise.
    glm::dvec4 point(double share, double radius_px) const {
        const glm::dvec2 at = place_.at_px + radius_px * (std::cos(turn * share) * place_.compass.north +
                                                          std::sin(turn * share) * place_.compass.east);
        return {at.x, at.y, nearest, 1};
    }

    void fan(std::span<const glm::dvec4> edge, Colour colour) {
        const auto first = static_cast<std::uint32_t>(strip_.vertices.size());
        for (const glm::dvec4& at : edge) strip_.vertices.push_back(inner_vertex(at, colour));
        for (std::uint32_t at = 1; at + 1 < edge.size(); ++at)
            strip_.indices.insert(strip_.indices.end(), {first, first + at, first + at + 1});
    }

    static RibbonVertex inner_vertex(glm::dvec4 at, Colour colour) {
        constexpr float far_from_any_edge_px = 8;
        return {.x_px = static_cast<float>(at.x),
                .y_px = static_cast<float>(at.y),
                .depth = static_cast<float>(at.z),
                .half_width_px = far_from_any_edge_px,
                .rgba = {colour.r, colour.g, colour.b,
                         static_cast<std::uint8_t>(std::lround(255 * colour.alpha))}};
    }

    void line(std::span<const glm::dvec4> edge, double width_px, Colour colour) {
        append_ribbon(strip_, edge,
                      {.width_px = static_cast<float>(width_px * std::max(place_.px_scale, 0.7)),
                       .colour = colour,
                       .closed = true});
    }

    RibbonStrip& strip_;
    const RosePlace& place_;
};

}  // namespace

double rose_reach_px(const DonutItem::Rose& rose, double radius_px) {
    float most = 0;
    for (const auto* shares : {&rose.filled, &rose.outlined})
        for (const float share : *shares) most = std::max(most, share);
    return radius_of(most, radius_px);
}

void append_rose(RibbonStrip& strip, const DonutItem::Rose& rose, const RosePlace& place,
                 const Theme& theme) {
    RosePainter painter(strip, place);
    const auto count = static_cast<double>(rose.filled.size());
    const double reach_px = rose_reach_px(rose, place.radius_px) + 2 * place.px_scale;
    painter.ground(reach_px, with_alpha(theme.panel, 0.45f));
    for (std::size_t sector = 0; sector < rose.filled.size(); ++sector) {
        const double middle = static_cast<double>(sector), half = 0.5 - gap / 2;
        if (rose.filled[sector] > 0)
            painter.fill((middle - half) / count, (middle + half) / count,
                         radius_of(rose.filled[sector], place.radius_px), overlay_colour(theme, rose.fill));
    }
    if (!rose.outlined.empty()) painter.outline(rose.outlined, overlay_colour(theme, rose.line), theme.halo);
}

}  // namespace flowspace
