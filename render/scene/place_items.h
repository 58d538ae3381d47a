// How large each place is drawn, how its ring splits, and how early it gets its label.
#pragma once

#include "data/analysis/levels.h"
#include "data/dataset.h"
#include "data/pair_selection.h"
#include "render/scene/build_draw_list.h"
#include "render/scene/draw_list.h"

#include <span>
#include <vector>

namespace flowspace {

/// What leaves and reaches each place, layer by layer: of absolute values, self-flows left out.
struct PlaceVolumes {
    struct OfLayer {
        LayerId layer = {};
        std::vector<double> out = {}, in = {};  // one per place
        double total = 0;                       // of either
    };
    std::vector<OfLayer> layers = {};  // one per row of the sums
};
PlaceVolumes place_volumes(const Dataset& dataset, std::span<const LayerSums> sums);

/// One per place. The measure is the place's mean share of the layers' volume (each layer counts alike, since
/// units differ): a layer's share is (out + in) / (2 x total), of absolute values, self-flows left out. Area
/// follows the measure. With a scale, shares are of its volumes and areas of its largest.
std::vector<PlaceItem> build_place_items(const Dataset& dataset, const PlaceVolumes& volumes,
                                         const MapScale* scale = nullptr);

/// The same for the nodes of a level: a flow inside a group counts for both its ends, and the disc's core has
/// that part of its area.
std::vector<PlaceItem> build_node_items(const Dataset& dataset, const LevelMap& map, const LevelFlows& flows,
                                        const MapScale* scale = nullptr);

/// Of a map that is narrowed to several places: those keep their discs, the largest as large as without
/// others, and are named first; all others become dots. Pre: `chosen` is ascending.
void single_out(std::span<const PlaceId> chosen, const MapScale* scale, std::vector<PlaceItem>& items);

/// What discs are shares of, and the largest measure.
struct DiscMeasures {
    struct Volume {
        LayerId layer = {};
        double value = 0;
    };
    std::vector<Volume> volumes = {};
    double largest = 0;
};
DiscMeasures disc_measures(const DrawListInput& input);

/// Those that the input brings, else added up.
PlaceVolumes volumes_for(const DrawListInput& input);

}  // namespace flowspace
