// The disparity filter: which flows matter to one of their ends, whatever its size.
#pragma once

#include "data/nodes.h"
#include "data/pair_selection.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace flowspace {

/// How unlikely a share flow / strength would be, were `strength` cut at random into `degree` parts:
/// (1 - share)^(degree - 1), and 1 where there is one part only. Pre: strength > 0.
/// Source: Serrano, Boguna and Vespignani (2009), PNAS 106:6483.
double disparity_alpha(double flow, double strength, std::uint32_t degree);

/// The smaller of both ends' alphas, one per row of `pairs`; 2 where the row has nothing to draw or stays in
/// its place. Strengths and degrees are of the layer's own flows; magnitudes count.
std::vector<double> disparity_alphas(const LayerSums& sums, std::span<const Pair> pairs);
std::vector<double> disparity_alphas(const LayerSums& sums, std::span<const NodePair> pairs);

/// What the flows with an alpha below `level` show of a layer.
struct BackbonePoint {
    double level = 0;
    std::size_t flows = 0;
    double volume_share = 0;  // of all volume between different places
    std::size_t places = 0;   // with a flow among them
};
/// One per entry of `levels`, which ascend.
std::vector<BackbonePoint> backbone_curve(const LayerSums& sums, std::span<const Pair> pairs,
                                          std::span<const double> levels);
std::vector<BackbonePoint> backbone_curve(const LayerSums& sums, std::span<const NodePair> pairs,
                                          std::span<const double> levels);

}  // namespace flowspace
