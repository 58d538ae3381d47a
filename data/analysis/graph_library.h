// The one door to igraph: what its algorithms give over plain tables. Calls take turns, since its handlers of
// errors and its random numbers are global; each call sets its own seed.
#pragma once

#include "data/analysis/square_matrix.h"
#include "data/result.h"

#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

namespace flowspace {

/// One per place, summing to 1; from places nothing leaves one goes on to any place alike. All equal where
/// nothing flows. Source: Brin and Page (1998), weighted by flow.
Result<std::vector<double>> pagerank(SquareView flows, double damping);

struct HubsAndAuthorities {
    std::vector<double> hub = {};        // one per place, summing to 1
    std::vector<double> authority = {};  // one per place, summing to 1
};
/// Both empty where nothing flows. Source: Kleinberg (1999).
Result<HubsAndAuthorities> hubs_and_authorities(SquareView flows);

/// One per place, the largest 1; directions added. Empty where nothing flows. Where the flows fall apart into
/// components only the strongest one is above 0. Source: Bonacich (1987).
Result<std::vector<double>> eigenvector_centrality(SquareView flows);

struct LeidenRun {
    std::vector<std::uint32_t> community = {};  // one per place, labels arbitrary
    std::uint64_t seed = 0;
};

/// One run per seed (in that order) that looks for the partition with the largest sum of `gain`(i, j) over
/// pairs inside a community; `gain` is used as gain(i, j) + gain(j, i) and may be negative. What was finished
/// when stopped. Source: Traag, Waltman and van Eck (2019), doi 10.1038/s41598-019-41695-z.
Result<std::vector<LeidenRun>> leiden(SquareView gain, std::span<const std::uint64_t> seeds,
                                      std::stop_token stop);

/// One run per seed of the older Infomap, whose teleportation is recorded: a start for the search by the map
/// equation, not a result. Communities from 0. What was finished when stopped.
Result<std::vector<LeidenRun>> infomap_starts(SquareView flows, std::span<const std::uint64_t> seeds,
                                              std::stop_token stop);

}  // namespace flowspace
