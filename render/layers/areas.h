// Outlines of agglomerations.
#pragma once

#include "data/result.h"
#include "render/layers/layer.h"

#include <memory>

namespace flowspace {

Result<std::unique_ptr<Layer>> make_areas_layer(const LayerSources& sources);
Result<std::unique_ptr<Layer>> make_pointed_area_layer(const LayerSources& sources);

}  // namespace flowspace
