// THE list of layers, in drawing order.
#pragma once

#include "data/result.h"
#include "render/layers/layer.h"

#include <memory>
#include <span>
#include <string_view>

namespace flowspace {

struct LayerEntry {
    std::string_view name;
    Stage stage;
    Result<std::unique_ptr<Layer>> (*make)(const LayerSources& sources);
};

std::span<const LayerEntry> all_layers();

}  // namespace flowspace
