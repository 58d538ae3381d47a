// The two histograms of the panels: volume by step and layer for the timeline, pairs by volume for the
// minimum.
#pragma once

#include "data/dataset.h"
#include "data/pair_selection.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

namespace flowspace {

struct LayerSteps {
    LayerId layer = {};
    std::vector<ExactSum> steps = {};  // one per step of the time axis; rows == 0: nothing said
    double largest = 0;                // of the steps
};

struct TimeHistogram {
    std::vector<LayerSteps> layers = {};  // in the order of the filter's layers
};

/// Volume per step of what `filter` asks for, its window and thresholds left aside: those are what the chart
/// sets. Errors: those of the source.
Result<TimeHistogram> time_histogram(const Dataset& data, const Filter& filter, std::stop_token cancel = {});

/// Pairs counted by volume, in bins of equal width in the logarithm. Pairs without rows or of at most zero
/// are in no bin.
struct VolumeHistogram {
    double low = 1;                          // lower edge of the first bin; > 0
    double high = 1;                         // upper edge of the last
    std::vector<std::uint32_t> counts = {};  // empty where there is no positive volume
};

VolumeHistogram volume_histogram(std::span<const LayerSums> sums, LayerId layer, std::size_t bins);

/// The sums that pass the thresholds; the others lose their rows, so that they count as not asked for.
std::vector<LayerSums> keep_between(std::vector<LayerSums> sums, const Filter& thresholds);

}  // namespace flowspace
