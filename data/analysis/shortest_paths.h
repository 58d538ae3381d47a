// Shortest ways through a network, every tie kept, and what passes where if all demand takes them.
#pragma once

#include "data/analysis/network.h"
#include "data/analysis/square_matrix.h"

#include <optional>
#include <stop_token>
#include <vector>

namespace flowspace {

/// Two lengths are the same if they differ by no more than this share of the longer.
inline constexpr double tie_tolerance = 1e-10;

/// Distances between all pairs of places: infinity where there is no way, 0 on the diagonal. Nothing when
/// stopped.
std::optional<SquareMatrix> all_distances(const Neighbours& neighbours, const Working& working,
                                          std::stop_token stop);

/// What passes through places and links.
struct PathLoad {
    std::vector<double> through = {};  // one per place: passing through, starts and ends not counted
    std::vector<double> ends = {};     // one per place: starting or ending there
    std::vector<double> link = {};     // one per link
    double served = 0;                 // demand that has a way
};

/// All or nothing: the demand of each ordered pair of working places takes its shortest ways, split over ties
/// in proportion to their number. Pairs without a way load nothing. Nothing when stopped. With a demand of 1
/// for each ordered pair, half of `through` is the undirected unnormalised betweenness. Source: Brandes
/// (2001), A faster algorithm for betweenness centrality, with demands for unit dependencies.
std::optional<PathLoad> path_load(const Neighbours& neighbours, SquareView demand, const Working& working,
                                  std::stop_token stop);

/// Undirected, unnormalised: each unordered pair counts once.
struct Betweenness {
    std::vector<double> place = {};
    std::vector<double> link = {};
};
std::optional<Betweenness> betweenness(const Neighbours& neighbours, const Working& working,
                                       std::stop_token stop);

}  // namespace flowspace
