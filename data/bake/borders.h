// The borders of the base map from the boundary files: regions, and lines that are each there once.
#pragma once

#include "data/bake/border_graph.h"
#include "data/base_map.h"
#include "data/result.h"

#include <filesystem>
#include <vector>

namespace flowspace::bake {

struct Borders {
    std::vector<Region> prefectures = {};
    std::vector<Region> provinces = {};
    std::vector<Line> province_lines = {};
    std::vector<Line> prefecture_lines = {};
    std::vector<Line> national_border = {};  // closed lines
    Polygon country = {};
    HealReport slivers = {};
    double prefecture_area_sqdeg = 0;  // of the outlines before simplification, by the even-odd rule
};

/// From the package's map/json. Provinces are put together from their prefectures, so that their borders
/// coincide.
Result<Borders> read_borders_of_china(const std::filesystem::path& folder);

}  // namespace flowspace::bake
