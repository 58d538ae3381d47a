#include "viewer/histograms.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace flowspace {

Result<TimeHistogram> time_histogram(const Dataset& data, const Filter& filter, std::stop_token cancel) {
    const std::vector<std::uint8_t> selected = select_pairs(*data.atlas, data.flows->pairs(), filter);
    TimeHistogram histogram;
    for (const LayerId layer : filter.layers) {
        Result<std::vector<ExactSum>> sums = data.flows->step_sums(layer, selected, cancel);
        if (!sums) return sums.error();
        LayerSteps steps{.layer = layer, .steps = std::move(*sums)};
        for (const ExactSum& sum : steps.steps)
            if (sum.rows > 0) steps.largest = std::max(steps.largest, value(sum));
        histogram.layers.push_back(std::move(steps));
    }
    return histogram;
}

VolumeHistogram volume_histogram(std::span<const LayerSums> sums, LayerId layer, std::size_t bins) {
    VolumeHistogram histogram;
    double low = std::numeric_limits<double>::infinity();
    double high = 0;
    std::vector<double> volumes;
    for (const LayerSums& layer_sums : sums) {
        if (layer_sums.layer != layer) continue;
        for (const ExactSum& sum : layer_sums.sums) {
            if (sum.rows == 0) continue;
            const double volume = value(sum);
            if (!(volume > 0)) continue;
            volumes.push_back(volume);
            low = std::min(low, volume);
            high = std::max(high, volume);
        }
    }
    if (high <= 0 || bins == 0) return histogram;
    histogram.low = low;
    histogram.high = high > low ? high : low * 10;
    histogram.counts.assign(bins, 0);
    const double scale = static_cast<double>(bins) / std::log(histogram.high / histogram.low);
    for (const double volume : volumes) {
        const double at = std::log(volume / histogram.low) * scale;
        ++histogram.counts[std::min(bins - 1, static_cast<std::size_t>(std::max(0.0, at)))];
    }
    return histogram;
}

std::vector<LayerSums> keep_between(std::vector<LayerSums> sums, const Filter& thresholds) {
    if (!thresholds.min_value && !thresholds.max_value) return sums;
    for (LayerSums& layer : sums)
        for (std::size_t pair = 0; pair < layer.sums.size(); ++pair) {
            if (layer.counted[pair] == 0) continue;
            const double volume = value(layer.sums[pair]);
            const bool kept = (!thresholds.min_value || volume >= *thresholds.min_value) &&
                              (!thresholds.max_value || volume <= *thresholds.max_value);
            if (kept) continue;
            layer.sums[pair] = {.digits = layer.sums[pair].digits};
            layer.counted[pair] = 0;
        }
    return sums;
}

}  // namespace flowspace
