// How central places are: by what flows to and from them, and by how near the others are.
#pragma once

#include "data/analysis/square_matrix.h"

#include <cstdint>
#include <span>
#include <vector>

namespace flowspace {

/// Of one place, self-flows left out.
struct Strength {
    double out = 0;
    double in = 0;
    std::uint32_t out_degree = 0;  // destinations with a flow > 0
    std::uint32_t in_degree = 0;
};

/// One per place.
std::vector<Strength> strengths(SquareView flows);

/// Of one place, by the distances from it.
struct Nearness {
    double closeness = 0;          // (reached) / sum of distances to those reached; 0 for a place alone
    double harmonic = 0;           // sum of 1 / distance: 0 for what is not reached
    std::uint32_t reached = 0;     // other places that can be reached
    double hansen = 0;             // sum of population x exp(-distance / decay), its own included
    double population_within = 0;  // of places within the limit, its own included
};

struct NearnessOptions {
    double decay = 60;   // in the unit of the distances
    double within = 60;  // included
};

/// One per place. `distances` are infinite where there is no way; `population` has one per place, an unknown
/// one being NaN, which is left out. Where not everything is reached, closeness looks only at the place's own
/// component and cannot be compared between components: use harmonic there.
/// Source: Hansen (1959); Marchiori and Latora (2000) for harmonic.
std::vector<Nearness> nearness(SquareView distances, std::span<const double> population,
                               NearnessOptions options);

}  // namespace flowspace
