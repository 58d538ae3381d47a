// The relief of the base map from ETOPO5.
#pragma once

#include "data/base_map.h"
#include "data/result.h"

#include <filesystem>

namespace flowspace::bake {

/// 72..137 E, 15..55 N in steps of 5', smoothed by a 5 x 5 binomial filter: over China the file was
/// interpolated from cells of about 10', which leaves stripes two cells wide that this filter takes away
/// whole. Errors: missing, or not the grid expected.
Result<HeightGrid> read_relief_of_china(const std::filesystem::path& path);

}  // namespace flowspace::bake
