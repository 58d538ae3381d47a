// Whether a group of places has one centre or several.
#pragma once

#include "data/analysis/square_matrix.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace flowspace {

/// 1 - sd / sd_max of in-strengths, 1 for places all alike, 0 for two of which one gets everything.
struct EvenStrength {
    double sd = 0;          // population
    double sd_max = 0;      // of two places, 0 and the maximum: maximum / 2
    double population = 0;  // 1 - sd / sd_max
    double sample = 0;      // the same with sample deviations: 1 - sd / (maximum / sqrt 2)
};
/// Nothing with fewer than 2 places or a maximum of 0.
std::optional<EvenStrength> even_strength(std::span<const double> in_strengths);

/// Mean slope of ln size on ln rank over the largest 2, 3 and 4: nearer 0 is more polycentric. With 2 or 3
/// sizes > 0 over what there is; nothing with fewer than 2. Source: Burger and Meijers (2012), Urban Stud.
/// 49:1127.
std::optional<double> top_slope(std::span<const double> sizes);

/// Of one group.
struct Polycentricity {
    std::vector<double> in_strength = {};  // from members, one per member
    std::optional<EvenStrength> even = {};
    double density = 0;                           // pairs of members with a flow / all ordered pairs
    std::optional<double> internal_share = {};    // of what leaves members, how much reaches members
    std::optional<double> green_density = {};     // even.population x density
    std::optional<double> green_internal = {};    // even.population x internal_share: our reading for volumes
    std::optional<double> entropy = {};           // evenness of in_strength
    std::optional<double> functional_slope = {};  // top_slope of in_strength
    std::optional<double> morphological_slope = {};  // top_slope of the sizes
};
/// `sizes` (population): one per place of the matrix, NaN unknown. Pre: members ascending, each once.
/// Source: Green (2007), Urban Stud. 44:2077, with the population deviation.
Polycentricity polycentricity(SquareView flows, std::span<const std::uint32_t> members,
                              std::span<const double> sizes);

/// even.population by how many centres enter: the largest 2, 3, ... by in-strength. Nothing where not
/// defined.
std::vector<std::optional<double>> by_cut_off(std::span<const double> in_strengths);

}  // namespace flowspace
