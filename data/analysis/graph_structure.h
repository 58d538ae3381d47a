// The structural set by which networks of cities are called resilient: hierarchy, matching, clustering.
#pragma once

#include "data/analysis/network.h"

#include <optional>
#include <span>
#include <vector>

namespace flowspace {

/// y = intercept + slope x by least squares; nothing with fewer than 2 points or one x only.
struct FittedLine {
    double intercept = 0;
    double slope = 0;
};
std::optional<FittedLine> least_squares(std::span<const double> x, std::span<const double> y);

/// What is not defined (no link, all degrees alike) is missing.
struct GraphStructure {
    std::optional<double> density = {};                // links / possible links
    std::optional<double> transitivity = {};           // 3 x triangles / connected triples
    std::optional<double> mean_local_clustering = {};  // a place with fewer than 2 neighbours counts 0
    std::optional<double> assortativity = {};          // correlation of degrees over links
    std::optional<double> degree_hierarchy = {};       // slope of ln degree on ln rank: near 0 is flat
    std::optional<double> matching = {};  // slope of the mean neighbour degree on degree: < 0 disassortative
};
/// Places without a link take no part in the slopes. Links between the same two places count once.
/// Low slope and disassortative read as resilient: that reading is theirs.
/// Source: Crespo, Suire and Vicente (2014), J Econ Geogr 14:199; Peng, Lin and Gu (2018); Wei and Pan
/// (2021).
GraphStructure graph_structure(const Network& network);

/// Slope of ln value on ln rank, largest first, values > 0 only; nothing with fewer than 2 of them.
std::optional<double> rank_slope(std::span<const double> values);

}  // namespace flowspace
