// The columns of flow rows as an importer leaves them: in any order, checked, immutable once built.
#pragma once

#include "data/ids.h"
#include "data/layer_info.h"
#include "data/time_axis.h"

#include <cstddef>
#include <vector>

namespace flowspace {

/// One entry per row in each column. Every value is finite; every id is a row of its table.
struct FlowTable {
    std::vector<LayerInfo> layers = {};  // in the order of lists
    Grain grain = Grain::none;
    std::vector<LayerId> layer = {};
    std::vector<PlaceId> origin = {};
    std::vector<PlaceId> destination = {};
    std::vector<TimeMs> time = {};  // starts of steps of `grain`; TimeMs{0} where there are no times
    std::vector<double> value = {};

    std::size_t size() const { return value.size(); }
};

}  // namespace flowspace
