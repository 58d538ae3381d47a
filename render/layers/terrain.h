// The ground: relief with light and tints, and the water, land and areas painted flat onto it.
#pragma once

#include "data/result.h"
#include "render/layers/layer.h"

#include <memory>

namespace flowspace {

Result<std::unique_ptr<Layer>> make_terrain_layer(const LayerSources& sources);

}  // namespace flowspace
