// The pair table: every selected pair of every layer with value, share, rank and rows, sorted and filtered.
#pragma once

#include "data/dataset.h"
#include "data/output_table.h"
#include "data/pair_selection.h"
#include "viewer/views/view_settings.h"

#include <cstdint>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace flowspace {

struct PairRow {
    LayerId layer = {};
    PairId pair = {};
    double value = 0;
    std::uint64_t rows = 0;
    std::uint32_t rank = 0;  // within its layer, from 1

    bool operator==(const PairRow&) const = default;
};

/// The pairs of a selection before they are ordered.
struct PairSelection {
    std::vector<PairRow> rows = {};          // by layer, then pair; rank 0
    std::vector<LayerId> layers = {};        // in their order
    std::vector<double> totals = {};         // one per layer of the dataset: of the rows
    std::vector<std::uint64_t> counts = {};  // the same: rows here
};

/// The counted pairs, as `flowspace sum --by pair` counts them: those with unpublished cells are unknown
/// where unlisted ones are zero. `filter` is what `sums` answer.
PairSelection select_pair_rows(const Dataset& data, const Filter& filter, std::span<const LayerSums> sums);

struct PairTableRequest {
    SortBy<PairColumn> sort = {};
    std::string find = {};  // part of a name or id of either end; capitals do not matter

    bool operator==(const PairTableRequest&) const = default;
};

/// What is listed, top to bottom.
struct PairTable {
    std::vector<PairRow> rows = {};
    std::vector<double> totals = {};  // one per layer of the dataset
    std::uint64_t selected = 0;       // before `find`
    std::size_t layers = 0;
};

/// Ranks by value within each layer, then orders as asked. Rank and value keep layers apart, whose units
/// differ; share compares across them. Names sort as they are spelt in English (pinyin). Ties: as in
/// `flowspace sum --by pair`, whose order rank ascending is.
PairTable order_pairs(const Dataset& data, PairSelection selection, const PairTableRequest& request,
                      const std::stop_token& cancel = {});

/// Columns of `sum --by pair`, then names, share, rank and rows.
OutputTable pair_output(const Dataset& data, const PairTable& table);

}  // namespace flowspace
