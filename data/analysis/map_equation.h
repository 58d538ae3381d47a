// Communities as places where a random traveller stays long: the map equation.
#pragma once

#include "data/analysis/modularity.h"
#include "data/result.h"

#include <cstdint>
#include <functional>
#include <span>
#include <stop_token>

namespace flowspace {

/// Where the traveller is and goes, in shares; diagonal left out. Empty where nothing flows.
struct MapFlow {
    std::vector<double> place = {};  // visits by a step along a link; sum to 1
    SquareMatrix link = {};          // sum to 1
};

/// Unrecorded teleportation to links: with .15 the traveller starts anew at a place drawn by what leaves it,
/// and only steps along links are counted. Source: Lambiotte and Rosvall (2012), PRE 85:056107.
MapFlow map_flow(SquareView flows);

/// Bits per step to say where the traveller is, with one code for modules and one for the places of each.
/// Source: Rosvall and Bergstrom (2008), PNAS 105:1118, two levels.
double code_length(const MapFlow& flow, std::span<const std::uint32_t> partition);

struct MapModules {
    Partition best = {};     // renumbered; no_community where nothing flows
    double code_length = 0;  // bits
    double one_module = 0;   // bits without modules
    std::uint32_t count = 0;
};

/// The shortest code found from `seeds` starts of Infomap, from `others` and from every place alone, each
/// improved by moving places and merging modules until no move helps. An Error where nothing flows or
/// stopped.
Result<MapModules> find_modules(SquareView flows, std::uint32_t seeds, std::span<const Partition> others,
                                std::stop_token stop, const std::function<void(double)>& progress = {});

}  // namespace flowspace
