// Growth centres: how much of the growth of all places each group of them brings.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace flowspace {

struct GrowthPart {
    std::uint32_t group = 0;
    std::size_t places = 0;
    double change = 0;                        // of their total, in its unit; below 0 they shrank
    std::optional<double> contribution = {};  // change / change of all; nothing where all did not grow
};

/// What all grew by is what its parts grew by: contributions add up to 1, and those of groups that shrank are
/// below 0.
struct GrowthSplit {
    std::size_t places = 0;
    double change = 0;
    std::vector<GrowthPart> parts = {};  // by label ascending
};

/// d y_g / d y of totals before and after, one of each and one label per place: each place counts once.
/// Places that are not known both times must be left out before. Pre: the three are equally long.
/// Source: an identity of sums.
GrowthSplit growth_split(std::span<const double> before, std::span<const double> after,
                         std::span<const std::uint32_t> label);

}  // namespace flowspace
