#include "data/source/memory_source.h"

#include "data/source/flow_merger.h"
#include "data/source/layer_index.h"
#include "data/source/parallel.h"

#include <algorithm>
#include <cassert>
#include <mutex>
#include <optional>
#include <utility>

namespace flowspace {

struct MemorySource::State {
    SortedFlows flows;
    std::vector<std::optional<LayerIndex>> layers;
    std::uint64_t rows = 0;
    unsigned threads = 1;
    /// The last selection of each layer: the next one is mostly near it.
    mutable std::mutex asked_mutex = {};
    mutable std::vector<std::shared_ptr<const KnownSums>> asked = {};
};

MemorySource::MemorySource(std::unique_ptr<const State> state) : state_(std::move(state)) {}
MemorySource::~MemorySource() = default;

std::shared_ptr<const MemorySource> MemorySource::from_rows(FlowTable rows, BuildOptions options) {
    std::size_t places = 0;
    for (std::size_t row = 0; row < rows.size(); ++row)
        places = std::max({places, index(rows.origin[row]) + 1, index(rows.destination[row]) + 1});
    FlowMerger merger(places, {.threads = options.threads});
    [[maybe_unused]] const auto error =
        merger.add({rows.layer, rows.origin, rows.destination, rows.time, rows.value});
    assert(!error);
    const Grain grain = rows.grain;
    std::vector<LayerInfo> layers = std::move(rows.layers);
    rows = {};
    auto flows = merger.finish({.layers = std::move(layers), .grain = grain});
    assert(flows);
    return from_sorted(std::move(*flows), options);
}

std::shared_ptr<const MemorySource> MemorySource::from_sorted(SortedFlows flows, BuildOptions options) {
    assert(flows.tiles.size() == flows.layers.size());
    auto state = std::make_unique<State>();
    state->flows = std::move(flows);
    state->threads = std::max(1U, options.threads);
    state->layers.resize(state->flows.layers.size());
    state->asked.resize(state->flows.layers.size());
    run_parallel(state->layers.size(), options.threads, [&](std::size_t layer) {
        state->layers[layer].emplace(state->flows.tiles[layer], state->flows.pairs, state->flows.axis.size());
    });
    for (const auto& layer : state->layers) state->rows += layer->row_count();
    return std::shared_ptr<const MemorySource>(new MemorySource(std::move(state)));
}

std::span<const LayerInfo> MemorySource::layers() const { return state_->flows.layers; }
const TimeAxis& MemorySource::time_axis() const { return state_->flows.axis; }
std::span<const Pair> MemorySource::pairs() const { return state_->flows.pairs; }
std::uint64_t MemorySource::row_count() const { return state_->rows; }
const SortedFlows& MemorySource::sorted() const { return state_->flows; }

Result<std::vector<ExactSum>> MemorySource::sum_pairs(LayerId layer, Window window, std::stop_token) const {
    return state_->layers[index(layer)]->window_sums(steps_in(state_->flows.axis, window));
}

Result<std::vector<ExactSum>> MemorySource::sum_steps(LayerId layer, std::span<const std::uint8_t> selected,
                                                      std::stop_token) const {
    assert(selected.size() == state_->flows.pairs.size());
    std::shared_ptr<const KnownSums> near;
    {
        const std::lock_guard lock(state_->asked_mutex);
        near = state_->asked[index(layer)];
    }
    std::vector<ExactSum> sums =
        state_->layers[index(layer)]->step_sums(selected, Speed::best, state_->threads, near.get());
    auto known = std::make_shared<const KnownSums>(
        KnownSums{.selected = {selected.begin(), selected.end()}, .sums = sums});
    const std::lock_guard lock(state_->asked_mutex);
    state_->asked[index(layer)] = std::move(known);
    return sums;
}

std::uint64_t MemorySource::cell_count() const {
    std::uint64_t cells = 0;
    for (const auto& layer : state_->layers) cells += layer->cell_count();
    return cells;
}

std::uint64_t MemorySource::cell_bytes() const {
    std::uint64_t bytes = 0;
    for (const auto& layer : state_->layers) bytes += layer->bytes();
    return bytes;
}

}  // namespace flowspace
