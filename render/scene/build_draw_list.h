// From sums and style to what is drawn: arcs, places, areas and the words around them. Knows no camera.
#pragma once

#include "data/dataset.h"
#include "data/filter.h"
#include "data/shown_flows.h"
#include "render/scene/draw_list.h"
#include "render/scene/style.h"

#include <span>

namespace flowspace {

struct DrawListInput {
    const Dataset& dataset;
    const Filter& filter;
    const Style& style;
    std::span<const LayerSums> sums;  // of `filter`
    const ShownFlows& shown;          // chosen from `sums`
};

/// The same input gives the same list; `revision` is left to the caller, who knows what it replaces.
DrawList build_draw_list(const DrawListInput& input);

}  // namespace flowspace
