// Places where the flows put them: near to whom they are tied, not to whom they adjoin.
#pragma once

#include "data/atlas.h"
#include "data/geo/coordinates.h"
#include "data/pair_selection.h"

#include <cstddef>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

namespace flowspace {

struct FlowSpaceMap {
    /// One per place, in effective distance (1 - ln P along the shortest way); nothing where the flows do not
    /// tie it to the others both ways.
    struct Point {
        double x = 0, y = 0;

        bool operator==(const Point&) const = default;
    };
    std::vector<std::optional<Point>> places = {};
    std::size_t placed = 0;
    /// How much of the distances a plane cannot show: sqrt(sum (d - shown)^2 / sum d^2), d the mean of both
    /// ways. Source: Kruskal (1964), stress-1.
    double stress = 0;
};

/// Of one layer's sums: shortest effective distances, classical scaling to a plane. The places are those tied
/// both ways to the place with the most flow. Pairs without rows are no ties. Empty after a stop.
/// Source: Brockmann and Helbing (2013), Science 342:1337; Torgerson (1952).
FlowSpaceMap flow_space_map(const Atlas& atlas, std::span<const Pair> pairs, const LayerSums& sums,
                            const std::stop_token& stop = {});

/// Where each node stands then, in metres of the map: turned, mirrored, moved and scaled so that it lies over
/// the map as well as it can, which lets places be followed; the spread is 0.92 times that of the map. Groups
/// stand at the mean of their primary members; what is not placed stays at home. One per node, as `nodes`.
/// Source: Gower (1975), Procrustes.
std::vector<MapPoint> laid_over(const FlowSpaceMap& map, const Atlas& atlas, std::span<const MapPoint> nodes);

}  // namespace flowspace
