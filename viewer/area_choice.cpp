#include "viewer/area_choice.h"

#include <glm/common.hpp>
#include <glm/geometric.hpp>

#include <algorithm>

namespace flowspace {

namespace {

constexpr double least_px = 6;  // a box or loop narrower than this was a slip of the hand
constexpr double step_px = 3;   // between the points of a line drawn by hand

bool too_small(const std::vector<glm::dvec2>& path) {
    glm::dvec2 low = path.front(), high = path.front();
    for (const glm::dvec2& at : path) {
        low = glm::min(low, at);
        high = glm::max(high, at);
    }
    return high.x - low.x < least_px || high.y - low.y < least_px;
}

}  // namespace

std::optional<std::vector<glm::dvec2>> AreaChoice::update(const PointerFrame& pointer, bool shift) {
    if (shape_ == Shape::none) {
        if (!shift || !pointer.over_map || !pointer.left_pressed) return std::nullopt;
        shape_ = pointer.ctrl ? Shape::lasso : Shape::box;
        path_ = {pointer.px, pointer.px};
        return std::nullopt;
    }
    if (shape_ == Shape::box)
        path_.back() = pointer.px;
    else if (glm::distance(path_.back(), pointer.px) >= step_px)
        path_.push_back(pointer.px);
    if (pointer.left_down) return std::nullopt;
    const std::vector<glm::dvec2> drawn = outline();
    const bool slip = too_small(path_);
    shape_ = Shape::none;
    if (slip) return std::nullopt;
    return drawn;
}

std::vector<glm::dvec2> AreaChoice::outline() const {
    if (shape_ != Shape::box) return path_;
    const glm::dvec2 a = path_.front(), b = path_.back();
    return {a, {b.x, a.y}, b, {a.x, b.y}};
}

bool surrounds(std::span<const glm::dvec2> outline, glm::dvec2 px) {
    bool inside = false;
    for (std::size_t at = 0, before = outline.size() - 1; at < outline.size(); before = at++) {
        const glm::dvec2 &a = outline[at], &b = outline[before];
        if ((a.y > px.y) != (b.y > px.y) && px.x < (b.x - a.x) * (px.y - a.y) / (b.y - a.y) + a.x)
            inside = !inside;
    }
    return inside;
}

Focus focus_on(const Focus& focus, const Atlas& atlas, std::span<const NodeId> nodes,
               std::span<const glm::dvec2> outline,
               const std::function<std::optional<glm::dvec2>(NodeId)>& where) {
    Focus chosen{.direction = focus.direction};
    for (const NodeId node : nodes) {
        const std::optional<glm::dvec2> px = where(node);
        if (!px || !surrounds(outline, *px)) continue;
        if (const auto place = place_of(atlas, node)) chosen.places.push_back(*place);
        if (const auto group = group_of(atlas, node)) chosen.groups.push_back(*group);
    }
    return chosen.empty() ? focus : chosen;
}

}  // namespace flowspace
