// Discs lying on the ground.
#pragma once

#include "data/result.h"
#include "render/layers/layer.h"

#include <memory>

namespace flowspace {

Result<std::unique_ptr<Layer>> make_places_layer(const LayerSources& sources);

}  // namespace flowspace
