// From sums and style to what is drawn: arcs, places, areas and the words around them. Knows no camera.
#pragma once

#include "data/analysis/changes.h"
#include "data/analysis/levels.h"
#include "data/dataset.h"
#include "data/filter.h"
#include "data/flow_ways.h"
#include "data/shown_flows.h"
#include "render/scene/draw_list.h"
#include "render/scene/style.h"

#include <optional>
#include <span>
#include <vector>

namespace flowspace {

struct MapOverlay;    // render/scene/map_overlay.h
struct PlaceVolumes;  // render/scene/place_items.h

/// Flows summed between the nodes of a level of the hierarchy.
struct AtLevel {
    const LevelMap& map;
    const LevelFlows& flows;  // of `map` and DrawListInput::sums
};

/// What changed since another window, in place of what flows.
struct Difference {
    Window before = {};
    ChangeMeasure measure = ChangeMeasure::absolute;
    std::span<const LayerChanges> changes = {};  // one row per pair that is drawn from
    std::span<const ChangeTest> tests = {};      // of the layers tested; empty so long as none is answered
};

/// Of one layer: what the widest ribbon stands for, and the volume that discs are shares of.
struct LayerScale {
    LayerId layer = {};
    double largest = 0;
    float widest_px = 1;  // at a picture height of 1080
    double volume = 0;

    bool operator==(const LayerScale&) const = default;
};

/// A scale that stays while the window moves, or that several maps share.
struct MapScale {
    std::vector<LayerScale> layers = {};
    double largest_disc = 0;            // the measure of a disc of the largest radius
    std::optional<Window> locked = {};  // the window that it is the scale of
    bool of_maps = false;               // the same on several maps

    bool operator==(const MapScale&) const = default;
};

/// Places stand where the flows of a layer put them.
struct InFlowSpace {
    LayerId layer = {};
    std::size_t placed = 0, places = 0;
    double stress = 0;
};

struct DrawListInput {
    const Dataset& dataset;
    const Filter& filter;
    const Style& style;
    std::span<const LayerSums> sums;  // of `filter`, between places
    const ShownFlows& shown;          // chosen from `sums`; at a level, from the sums of the level
    std::optional<AtLevel> level = {};
    std::optional<InFlowSpace> space = {};
    const MapOverlay* overlay = nullptr;        // of an analysis
    std::optional<Difference> difference = {};  // then `shown` is chosen from its differences
    const MapScale* scale = nullptr;            // none: that of what is shown
    const FlowWays* ways = nullptr;             // one per flow of `shown`; none: not bundled
    const PlaceVolumes* volumes = nullptr;      // of `sums`; none: added up where they are needed
    std::span<const PlaceId> chosen = {};       // several places that the map is narrowed to; ascending
};

/// The same input gives the same list; `revision` is left to the caller, who knows what it replaces.
DrawList build_draw_list(const DrawListInput& input);

}  // namespace flowspace
