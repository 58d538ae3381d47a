// Shortest ways between all nodes of a network in which most are linked to most.
#pragma once

#include "data/source/tile_lanes.h"

#include <cstddef>
#include <span>
#include <stop_token>
#include <vector>

namespace flowspace {

/// `length`: n x n, row-major, from row to column; none negative, infinite where no link leads. n x n, 0 on
/// the diagonal, infinite where no way leads; each the least sum of lengths along a way, added from its
/// beginning on, whatever the speed or the number of threads. Empty after a stop.
/// In phases: what no place still waiting can come nearer to is settled together. A place that its cheapest
/// link alone takes as far from the nearest waiting place as it already is stays where it is; once all do,
/// nothing is left to do. At most n places are settled, mostly in fewer than ten phases.
/// Source: Crauser, Mehlhorn, Meyer and Sanders (1998), MFCS, LNCS 1450:722 (the criterion IN); Dijkstra
/// (1959).
std::vector<double> dense_distances(std::span<const double> length, std::size_t n,
                                    const std::stop_token& stop = {}, Speed speed = Speed::best);

}  // namespace flowspace
