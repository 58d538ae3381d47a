// Who looks up to whom: the forest of nodal regions.
#pragma once

#include "data/analysis/square_matrix.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace flowspace {

/// A place in the forest. Roots (nodal centres) are at level 0.
struct Dominance {
    std::optional<std::uint32_t> above = {};  // nothing: a root
    std::uint32_t root = 0;                   // itself for a root
    std::uint32_t level = 0;
    double inflow = 0;  // all of it, self-flows left out
    double largest_outflow = 0;
    std::optional<std::uint32_t> largest_to = {};  // nothing: nothing leaves it
};

/// One per place: i is dominated by j if i's largest outflow goes to j and j's whole inflow is larger than
/// i's. Ties of the largest outflow go to the first place; equal inflows dominate nobody. Source: Nystuen and
/// Dacey (1961), Papers of the RSA 7:29.
std::vector<Dominance> dominance_tree(SquareView flows);

}  // namespace flowspace
