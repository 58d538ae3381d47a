// The links of a network on the ground, as wide as what they carry, each with a soft glow.
#pragma once

#include "render/layers/layer.h"

#include <memory>

namespace flowspace {

Result<std::unique_ptr<Layer>> make_tubes_layer(const LayerSources& sources);

}  // namespace flowspace
