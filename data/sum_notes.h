// What a reader of sums must know of the times and groups that were asked for.
#pragma once

#include "data/dataset.h"
#include "data/output_table.h"
#include "data/sum_table.h"

#include <vector>

namespace flowspace {

/// Sums by group: groups that overlap (groups-overlap), or none of the kind (no-groups).
void note_groups(const Dataset& dataset, const SumRequest& request, std::vector<OutputNote>& notes);

/// A window without any step of the table (no-times), gaps between steps (time-gap), and two windows that are
/// compared and hold different numbers of steps (unequal-windows).
void note_times(const Dataset& dataset, const SumRequest& request, std::vector<OutputNote>& notes);

}  // namespace flowspace
