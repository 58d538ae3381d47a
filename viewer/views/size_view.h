// Rank and size: places or groups by a measure, on logarithmic axes, with the line that fits best.
#pragma once

#include "data/analysis/rank_size.h"
#include "data/output_table.h"
#include "viewer/views/scatter_view.h"

#include <optional>
#include <span>
#include <vector>

namespace flowspace {

struct SizeRanks {
    std::vector<Dot> dots = {};  // x: rank from 1, y: size, descending; ties by id
    std::vector<std::size_t> named = {};
    std::size_t left_out = 0;          // unknown or not positive
    std::optional<RankSize> fit = {};  // of three sizes and more that are not all alike
};

SizeRanks make_rank_size(const Dataset& data, std::span<const UnitFigures> figures, UnitMeasure measure);

/// The size at a rank on the fitted line.
double fitted_size(const RankSize& fit, double rank);

OutputTable rank_size_output(const Dataset& data, const SizeRanks& ranks, const ViewSettings& asked,
                             LayerId layer);

}  // namespace flowspace
