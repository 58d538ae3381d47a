// Choosing places by drawing around them on the map: a box, or a line drawn by hand.
#pragma once

#include "data/nodes.h"
#include "viewer/map_input.h"
#include "viewer/settings.h"

#include <glm/vec2.hpp>

#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace flowspace {

class AreaChoice {
public:
    enum class Shape : std::uint8_t { none, box, lasso };

    /// Shift and a drag draws a box, with Ctrl too a line by hand. Gives the outline, in px, once it is let
    /// go of; nothing for one too small to mean anything, or given up with Escape.
    std::optional<std::vector<glm::dvec2>> update(const PointerFrame& pointer, bool shift);
    void give_up() { shape_ = Shape::none; }

    bool active() const { return shape_ != Shape::none; }
    /// As drawn so far, to be shown closed.
    std::vector<glm::dvec2> outline() const;

private:
    Shape shape_ = Shape::none;
    std::vector<glm::dvec2> path_;  // of a box: two opposite corners
};

/// Whether a px lies inside a closed outline, by the even-odd rule.
bool surrounds(std::span<const glm::dvec2> outline, glm::dvec2 px);

/// `focus` on the nodes that lie inside the outline: places as places, groups as groups. Nothing inside
/// leaves it as it was. `where`: on the screen, nothing where it is not seen.
Focus focus_on(const Focus& focus, const Atlas& atlas, std::span<const NodeId> nodes,
               std::span<const glm::dvec2> outline,
               const std::function<std::optional<glm::dvec2>(NodeId)>& where);

}  // namespace flowspace
