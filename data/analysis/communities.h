// Communities of places by their flows: the best of many runs, and how far the runs agree.
#pragma once

#include "data/analysis/modularity.h"
#include "data/result.h"

#include <cstdint>
#include <functional>
#include <span>
#include <stop_token>
#include <vector>

namespace flowspace {

struct Communities {
    Partition best = {};                 // renumbered; no_community where nothing flows
    double quality = 0;                  // Q of the best
    std::uint32_t count = 0;             // communities of the best
    std::uint64_t seed = 0;              // the first that found it
    std::vector<Partition> runs = {};    // one per seed, renumbered
    std::vector<double> qualities = {};  // one per seed
};

/// Runs Leiden once per seed from 1 on; the first run with the largest Q is the best. `gain` as by
/// modularity_gain(flows, ...). What was not finished when stopped is missing; an Error if none was.
/// Source: Traag, Waltman and van Eck (2019), with the directed null of Leicht and Newman (2008).
Result<Communities> find_communities(SquareView flows, SquareView gain, std::uint32_t seeds,
                                     std::stop_token stop, const std::function<void(double)>& progress = {});

/// Share of partitions in which two places are together: n x n, 1 on the diagonal; NaN where a place is in no
/// community of any of them. Pre: all of one size.
SquareMatrix co_assignment(std::span<const Partition> partitions);

}  // namespace flowspace
