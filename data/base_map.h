// The ground under the flows: borders, water and relief in geographic coordinates. Immutable once built.
#pragma once

#include "data/credit.h"
#include "data/geo/coordinates.h"
#include "data/ids.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace flowspace {

/// Closed rings; a point is inside by the even-odd rule, so the order and turn of the rings do not matter.
struct Polygon {
    std::vector<std::vector<LonLat>> rings = {};  // first point not repeated; at least 3 points
};

struct Region {
    std::string id = {};  // code of the place or province
    Polygon shape = {};
};

using Line = std::vector<LonLat>;

/// Heights on a regular geographic grid, row by row from the north-west corner.
struct HeightGrid {
    LonLat north_west = {};  // centre of the first cell
    double step_lon_deg = 0;
    double step_lat_deg = 0;  // positive; rows go south
    std::size_t columns = 0;
    std::size_t rows = 0;
    std::vector<std::int16_t> height_m = {};  // rows x columns; below sea level is negative

    /// Bilinear; outside the grid the height is that of the nearest edge cell.
    double at(LonLat where) const;
};

struct BaseMap {
    std::vector<Region> prefectures = {};     // by code
    std::vector<Region> provinces = {};       // by code
    std::vector<Line> province_lines = {};    // inner borders between provinces, each drawn once
    std::vector<Line> prefecture_lines = {};  // inner borders between prefectures of one province, each once
    std::vector<Line> national_border = {};   // the outline of the country's land and islands; closed lines
    std::vector<Polygon> land = {};           // of the whole frame, against the sea: what any of them covers
    std::vector<Line> coast = {};     // beyond the country too; the country's lies exactly on its border
    std::vector<Polygon> lakes = {};  // the largest first
    struct River {
        Line line = {};
        int rank = 0;  // 1 is the greatest
        std::string name = {};
    };
    std::vector<River> rivers = {};
    HeightGrid relief = {};
    using Credit = flowspace::Credit;
    Credit boundary_source = {};
    Credit relief_source = {};
    Credit water_source = {};
};

}  // namespace flowspace
