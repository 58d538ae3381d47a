// How much more stays inside communities than chance would have it, flows directed.
#pragma once

#include "data/analysis/square_matrix.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace flowspace {

/// A label per place; places with the same label are one community.
using Partition = std::vector<std::uint32_t>;

/// A place without any flow, left out of every community.
inline constexpr std::uint32_t no_community = 0xffffffff;

/// (F(i, j) - gamma E(i, j)) / W with E = O_i D_j / W; the diagonal of the flows is left out, that of E is
/// not. 0 where nothing flows. Q of a partition is its sum over pairs inside a community.
SquareMatrix modularity_gain(SquareView flows, double gamma);

/// The same with an expectation of one's own, a gravity model's for example, whose diagonal counts as it
/// stands.
SquareMatrix modularity_gain(SquareView flows, SquareView expected, double gamma);

/// Q = sum_c (W_cc / W - gamma O_c D_c / W^2) for the plain gain. Places of `no_community` add nothing.
/// Source: Leicht and Newman (2008), PRL 100:118703.
double modularity(SquareView gain, std::span<const std::uint32_t> partition);

/// Communities numbered from 0, larger ones first, ties by their first place; no_community stays.
Partition renumbered(std::span<const std::uint32_t> partition);

/// What a place would add to Q in another community of the partition.
struct Move {
    std::uint32_t community = 0;  // the best other one; ties by number
    double gain = 0;              // Q after - Q before
};
/// Nothing if there is no other community.
std::optional<Move> best_move(SquareView gain, std::span<const std::uint32_t> partition, std::size_t place);

/// Whether a place would fit better elsewhere than in its official group.
struct Misfit {
    double ties_in_group = 0;         // share of what leaves and reaches it; NaN where nothing does
    std::optional<Move> better = {};  // the best other group, also where its gain is not above 0
    bool misfit = false;              // better->gain > 0
};
/// One per place. A place in no official group is a group of its own in `official`.
std::vector<Misfit> misfits(SquareView flows, SquareView gain, std::span<const std::uint32_t> official);

}  // namespace flowspace
