// Flows held in memory: cells per (layer, step, pair) with running sums beside them, so that sums cost what
// they have pairs, not what there are rows.
#pragma once

#include "data/flow_table.h"
#include "data/source/flow_source.h"
#include "data/source/flow_tiles.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace flowspace {

struct BuildOptions {
    unsigned threads = 1;  // changes the time taken, never a result
};

/// Results depend only on the rows, never on threads; fixed-point sums not even on the order of the rows.
class MemorySource final : public FlowSource {
public:
    /// Merges unsorted rows; rows with the same layer, step and pair are summed.
    /// Pre: at most max_flow_rows rows and max_layers layers; columns of one length.
    static std::shared_ptr<const MemorySource> from_rows(FlowTable rows, BuildOptions options = {});

    /// Pre: as SortedFlows and LayerTiles say; the sum of |scaled| over a layer is below 2^62, of its rows
    /// below 2^32.
    static std::shared_ptr<const MemorySource> from_sorted(SortedFlows flows, BuildOptions options = {});

    ~MemorySource() override;

    std::span<const LayerInfo> layers() const override;
    const TimeAxis& time_axis() const override;
    std::span<const Pair> pairs() const override;
    std::uint64_t row_count() const override;

    /// Non-empty (layer, step, pair), and the bytes that they and what is kept beside them take.
    std::uint64_t cell_count() const;
    std::uint64_t cell_bytes() const;

    /// What it was made from, as a cache keeps it.
    const SortedFlows& sorted() const;

private:
    Result<std::vector<ExactSum>> sum_pairs(LayerId layer, Window window,
                                            std::stop_token cancel) const override;
    Result<std::vector<ExactSum>> sum_steps(LayerId layer, std::span<const std::uint8_t> selected,
                                            std::stop_token cancel) const override;

    struct State;
    explicit MemorySource(std::unique_ptr<const State> state);
    std::unique_ptr<const State> state_;
};

}  // namespace flowspace
