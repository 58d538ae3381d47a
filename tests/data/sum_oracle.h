// Counts rows one by one: what `sum` must answer, written without anything of the program but its value
// types.
#pragma once

#include "data/sum_table.h"
#include "tests/data/random_flows.h"

#include <string>
#include <vector>

namespace flowspace::testing {

/// The rows that sum_table must give, cells as text (unknown: empty), in order.
std::vector<std::vector<std::string>> count_sum(const World& world, const SumRequest& request);

}  // namespace flowspace::testing
