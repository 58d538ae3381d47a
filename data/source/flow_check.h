// Whether sorted flows from elsewhere are what SortedFlows and LayerTiles promise.
#pragma once

#include "data/result.h"
#include "data/source/flow_tiles.h"

#include <cstddef>
#include <optional>

namespace flowspace {

/// Every promise that sums rest on is checked, whatever the columns hold; the sizes of the columns of values,
/// low and rows must agree already. Returns what is wrong first, or nothing.
std::optional<Error> check_flows(const SortedFlows& flows, std::size_t place_count, unsigned threads);

}  // namespace flowspace
