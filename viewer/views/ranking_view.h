// The ranking: places or groups by what leaves, arrives, nets and stays inside.
#pragma once

#include "data/output_table.h"
#include "viewer/views/unit_figures.h"

#include <span>
#include <vector>

namespace flowspace {

/// Rows of `figures` in the order asked for; unknown last, ties as in `flowspace sum`: out, in,
/// inside descending, then ids ascending. Names sort as they are spelt in English.
std::vector<std::uint32_t> ranked(const Dataset& data, std::span<const UnitFigures> figures,
                                  const SortBy<RankingColumn>& sort);

/// Places: the columns of `sum --by place`, then net. Groups: layer, group, names, out, in, inside, net, unit
/// and status.
OutputTable ranking_output(const Dataset& data, std::span<const UnitFigures> figures,
                           std::span<const std::uint32_t> order, LayerId layer);

}  // namespace flowspace
