// A small dataset for tests of the window: five cities, two groups, two layers, a year of months with a gap.
#pragma once

#include "data/dataset.h"

#include <memory>

namespace flowspace {

/// Places 0..4 = A..E (110000, 120000, 130100, 310000, 320100). Agglomeration 0 holds A, B, C; 1 holds D, E,
/// C (C is in both). Layers people (observed) and goods (modelled). Months 2020-01..2020-12 without 2020-06.
/// The value of a row from place o to d in month m (1..12): people (o + 1) x 100 + d x 10 + m; goods a tenth
/// of it. Every ordered pair of different places has rows, but D to E; A has flows to itself.
std::shared_ptr<const Dataset> synthetic_dataset();

/// The same places and layers without any row.
std::shared_ptr<const Dataset> empty_dataset();

}  // namespace flowspace
