// Decodes the boundary files of the echarts package into rings on an integer grid.
#pragma once

#include "data/bake/grid_shape.h"
#include "data/result.h"

#include <filesystem>
#include <vector>

namespace flowspace::bake {

/// One feature of a map file. The files put parts and holes of a MultiPolygon in one list, so the rings are
/// to be read by the even-odd rule; rings of fewer than 4 points are left out. Errors name the file and what
/// of it is not as expected.
struct EchartsFeature {
    std::string id = {};  // empty where the file gives none
    std::string name = {};
    std::vector<GridRing> rings = {};
};
Result<std::vector<EchartsFeature>> read_echarts(const std::filesystem::path& path);

/// Prefectures by current code, ascending: china-cities.json with its old codes renewed, and the
/// municipalities, Taiwan, Hong Kong and Macao put together from their districts (province/*.json), whose
/// edges meet their neighbours' exactly where the outlines of china-cities.json do not. `folder` is the
/// package's map/json.
Result<std::vector<GridShape>> read_prefectures(const std::filesystem::path& folder);

}  // namespace flowspace::bake
