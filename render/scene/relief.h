// The relief resampled onto the map: smooth heights on a regular grid of map metres, the same for the
// terrain, the borders draped over it and the ends of the arcs.
#pragma once

#include "data/base_map.h"
#include "data/geo/coordinates.h"
#include "data/geo/projection.h"

#include <cstddef>
#include <vector>

namespace flowspace {

struct Relief {
    MapPoint south_west = {};  // centre of the first cell
    double step_m = 1;
    std::size_t columns = 0;           // at least 2 once built
    std::size_t rows = 0;              // from south to north
    std::vector<float> height_m = {};  // rows x columns; below sea level is negative
    std::vector<float> presence = {};  // rows x columns: 1 where there is data, falling to 0 at its edge

    /// Of the ground: bilinear between cells, never below the sea. Outside the grid it is zero.
    double ground_m(MapPoint where) const;
    /// Of the nearest cell; 0 outside the grid.
    double presence_at(MapPoint where) const;
};

/// Uniform cubic B-spline of the grid's heights, so that neither cells nor facets show when zoomed in. An
/// empty grid gives flat ground without edge.
Relief build_relief(const HeightGrid& grid, const Projection& projection);

}  // namespace flowspace
