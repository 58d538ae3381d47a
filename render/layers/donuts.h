// Rings of shares over the map, drawn as the ribbons that donut_strip makes.
#pragma once

#include "data/result.h"
#include "render/layers/layer.h"

#include <memory>

namespace flowspace {

Result<std::unique_ptr<Layer>> make_donuts_layer(const LayerSources& sources);

}  // namespace flowspace
