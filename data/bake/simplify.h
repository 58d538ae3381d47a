// Leaves out the points of a line that nobody would miss.
#pragma once

#include "data/geo/coordinates.h"

#include <vector>

namespace flowspace::bake {

/// Douglas-Peucker: no point of `line` is farther than `tolerance_deg` (of latitude; longitudes count by
/// their true width) from what is left. Ends stay; a closed line (first point = last) stays closed, and stays
/// as it was where fewer than 4 points would be left.
std::vector<LonLat> simplify(const std::vector<LonLat>& line, double tolerance_deg);

}  // namespace flowspace::bake
