// Merges unsorted flow rows into cells per (layer, step, pair).
#pragma once

#include "data/source/memory_source.h"

namespace flowspace {

/// Every row lands in exactly one cell. A layer is kept in fixed point when each of its values is a decimal
/// number of at most 18 digits after the point and the sum of their magnitudes stays below 2^62 units, so
/// that no sum of some of them can overflow; otherwise cells are double-double sums in the order of the rows.
SortedFlows build_cells(const FlowTable& rows, BuildOptions options);

}  // namespace flowspace
