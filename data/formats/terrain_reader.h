// Heights from GeoTIFF and netCDF, resampled onto a grid of longitude and latitude.
#pragma once

#include "data/import/own_ground.h"
#include "data/result.h"

#include <string>

namespace flowspace {

/// The only band, or variable. Sizes are checked before anything is allocated; what is larger than
/// max_terrain_side cells a side is averaged down. Unknown stay: declared nodata, NaN, -9999 and heights
/// outside -12,000 to 9,000 m (nodata that nobody declared). Any affine placement, rotated too, and any
/// coordinate system that PROJ knows. Errors: no placement, no coordinate system where coordinates are not
/// longitude and latitude, several variables, too large, no known height.
Result<Terrain> read_terrain_file(const std::string& path);

}  // namespace flowspace
