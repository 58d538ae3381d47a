// Land against sea: the country's own outline, and Natural Earth's coast only beyond it.
#pragma once

#include "data/bake/borders.h"
#include "data/base_map.h"
#include "data/result.h"

#include <filesystem>
#include <vector>

namespace flowspace::bake {

struct SeaAndLand {
    std::vector<Polygon> land = {};
    std::vector<Line> coast = {};
};

/// Natural Earth's land (ne_10m_land, without suffix) in 50..160 E, 12 S..66 N. Where its coast would run
/// along China's, it is cut out between the mouths of the Yalu and the Beilun, and its islands beside China's
/// are left out, so that no coast is there twice; the country's outline is a polygon of its own. `coast` has
/// the coast of the country too, exactly on the national border.
Result<SeaAndLand> read_sea_and_land(const std::filesystem::path& path, const Borders& borders);

}  // namespace flowspace::bake
