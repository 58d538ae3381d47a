// Heights between the cells of a HeightGrid.
#include "data/base_map.h"

#include <algorithm>
#include <cmath>

namespace flowspace {

double HeightGrid::at(LonLat where) const {
    if (columns == 0 || rows == 0) return 0;
    const double x = std::clamp((where.lon_deg - north_west.lon_deg) / step_lon_deg, 0.0,
                                static_cast<double>(columns - 1));
    const double y =
        std::clamp((north_west.lat_deg - where.lat_deg) / step_lat_deg, 0.0, static_cast<double>(rows - 1));
    const auto column = static_cast<std::size_t>(x), row = static_cast<std::size_t>(y);
    const std::size_t next_column = std::min(column + 1, columns - 1), next_row = std::min(row + 1, rows - 1);
    const double along = x - static_cast<double>(column), down = y - static_cast<double>(row);
    const auto height = [&](std::size_t at_row, std::size_t at_column) {
        return static_cast<double>(height_m[at_row * columns + at_column]);
    };
    const double north = std::lerp(height(row, column), height(row, next_column), along);
    const double south = std::lerp(height(next_row, column), height(next_row, next_column), along);
    return std::lerp(north, south, down);
}

}  // namespace flowspace
