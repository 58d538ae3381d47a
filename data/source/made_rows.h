// Flow rows made by rule, of any number: what benches and tests of large tables run on.
#pragma once

#include "data/source/flow_merger.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace flowspace {

struct MadeTable {
    std::uint64_t rows = 1'000'000;
    std::uint32_t places = 337;
    std::uint32_t days = 365;
    std::uint32_t hours = 1;  // 24: hourly steps
    std::uint64_t seed = 1;
};

/// Five layers, as real flows are skewed: places by size, pairs by size and distance, few pairs with most
/// rows; people between most pairs, the others between a fifth of them. Days of 2020 on. Values are whole
/// numbers, in a hundredth of the rows with two decimals. Row n is the same whatever is asked for before it.
class MadeRows {
public:
    explicit MadeRows(const MadeTable& table);

    /// Rows [first, first + count) in columns that live until the next call.
    FlowRows chunk(std::uint64_t first, std::size_t count);

    /// people, goods, capital, technology, information; the grain of the table.
    MergedLayers layers() const;

private:
    MadeTable table_;
    std::vector<std::uint32_t> alias_;  // per slot of (layer, pair), Vose's method
    std::vector<std::uint32_t> threshold_;
    std::vector<std::uint32_t> slots_;  // layer << 28 | pair
    std::vector<LayerId> layer_;
    std::vector<PlaceId> origin_, destination_;
    std::vector<TimeMs> time_;
    std::vector<double> value_;
};

/// All rows of the table into `merger`, in chunks. Returns what went wrong.
std::optional<Error> merge_made_rows(const MadeTable& table, FlowMerger& merger);

}  // namespace flowspace
