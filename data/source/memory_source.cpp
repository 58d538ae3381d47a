#include "data/source/memory_source.h"

#include "data/source/cell_builder.h"
#include "data/source/parallel.h"

#include <algorithm>
#include <cassert>

namespace flowspace {
namespace {

/// Running sums per pair of all cells of a layer before a step.
struct Checkpoint {
    std::uint64_t cell = 0;  // the first cell not in it; the start of a step
    std::vector<std::int64_t> scaled = {};
    std::vector<double> high = {}, low = {};
    std::vector<std::uint32_t> rows = {};
};

std::uint64_t bytes_per_cell(const LayerCells& cells) {
    return 4 + (cells.scaled_32.empty() ? 8U : 4U) + (cells.low.empty() ? 0U : 8U) +
           (cells.rows.empty() ? 0U : 4U);
}

/// Calls visit(tag, cell) typed by how the layer keeps its values, so that inner loops do not branch.
template <class Visit>
void with_values(const LayerCells& cells, const Visit& visit) {
    if (cells.digits < 0)
        visit([&](std::uint64_t cell) {
            return DoubleDouble{cells.high[cell], cells.low.empty() ? 0.0 : cells.low[cell]};
        });
    else if (!cells.scaled_32.empty())
        visit([&](std::uint64_t cell) { return std::int64_t{cells.scaled_32[cell]}; });
    else
        visit([&](std::uint64_t cell) { return cells.scaled_64[cell]; });
}

template <class Visit>
void with_rows(const LayerCells& cells, const Visit& visit) {
    if (cells.rows.empty())
        visit([](std::uint64_t) { return std::uint32_t{1}; });
    else
        visit([&](std::uint64_t cell) { return cells.rows[cell]; });
}

void accumulate(ExactSum& sum, std::int64_t scaled) { sum.scaled += scaled; }
void accumulate(ExactSum& sum, DoubleDouble wide) {
    const DoubleDouble next = add({sum.high, sum.low}, wide);
    sum.high = next.high;
    sum.low = next.low;
}
std::int64_t negated(std::int64_t scaled) { return -scaled; }
DoubleDouble negated(DoubleDouble wide) { return {-wide.high, -wide.low}; }

struct CellRange {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
};

void add_cells(std::span<ExactSum> sums, const LayerCells& cells, CellRange range) {
    with_values(cells, [&](const auto& value_of) {
        with_rows(cells, [&](const auto& rows_of) {
            for (std::uint64_t cell = range.first; cell < range.last; ++cell) {
                ExactSum& sum = sums[cells.pairs[cell]];
                accumulate(sum, value_of(cell));
                sum.rows += rows_of(cell);
            }
        });
    });
}

void subtract_cells(std::span<ExactSum> sums, const LayerCells& cells, CellRange range) {
    with_values(cells, [&](const auto& value_of) {
        with_rows(cells, [&](const auto& rows_of) {
            for (std::uint64_t cell = range.first; cell < range.last; ++cell) {
                ExactSum& sum = sums[cells.pairs[cell]];
                accumulate(sum, negated(value_of(cell)));
                sum.rows -= rows_of(cell);
            }
        });
    });
}

Checkpoint checkpoint_of(std::span<const ExactSum> sums, std::uint64_t cell) {
    Checkpoint made{cell};
    made.rows.reserve(sums.size());
    const bool fixed = sums.front().digits >= 0;
    (fixed ? made.scaled.reserve(sums.size()) : made.high.reserve(sums.size()));
    for (const ExactSum& sum : sums) {
        made.rows.push_back(static_cast<std::uint32_t>(sum.rows));
        if (fixed) {
            made.scaled.push_back(sum.scaled);
        } else {
            made.high.push_back(sum.high);
            made.low.push_back(sum.low);
        }
    }
    return made;
}

/// One layer: its cells, and checkpoints often enough that a window touches few cells, rarely enough that
/// they fit the 16 bytes a cell may cost in all.
struct Layer {
    LayerCells cells;
    std::vector<Checkpoint> checkpoints;
    std::vector<ExactSum> step_totals;  // over all pairs
    std::uint64_t rows = 0;

    ExactSum zero() const {
        ExactSum sum;
        sum.digits = static_cast<std::int8_t>(cells.digits);
        return sum;
    }

