// Puts arcs together again: into the rings of shapes, and into lines as long as they can be drawn in one
// stroke.
#pragma once

#include "data/base_map.h"

#include <span>
#include <vector>

namespace flowspace::bake {

/// An arc after simplification, on the globe. Arcs meet only at exactly equal end points.
using Arc = std::vector<LonLat>;

/// Rings of the arcs that bound one shape, first point not repeated. Pre: an even number of arcs ends at
/// every end point.
Polygon rings_of(std::span<const Arc* const> arcs);

/// Arcs joined wherever exactly two of them meet; each arc is in one line.
std::vector<Line> joined_lines(std::span<const Arc* const> arcs);

}  // namespace flowspace::bake
