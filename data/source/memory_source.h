// Flows held in memory: cells per (layer, step, pair) with running sums at checkpoints, so that a window is
// two checkpoints and the cells between.
#pragma once

#include "data/flow_table.h"
#include "data/source/flow_source.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace flowspace {

/// The cells of one layer in columns, sorted by (step, pair), each (step, pair) at most once. Exactly one of
/// scaled_32, scaled_64 and high holds the values. The memory belongs to SortedFlows::owner.
struct LayerCells {
    int digits = 0;                             // value = scaled / 10^digits; -1: high + low
    std::span<const std::uint64_t> step_begin;  // one per step and one more: the first cell of the step
    std::span<const std::uint32_t> pairs;       // a row of SortedFlows::pairs per cell
    std::span<const std::int32_t> scaled_32 = {};
    std::span<const std::int64_t> scaled_64 = {};
    std::span<const double> high = {};
    std::span<const double> low = {};          // empty: all 0
    std::span<const std::uint32_t> rows = {};  // merged into each cell; empty: one each
};

/// Flows that somebody sorted before: the built-in atlas hands over the columns of its pack without copying.
struct SortedFlows {
    std::vector<LayerInfo> layers = {};
    TimeAxis axis = {};
    std::vector<Pair> pairs = {};        // by (origin, destination) ascending, each once
    std::vector<LayerCells> cells = {};  // one per layer
    std::shared_ptr<const void> owner = {};
};

struct BuildOptions {
    unsigned threads = 1;  // changes the time taken, never a result
};

/// Results depend only on the rows, never on threads; fixed-point sums not even on the order of the rows.
class MemorySource final : public FlowSource {
public:
    /// Merges unsorted rows; rows with the same layer, step and pair are summed.
    /// Pre: fewer than 2^32 rows; columns of one length.
    static std::shared_ptr<const MemorySource> from_rows(FlowTable rows, BuildOptions options = {});

    /// Pre: as SortedFlows and LayerCells say; the sum of |scaled| over a layer is below 2^62.
    static std::shared_ptr<const MemorySource> from_sorted(SortedFlows flows, BuildOptions options = {});

    ~MemorySource() override;

    std::span<const LayerInfo> layers() const override;
    const TimeAxis& time_axis() const override;
    std::span<const Pair> pairs() const override;
    std::uint64_t row_count() const override;

    /// Non-empty (layer, step, pair), and the bytes that they and their checkpoints take.
    std::uint64_t cell_count() const;
    std::uint64_t cell_bytes() const;

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
