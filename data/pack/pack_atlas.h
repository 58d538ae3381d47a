// A whole atlas as the bytes of a pack: the counterpart of load_atlas_pack.
#pragma once

#include "data/atlas.h"
#include "data/base_map.h"
#include "data/dataset.h"
#include "data/pack/flow_section.h"

#include <cstddef>
#include <vector>

namespace flowspace::pack {

/// The same input gives the same bytes.
std::vector<std::byte> pack_atlas(const Atlas& atlas, const BaseMap& map, const DenseFlows& flows,
                                  const std::vector<ImputedMass>& imputed);

}  // namespace flowspace::pack
