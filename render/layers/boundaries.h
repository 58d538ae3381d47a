// Borders, coasts and rivers: lines of constant width, draped over the relief.
#pragma once

#include "data/result.h"
#include "render/layers/layer.h"

#include <memory>

namespace flowspace {

Result<std::unique_ptr<Layer>> make_boundaries_layer(const LayerSources& sources);

}  // namespace flowspace
