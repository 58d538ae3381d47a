// The time chart: the selection step by step, one band per layer, on the timeline's axis.
#pragma once

#include "data/dataset.h"
#include "data/output_table.h"
#include "viewer/histograms.h"

namespace flowspace {

/// Steps with rows, as `flowspace sum --by time` prints them over the whole axis without --min and --max.
OutputTable time_output(const Dataset& data, const TimeHistogram& histogram);

}  // namespace flowspace
