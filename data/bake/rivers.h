// The rivers of the base map from Natural Earth.
#pragma once

#include "data/base_map.h"
#include "data/result.h"

#include <filesystem>
#include <vector>

namespace flowspace::bake {

/// Rivers and the middle lines of lakes they pass (ne_10m_rivers_lake_centerlines, without suffix) that
/// touch 65..145 E, 10..58 N; the greatest first, then in file order. `rank` is Natural Earth's scalerank, at
/// least 1.
Result<std::vector<BaseMap::River>> read_rivers(const std::filesystem::path& path);

}  // namespace flowspace::bake
