// Shapes on the integer grid that the boundary files use: 1/1024 of a degree.
#pragma once

#include "data/geo/coordinates.h"

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

namespace flowspace::bake {

struct GridPoint {
    std::int32_t x = 0;  // 1024 a degree, east
    std::int32_t y = 0;  // 1024 a degree, north

    auto operator<=>(const GridPoint&) const = default;
};

constexpr double grid_per_degree = 1024;

constexpr LonLat on_globe(GridPoint point) { return {point.x / grid_per_degree, point.y / grid_per_degree}; }

/// Closed; the first point may be repeated at the end or not.
using GridRing = std::vector<GridPoint>;

/// What one place covers, by the even-odd rule over its rings.
struct GridShape {
    std::string id = {};
    std::vector<GridRing> rings = {};
};

}  // namespace flowspace::bake
