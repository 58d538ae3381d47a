// What somebody says of a layer, over what is known of it.
#pragma once

#include "data/layer_info.h"

namespace flowspace {

/// Names, unit, status and source, where `said` says something of them.
void take_words(LayerInfo& layer, const LayerInfo& said);

}  // namespace flowspace
