#include "data/source/layer_index.h"

#include <algorithm>
#include <array>
#include <limits>
#include <unordered_map>

namespace flowspace {
namespace {

constexpr std::size_t batch_entries = 256;

}  // namespace

LayerIndex::LayerIndex(const LayerTiles& tiles, std::span<const Pair> pairs, std::size_t steps)
    : tiles_(tiles), pairs_(pairs), steps_(steps), pair_count_(pairs.size()) {
    index_places();
    index_cells();
    plan_memory();
    if (is_fixed())
        run_fixed();
    else
        run_wide();
    for (const ExactSum& total : step_totals_) rows_ += total.rows;
}

ExactSum LayerIndex::zero() const {
    ExactSum sum;
    sum.digits = static_cast<std::int8_t>(tiles_.digits);
    return sum;
}

std::size_t LayerIndex::steps_of(std::size_t tile) const {
    return std::min(tile_steps, steps_ - tile * tile_steps);
}

TileStart LayerIndex::start_of(std::size_t tile) const {
    return {tiles_.first_entry(tile), tile_cell_[tile], block_cell_.data() + tile_block_[tile]};
}

void LayerIndex::index_places() {
    std::unordered_map<std::uint32_t, std::uint32_t> seen;
    destination_.reserve(tiles_.pairs.size());
    for (std::uint32_t at = 0; at < tiles_.pairs.size(); ++at) {
        const Pair pair = pairs_[tiles_.pairs[at]];
        if (at == 0 || pairs_[tiles_.pairs[at - 1]].origin != pair.origin) origins_.push_back({at, at});
        origins_.back().last = at + 1;
        const auto place = static_cast<std::uint32_t>(pair.destination);
        destination_.push_back(
            seen.try_emplace(place, static_cast<std::uint32_t>(seen.size())).first->second);
    }
    destinations_ = seen.size();
}

void LayerIndex::index_cells() {
    pair_cells_.resize(tiles_.pairs.size());
    std::uint64_t cell = 0;
    for (std::size_t tile = 0; tile < tiles_.tile_count(); ++tile) {
        const std::size_t first = tiles_.first_entry(tile);
        tile_cell_.push_back(cell);
        tile_block_.push_back(block_cell_.size());
        for (std::size_t entry = first; entry < tiles_.tile_end[tile]; ++entry) {
            if ((entry - first) % block_entries == 0)
                block_cell_.push_back(static_cast<std::uint32_t>(cell - tile_cell_.back()));
            const std::uint32_t cells = cells_in(tiles_.masks[entry]);
            pair_cells_[tiles_.pair_of(tile, entry)] += cells;
            cell += cells;
        }
    }
    tile_cell_.push_back(cell);
    block_cell_.shrink_to_fit();
}

/// What of checkpoints and sums per place fits into the bytes that the cells may cost.
void LayerIndex::plan_memory() {
    const std::size_t most = most_cell_bytes * cell_count(), used = bytes(), tiles = tiles_.tile_count();
    std::size_t spare = most > used ? most - used : 0;
    const std::size_t totals = steps_ * sizeof(ExactSum);
    spare -= std::min(spare, totals);
    const std::size_t places = tiles * (origins_.size() + destinations_) * sizeof(TileLanes);
    if (is_fixed() && places <= spare / 2) {
        by_origin_.resize(tiles * origins_.size());
        by_destination_.resize(tiles * destinations_);
        spare -= places;
    }
    const std::size_t checkpoint = tiles_.pairs.size() * (is_fixed() ? 12 : 20);
    if (tiles < 2 || checkpoint == 0 || spare < checkpoint) return;
    const std::size_t fit = spare / checkpoint;
    spacing_ = (tiles + fit - 1) / fit;
}

void LayerIndex::keep_checkpoint(std::size_t tile, const Running& running) {
    if (spacing_ == 0 || tile == 0 || tile % spacing_ != 0) return;
    checkpoints_.push_back({tile, running.scaled, running.wide, running.rows});
}

LayerIndex::Running LayerIndex::nothing() const {
    const std::size_t pairs = tiles_.pairs.size();
    Running made;
    if (is_fixed())
        made.scaled.resize(pairs);
    else
        made.wide.resize(pairs);
    made.rows.resize(pairs);
    return made;
}

void LayerIndex::finish_steps(std::size_t tile, const TileLanes& lanes, std::span<ExactSum> sums) const {
    for (std::size_t step = 0; step < steps_of(tile); ++step) {
        ExactSum& sum = sums[tile * tile_steps + step];
        sum = zero();
        sum.scaled = lanes.scaled[step] - (step == 0 ? 0 : lanes.scaled[step - 1]);
        sum.rows = static_cast<std::uint32_t>(lanes.rows[step] - (step == 0 ? 0 : lanes.rows[step - 1]));
    }
}

void LayerIndex::run_fixed() {
    Running running = nothing();
    step_totals_.assign(steps_, zero());
    const bool by_place = !by_origin_.empty();
    for (std::size_t tile = 0; tile < tiles_.tile_count(); ++tile) {
        keep_checkpoint(tile, running);
        add_steps(running, tile, tile_steps, 1);
        TileLanes total;
        const std::span<TileLanes> to =
            std::span(by_destination_)
                .subspan(by_place ? tile * destinations_ : 0, by_place ? destinations_ : 0);
        std::vector<EntryRef> batch;
        std::size_t origin = 0;
        const auto flush = [&] {
            TileLanes& sum = by_place ? by_origin_[tile * origins_.size() + origin] : total;
            add_entries_twice(tiles_, start_of(tile), batch, sum, to);
            batch.clear();
        };
        const std::size_t first = tiles_.first_entry(tile);
        for (std::size_t entry = first; entry < tiles_.tile_end[tile]; ++entry) {
            if (tiles_.masks[entry] == 0) continue;
            const std::size_t pair = tiles_.pair_of(tile, entry);
            if (pair >= origins_[origin].last || batch.size() == batch_entries) flush();
            while (pair >= origins_[origin].last) ++origin;
            batch.push_back({.at = static_cast<std::uint32_t>(entry - first), .to = destination_[pair]});
        }
        flush();
        for (std::size_t at = 0; by_place && at < origins_.size(); ++at)
            add_lanes(total, by_origin_[tile * origins_.size() + at], 1);
        finish_steps(tile, total, step_totals_);
    }
    keep_checkpoint(tiles_.tile_count(), running);
}

void LayerIndex::run_wide() {
    Running running = nothing();
    for (std::size_t tile = 0; tile < tiles_.tile_count(); ++tile) {
        keep_checkpoint(tile, running);
        add_steps(running, tile, tile_steps, 1);
    }
    keep_checkpoint(tiles_.tile_count(), running);
    step_totals_ = step_sums_wide(std::vector<std::uint8_t>(pair_count_, 1));
}

std::size_t LayerIndex::bytes() const {
    std::size_t bytes = tiles_.bytes() + tile_cell_.size() * 8 + tile_block_.size() * 8 +
                        block_cell_.size() * 4 + pair_cells_.size() * 4 + destination_.size() * 4 +
                        origins_.size() * sizeof(OriginRun) + step_totals_.size() * sizeof(ExactSum) +
                        (by_origin_.size() + by_destination_.size()) * sizeof(TileLanes);
    for (const Checkpoint& one : checkpoints_)
        bytes += one.scaled.size() * 8 + one.wide.size() * sizeof(DoubleDouble) + one.rows.size() * 4;
    return bytes;
}

}  // namespace flowspace