    std::uint64_t cell_bytes() const {
        std::uint64_t bytes = cells.pairs.size() * bytes_per_cell(cells) +
                              step_totals.size() * sizeof(ExactSum) + cells.step_begin.size() * 8;
        for (const Checkpoint& one : checkpoints)
            bytes += one.rows.size() * 4 + (one.scaled.size() + one.high.size() + one.low.size()) * 8;
        return bytes;
    }

    void build(std::size_t pair_count);
    std::vector<ExactSum> window_sums(std::size_t pair_count, CellRange range) const;

private:
    /// The checkpoint nearest to a cell by the number of cells between; nothing where that is the very start.
    const Checkpoint* nearest(std::uint64_t cell) const;
};

std::uint64_t distance(std::uint64_t a, std::uint64_t b) { return a < b ? b - a : a - b; }

const Checkpoint* Layer::nearest(std::uint64_t cell) const {
    const auto after = std::ranges::lower_bound(checkpoints, cell, {}, &Checkpoint::cell);
    const Checkpoint* best = nullptr;
    std::uint64_t least = cell;
    if (after != checkpoints.begin() && distance((after - 1)->cell, cell) < least) {
        best = &*(after - 1);
        least = distance(best->cell, cell);
    }
    if (after != checkpoints.end() && distance(after->cell, cell) < least) best = &*after;
    return best;
}

void Layer::build(std::size_t pair_count) {
    const std::uint64_t per_cell = bytes_per_cell(cells);
    const std::uint64_t per_pair = cells.digits < 0 ? 20 : 12;
    const std::uint64_t spare = per_cell < 16 ? 16 - per_cell : 1;
    const std::uint64_t spacing = pair_count * std::max<std::uint64_t>(4, (per_pair + spare - 1) / spare);
    std::vector<ExactSum> running(pair_count, zero());
    std::uint64_t done = 0;
    for (std::size_t step = 0; step + 1 < cells.step_begin.size(); ++step) {
        const CellRange range{cells.step_begin[step], cells.step_begin[step + 1]};
        if (pair_count > 0 && range.first - done >= spacing) {
            checkpoints.push_back(checkpoint_of(running, range.first));
            done = range.first;
        }
        add_cells(running, cells, range);
        ExactSum total = zero();
        with_values(cells, [&](const auto& value_of) {
            for (std::uint64_t cell = range.first; cell < range.last; ++cell)
                accumulate(total, value_of(cell));
        });
        with_rows(cells, [&](const auto& rows_of) {
            for (std::uint64_t cell = range.first; cell < range.last; ++cell) total.rows += rows_of(cell);
        });
        rows += total.rows;
        step_totals.push_back(total);
    }
}

void add_checkpoint(std::span<ExactSum> sums, const Checkpoint& checkpoint) {
    for (std::size_t pair = 0; pair < sums.size(); ++pair) {
        sums[pair].rows += checkpoint.rows[pair];
        if (checkpoint.scaled.empty())
            accumulate(sums[pair], DoubleDouble{checkpoint.high[pair], checkpoint.low[pair]});
        else
            accumulate(sums[pair], checkpoint.scaled[pair]);
    }
}

void subtract_checkpoint(std::span<ExactSum> sums, const Checkpoint& checkpoint) {
    for (std::size_t pair = 0; pair < sums.size(); ++pair) {
        sums[pair].rows -= checkpoint.rows[pair];
        if (checkpoint.scaled.empty())
            accumulate(sums[pair], DoubleDouble{-checkpoint.high[pair], -checkpoint.low[pair]});
        else
            accumulate(sums[pair], -checkpoint.scaled[pair]);
    }
}

std::vector<ExactSum> Layer::window_sums(std::size_t pair_count, CellRange range) const {
    std::vector<ExactSum> sums(pair_count, zero());
    const Checkpoint* to = nearest(range.last);
    const Checkpoint* from = nearest(range.first);
    const std::uint64_t to_cell = to ? to->cell : 0, from_cell = from ? from->cell : 0;
    const std::uint64_t by_checkpoints = distance(to_cell, range.last) + distance(from_cell, range.first) +
                                         ((to ? 1 : 0) + (from ? 1 : 0)) * pair_count / 4;
    if (to == from || range.last - range.first <= by_checkpoints) {
        add_cells(sums, cells, range);
        return sums;
    }
    if (to) add_checkpoint(sums, *to);
    add_cells(sums, cells, {to_cell, std::max(to_cell, range.last)});
    if (from) subtract_checkpoint(sums, *from);
    add_cells(sums, cells, {range.first, std::max(range.first, from_cell)});
    subtract_cells(sums, cells, {range.last, std::max(range.last, to_cell)});
    subtract_cells(sums, cells, {from_cell, std::max(from_cell, range.first)});
    if (cells.digits < 0)
        for (ExactSum& sum : sums)
            if (sum.rows == 0) sum = zero();  // what rounding left of sums taken away again
    return sums;
}

}  // namespace

struct MemorySource::State {
    SortedFlows flows;
    std::vector<Layer> layers;
    std::uint64_t rows = 0;
};

MemorySource::MemorySource(std::unique_ptr<const State> state) : state_(std::move(state)) {}
MemorySource::~MemorySource() = default;

std::shared_ptr<const MemorySource> MemorySource::from_rows(FlowTable rows, BuildOptions options) {
    return from_sorted(build_cells(rows, options), options);
}

std::shared_ptr<const MemorySource> MemorySource::from_sorted(SortedFlows flows, BuildOptions options) {
    assert(flows.cells.size() == flows.layers.size());
    auto state = std::make_unique<State>();
    state->layers.resize(flows.layers.size());
    for (std::size_t layer = 0; layer < flows.layers.size(); ++layer) {
        assert(flows.cells[layer].step_begin.size() == flows.axis.size() + 1);
        state->layers[layer].cells = flows.cells[layer];
    }
    run_parallel(flows.layers.size(), options.threads,
                 [&](std::size_t layer) { state->layers[layer].build(flows.pairs.size()); });
    for (const Layer& layer : state->layers) state->rows += layer.rows;
    state->flows = std::move(flows);
    return std::shared_ptr<const MemorySource>(new MemorySource(std::move(state)));
}

std::span<const LayerInfo> MemorySource::layers() const { return state_->flows.layers; }
const TimeAxis& MemorySource::time_axis() const { return state_->flows.axis; }
std::span<const Pair> MemorySource::pairs() const { return state_->flows.pairs; }
std::uint64_t MemorySource::row_count() const { return state_->rows; }

Result<std::vector<ExactSum>> MemorySource::sum_pairs(LayerId layer, Window window, std::stop_token) const {
    const Layer& asked = state_->layers[index(layer)];
    const StepRange steps = steps_in(state_->flows.axis, window);
    return asked.window_sums(state_->flows.pairs.size(),
                             {asked.cells.step_begin[steps.first], asked.cells.step_begin[steps.last]});
}

Result<std::vector<ExactSum>> MemorySource::sum_steps(LayerId layer, std::span<const std::uint8_t> selected,
                                                      std::stop_token) const {
    const Layer& asked = state_->layers[index(layer)];
    assert(selected.size() == state_->flows.pairs.size());
    if (std::ranges::all_of(selected, [](std::uint8_t one) { return one != 0; })) return asked.step_totals;
    std::vector<ExactSum> sums(state_->flows.axis.size(), asked.zero());
    const LayerCells& cells = asked.cells;
    with_values(cells, [&](const auto& value_of) {
        with_rows(cells, [&](const auto& rows_of) {
            for (std::size_t step = 0; step < sums.size(); ++step) {
                ExactSum sum = asked.zero();
                for (std::uint64_t cell = cells.step_begin[step]; cell < cells.step_begin[step + 1]; ++cell) {
                    if (!selected[cells.pairs[cell]]) continue;
                    accumulate(sum, value_of(cell));
                    sum.rows += rows_of(cell);
                }
                sums[step] = sum;
            }
        });
    });
    return sums;
}

std::uint64_t MemorySource::cell_count() const {
    std::uint64_t cells = 0;
    for (const Layer& layer : state_->layers) cells += layer.cells.pairs.size();
    return cells;
}

std::uint64_t MemorySource::cell_bytes() const {
    std::uint64_t bytes = 0;
    for (const Layer& layer : state_->layers) bytes += layer.cell_bytes();
    return bytes;
}

}  // namespace flowspace
