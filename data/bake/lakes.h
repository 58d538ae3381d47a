// The lakes of the base map from the GSHHG shoreline database.
#pragma once

#include "data/base_map.h"
#include "data/result.h"

#include <filesystem>
#include <vector>

namespace flowspace::bake {

/// Lakes and wide rivers between 60..150 E and 5..60 N with their islands as further rings, the largest
/// first. `path` is a file of the binned form (GMT's binned_GSHHS_*.nc), which cuts outlines at the edges of
/// 5-degree bins; they are put together again. Source: Wessel and Smith 1996, doi:10.1029/96JB00104.
Result<std::vector<Polygon>> read_lakes(const std::filesystem::path& path);

}  // namespace flowspace::bake
