// What an answer raises off the ground: walls on borders, hulls around groups. Seen from above they lie flat,
// as lines.
#pragma once

#include "data/result.h"
#include "render/layers/layer.h"

#include <memory>

namespace flowspace {

Result<std::unique_ptr<Layer>> make_walls_layer(const LayerSources& sources);

}  // namespace flowspace
