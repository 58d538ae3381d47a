#include "render/scene/map_scale.h"

#include "render/scene/furniture_words.h"
#include "render/scene/place_items.h"

#include <algorithm>

namespace flowspace {

MapScale scale_of(const DrawListInput& input) {
    DrawListInput free = input;
    free.scale = nullptr;
    const std::vector<float> widest = widest_px(free);
    const DiscMeasures discs = disc_measures(free);
    MapScale scale{.largest_disc = discs.largest};
    for (const ShownFlows::Coverage& coverage : input.shown.coverage) {
        const auto volume = std::ranges::find(discs.volumes, coverage.layer, &DiscMeasures::Volume::layer);
        scale.layers.push_back({.layer = coverage.layer,
                                .largest = coverage.largest,
                                .widest_px = widest[index(coverage.layer)],
                                .volume = volume == discs.volumes.end() ? 0 : volume->value});
    }
    return scale;
}

MapScale common_scale(std::span<const MapScale> scales) {
    MapScale common = scales.front();
    common.of_maps = true;
    for (const MapScale& other : scales.subspan(1)) {
        common.largest_disc = std::max(common.largest_disc, other.largest_disc);
        for (const LayerScale& layer : other.layers) {
            const auto known = std::ranges::find(common.layers, layer.layer, &LayerScale::layer);
            if (known == common.layers.end())
                common.layers.push_back(layer);
            else if (layer.largest > known->largest)
                *known = layer;
        }
    }
    std::ranges::sort(common.layers, {}, &LayerScale::layer);
    return common;
}

LayerScale layer_scale(const DrawListInput& input, LayerId layer) {
    if (input.scale != nullptr) {
        const auto kept = std::ranges::find(input.scale->layers, layer, &LayerScale::layer);
        if (kept != input.scale->layers.end() && kept->largest > 0) return *kept;
    }
    const auto shown = std::ranges::find(input.shown.coverage, layer, &ShownFlows::Coverage::layer);
    return {.layer = layer, .largest = shown->largest, .widest_px = widest_px(input)[index(layer)]};
}

}  // namespace flowspace
