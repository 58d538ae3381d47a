#include "render/scene/donut.h"

#include <glm/geometric.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <optional>
#include <utility>

namespace flowspace {

namespace {

constexpr double turn = 2 * std::numbers::pi;
constexpr double nearest = -0.999;  // of depths: over everything
constexpr double rim_px = 1.6;      // of the ground that sets it off

struct Place {
    const DonutItem* donut = nullptr;
    std::size_t row = 0;
    glm::dvec2 at_px = {};
    double radius_px = 0;
    double away_m = 0;
};

double reach_of(const DonutItem& donut, const DonutInputs& inputs) {
    const double radius_px = static_cast<double>(donut.radius_px) * inputs.px_scale;
    return donut.rose ? rose_reach_px(*donut.rose, radius_px) : radius_px;
}

std::optional<Place> place_of(std::size_t row, const DonutInputs& inputs) {
    const DonutItem& donut = inputs.donuts[row];
    const glm::dvec3 world = inputs.nodes[index(donut.node)];
    const auto px = inputs.view.to_screen(world);
    const double radius_px = reach_of(donut, inputs);
    if (!px || px->x < -radius_px || px->y < -radius_px || px->x > inputs.view.size_px.x + radius_px ||
        px->y > inputs.view.size_px.y + radius_px)
        return std::nullopt;
    return Place{&donut, row, {px->x, px->y}, radius_px, glm::length(world - inputs.view.eye)};
}

std::vector<Place> places_of(const DonutInputs& inputs) {
    std::vector<Place> places;
    // A rose without a name says nothing: each keeps room for one, which is wider than it is high.
    const auto covers_a_rose = [&](const Place& place) {
        constexpr double may_touch = 0.85;
        const glm::dvec2 name_px = inputs.px_scale * glm::dvec2(30, 16);
        return place.donut->rose && std::ranges::any_of(places, [&](const Place& other) {
                   const glm::dvec2 apart = may_touch * (other.radius_px + place.radius_px) + name_px;
                   return other.donut->rose && glm::length((other.at_px - place.at_px) / apart) < 1;
               });
    };
    for (std::size_t row = 0; row < inputs.donuts.size(); ++row)
        if (const auto place = place_of(row, inputs); place && !covers_a_rose(*place))
            places.push_back(*place);
    std::ranges::stable_sort(places, std::ranges::greater{}, &Place::away_m);
    return places;
}

glm::dvec4 point(const Place& place, double share, double radius_px) {
    const double angle = turn * share;  // from the top, clockwise
    return {place.at_px.x + radius_px * std::sin(angle), place.at_px.y - radius_px * std::cos(angle), nearest,
            1};
}

void add_arc(RibbonStrip& strip, const Place& place, std::pair<double, double> shares, double radius_px,
             const RibbonStyle& style) {
    const auto pieces =
        std::max(2, static_cast<int>(std::ceil(turn * (shares.second - shares.first) * radius_px / 3)));
    std::vector<glm::dvec4> points;
    const bool whole = style.closed;
    for (int piece = 0; piece < pieces + (whole ? 0 : 1); ++piece)
        points.push_back(point(
            place, std::lerp(shares.first, shares.second, static_cast<double>(piece) / pieces), radius_px));
    append_ribbon(strip, points, style);
}

void add_donut(RibbonStrip& strip, const Place& place, const DonutInputs& inputs) {
    const DonutItem& donut = *place.donut;
    const Theme& theme = inputs.theme;
    const double band_px = 0.42 * place.radius_px, middle_px = place.radius_px - band_px / 2;
    const double rim = rim_px * inputs.px_scale, backing_px = (place.radius_px + rim) / 2;
    add_arc(strip, place, {0, 1}, backing_px,
            {.width_px = static_cast<float>(2 * backing_px),
             .colour = with_alpha(theme.panel, 0.92f),
             .closed = true});
    const auto band = static_cast<float>(band_px);
    add_arc(strip, place, {0, 1}, middle_px,
            {.width_px = band, .colour = with_alpha(theme.muted_text, 0.3f), .closed = true});
    double from = 0;
    for (const DonutItem::Part& part : donut.parts) {
        const double to = std::min(1.0, from + std::max(0.0, static_cast<double>(part.share)));
        const bool whole = from <= 0 && to >= 1;
        if (to > from)
            add_arc(strip, place, {from, to}, middle_px,
                    {.width_px = band, .colour = overlay_colour(theme, part.ink), .closed = whole});
        from = to;
    }
    if (!donut.notch) return;
    const double share = std::clamp(static_cast<double>(*donut.notch), 0.0, 1.0);
    const std::array<glm::dvec4, 2> line = {point(place, share, place.radius_px - 1.3 * band_px),
                                            point(place, share, place.radius_px + 3 * inputs.px_scale)};
    const auto px = static_cast<float>(inputs.px_scale);
    append_ribbon(strip, line, {.width_px = 5 * px, .colour = theme.halo});
    append_ribbon(strip, line, {.width_px = 2.4f * px, .colour = theme.text});
}

/// North and east of the place in the picture; up and right where either lies out of sight.
CompassPx compass_of(const Place& place, const DonutInputs& inputs) {
    const GroundCompass ground =
        place.row < inputs.compasses.size() ? inputs.compasses[place.row] : GroundCompass{};
    const double step_m = inputs.view.metres_per_px;
    const glm::dvec3 world = inputs.nodes[index(place.donut->node)];
    const auto north = inputs.view.to_screen(world + step_m * glm::normalize(ground.north)),
               east = inputs.view.to_screen(world + step_m * glm::normalize(ground.east));
    if (!north || !east) return {};
    CompassPx compass{glm::dvec2(*north) - place.at_px, glm::dvec2(*east) - place.at_px};
    const double longer = std::max(glm::length(compass.north), glm::length(compass.east));
    if (!(longer > 0)) return {};
    return {compass.north / longer, compass.east / longer};
}

}  // namespace

RibbonStrip donut_strip(const DonutInputs& inputs) {
    RibbonStrip strip;
    for (const Place& place : places_of(inputs))
        if (place.donut->rose)
            append_rose(strip, *place.donut->rose,
                        {.at_px = place.at_px,
                         .radius_px = static_cast<double>(place.donut->radius_px) * inputs.px_scale,
                         .compass = compass_of(place, inputs),
                         .px_scale = inputs.px_scale},
                        inputs.theme);
        else
            add_donut(strip, place, inputs);
    return strip;
}

std::vector<DonutBox> donut_boxes(const DonutInputs& inputs) {
    std::vector<DonutBox> boxes;
    for (const Place& place : places_of(inputs)) {
        const auto reach = static_cast<float>(place.radius_px + (rim_px + 2) * inputs.px_scale);
        boxes.push_back({place.donut->node,
                         place.row,
                         {static_cast<float>(place.at_px.x) - reach,
                          static_cast<float>(place.at_px.y) - reach, 2 * reach, 2 * reach}});
    }
    return boxes;
}

}  // namespace flowspace
