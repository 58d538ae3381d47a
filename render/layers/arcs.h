// The flows: ribbons gathered in half floats; and those the pointer is on or that are selected, over the
// picture.
#pragma once

#include "data/result.h"
#include "render/layers/layer.h"

#include <memory>

namespace flowspace {

Result<std::unique_ptr<Layer>> make_arcs_layer(const LayerSources& sources);
Result<std::unique_ptr<Layer>> make_highlight_layer(const LayerSources& sources);

}  // namespace flowspace
