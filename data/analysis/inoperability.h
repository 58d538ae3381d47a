// How far sectors or places fail because those they depend on do.
#pragma once

#include "data/analysis/square_matrix.h"

#include <span>
#include <vector>

namespace flowspace {

/// The least q with q = min(1, A q + c): q[i] is the share of i that does not work, A(i, j) how much of j's
/// failure i takes over, c the direct blow. Pre: A and c >= 0, c one per row.
/// Source: Santos and Haimes (2004), Risk Analysis 24:1437.
std::vector<double> inoperability(SquareView dependence, std::span<const double> blow);

}  // namespace flowspace
