// Areas coloured by class: where they overlap the smaller one covers the larger, so that each px shows one
// class of the legend and no mixture of two.
#pragma once

#include "data/ids.h"
#include "render/scene/colour.h"
#include "render/scene/draw_list.h"
#include "render/scene/even_odd.h"
#include "render/scene/map_lines.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace flowspace {

/// Rows of `areas` in the order they are laid: without a tint in the order given; with one the largest on the
/// map first, of equals the earlier; what is selected last. `outlines`: by group.
std::vector<std::size_t> laying_order(std::span<const AreaItem> areas,
                                      std::span<const std::vector<MapLine>> outlines,
                                      std::optional<GroupId> selected);

/// Gathers tints and hatching of a picture.
class AreaTints {
public:
    /// Adds the rings of one area.
    using Gather = std::function<void(EvenOdd& fill)>;

    void begin(int width_px, int height_px);
    /// Covers what was laid before it, with its hatching.
    void lay(EvenOdd& fill, const Gather& gather, Colour tint, bool hatched);

    struct Look {
        float alpha = 1;  // of the tints
        Colour line = {};
        int period_px = 9, line_px = 2;  // of the slanting lines
    };
    /// Onto `paint`, which has the size given to begin().
    void lay_over(Paint& paint, const Look& look) const;

private:
    Paint tints_;    // opaque where an area is
    Paint hatched_;  // red: how much of a px is of an area that is hatched
    bool any_ = false, any_hatched_ = false;
};

}  // namespace flowspace
