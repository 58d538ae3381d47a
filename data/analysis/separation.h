// Rows that a Poisson model with two sets of effects fits perfectly by sending something to minus infinity:
// without them the estimates exist.
#pragma once

#include "data/analysis/two_way_effects.h"

#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

namespace flowspace {

/// The model's columns: terms (rows x terms, row-major) beside two sets of effects.
struct ModelColumns {
    const EffectLevels& levels;
    std::span<const double> x;
    std::size_t terms = 0;
};

/// A row is separated where y = 0 and a combination of terms and effects is 0 wherever y > 0, never negative,
/// and positive at the row. all_zero: every y of one of its effects is 0.
struct Separation {
    std::vector<std::uint8_t> kept = {};  // one per row
    std::uint64_t all_zero = 0;           // rows left out for an effect without any flow
    std::uint64_t separated = 0;          // further rows left out
};

/// A stop leaves the rows found so far.
/// Source: Correia, Guimaraes and Zylkin (2019), arXiv:1903.01633, the iterative rectifier, with the
/// equations of y > 0 held exactly instead of by a large weight.
Separation find_separation(const ModelColumns& model, std::span<const double> y,
                           const std::stop_token& stop = {});

}  // namespace flowspace
