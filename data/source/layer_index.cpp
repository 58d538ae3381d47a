#include "data/source/layer_index.h"

#include "data/source/tile_values.h"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <unordered_map>

namespace flowspace {
namespace {

constexpr std::size_t batch_entries = 256;
constexpr std::uint64_t dense_cells = 5;     // an entry of so many is sooner added as a whole
constexpr std::size_t extras_pay = 200'000;  // entries of all tiles: fewer are added soon enough

}  // namespace

LayerIndex::LayerIndex(const LayerTiles& tiles, std::span<const Pair> pairs, std::size_t steps, Extras extras)
    : tiles_(tiles), pairs_(pairs), steps_(steps), pair_count_(pairs.size()) {
    index_places();
    index_cells();
    plan_memory(extras);
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
    std::unordered_map<std::uint32_t, std::uint32_t> seen, origins;
    destination_.reserve(tiles_.pairs.size());
    for (std::uint32_t at = 0; at < tiles_.pairs.size(); ++at) {
        const Pair pair = pairs_[tiles_.pairs[at]];
        if (at == 0 || pairs_[tiles_.pairs[at - 1]].origin != pair.origin) {
            origins.emplace(static_cast<std::uint32_t>(pair.origin),
                            static_cast<std::uint32_t>(origins_.size()));
            origins_.push_back({at, at});
        }
        origins_.back().last = at + 1;
        const auto place = static_cast<std::uint32_t>(pair.destination);
        destination_.push_back(
            seen.try_emplace(place, static_cast<std::uint32_t>(seen.size())).first->second);
    }
    destinations_ = seen.size();
    origin_of_destination_.assign(destinations_, static_cast<std::uint32_t>(origins_.size()));
    for (const auto& [place, destination] : seen)
        if (const auto found = origins.find(place); found != origins.end())
            origin_of_destination_[destination] = found->second;
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

bool LayerIndex::pays(Extras extras) const {
    return extras == Extras::always || tiles_.masks.size() >= extras_pay;
}

/// Sums per place where they fit, narrow ones if only those do. Gives what they take.
std::size_t LayerIndex::plan_places(std::size_t spare, Extras extras) {
    const std::size_t origins = tiles_.tile_count() * origins_.size(),
                      destinations = tiles_.tile_count() * destinations_;
    const auto bytes = [&](PlaceLanes::Width width) {
        return (origins + destinations) * PlaceLanes::bytes_each(width);
    };
    if (origins == 0) return 0;
    PlaceLanes::Width width = PlaceLanes::Width::wide;
    if (bytes(width) > spare / 2) {
        width = PlaceLanes::Width::narrow;
        if (!pays(extras) || bytes(width) > spare / 4 * 3) return 0;
    }
    by_origin_.keep(origins, width);
    by_destination_.keep(destinations, width);
    return bytes(width);
}

/// What of checkpoints, sums per place and of both directions fits into the bytes that the cells may cost.
void LayerIndex::plan_memory(Extras extras) {
    const std::size_t most = most_cell_bytes * cell_count(), used = bytes(), tiles = tiles_.tile_count();
    std::size_t spare = most > used ? most - used : 0;
    const std::size_t totals = steps_ * sizeof(ExactSum);
    spare -= std::min(spare, totals);
    if (is_fixed()) spare -= plan_places(spare, extras);
    const std::size_t checkpoint = tiles_.pairs.size() * (is_fixed() ? 12 : 20);
    if (tiles >= 2 && checkpoint != 0 && spare >= checkpoint) {
        const std::size_t fit = spare / checkpoint;
        spacing_ = (tiles + fit - 1) / fit;
        spare -= tiles / spacing_ * checkpoint;
    }
    if (is_fixed() && pays(extras)) two_ways_ = TwoWayLines(tiles_, pairs_, pair_cells_, spare);
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

/// Sums of a tile per place; where one does not fit, none are kept at all.
void LayerIndex::keep_places(std::size_t tile, std::span<const TileLanes> origins,
                             std::span<const TileLanes> destinations) {
    bool fit = !by_origin_.empty();
    for (std::size_t at = 0; fit && at < origins.size(); ++at)
        fit = by_origin_.put(at * tiles_.tile_count() + tile, origins[at]);
    for (std::size_t at = 0; fit && at < destinations.size(); ++at)
        fit = by_destination_.put(at * tiles_.tile_count() + tile, destinations[at]);
    if (fit) return;
    by_origin_.clear();
    by_destination_.clear();
}

/// Adds a tile to sums per pair and to lanes per place, entry by entry.
void LayerIndex::run_dense(std::size_t tile, Running& running, std::span<TileLanes> origins,
                           std::span<TileLanes> destinations) const {
    add_steps(running, tile, tile_steps, 1);
    std::vector<EntryRef> batch;
    std::size_t origin = 0;
    const auto flush = [&] {
        add_entries_twice(tiles_, start_of(tile), batch, origins[origin], destinations);
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
    if (!batch.empty()) flush();
}

/// The same cell by cell: sooner done where entries have few.
void LayerIndex::run_sparse(std::size_t tile, Running& running, std::span<TileLanes> origins,
                            std::span<TileLanes> destinations) const {
    const auto add = [](TileLanes& to, std::size_t step, std::int64_t scaled, std::uint32_t rows) {
        to.scaled[step] += scaled;
        to.rows[step] += rows;
    };
    with_columns(tiles_, [&](const auto& values, const auto& rows) {
        if constexpr (!is_wide<decltype(values)>) {
            std::size_t origin = 0;
            each_entry(tile, [&](std::size_t pair, std::uint64_t first, std::uint32_t mask) {
                while (pair >= origins_[origin].last) ++origin;
                std::int64_t scaled = 0;
                std::uint32_t counted = 0;
                for (std::uint32_t cell = 0; mask != 0; ++cell, mask &= mask - 1) {
                    const auto step = static_cast<std::size_t>(std::countr_zero(mask));
                    const std::int64_t more = values(first + cell) - scaled;
                    const std::uint32_t more_rows = rows(first, cell) - counted;
                    add(origins[origin], step, more, more_rows);
                    if (!destinations.empty()) add(destinations[destination_[pair]], step, more, more_rows);
                    scaled += more;
                    counted += more_rows;
                }
                running.scaled[pair] += scaled;
                running.rows[pair] += counted;
            });
        }
    });
    for (const std::span<TileLanes> lanes : {origins, destinations})
        for (TileLanes& one : lanes)
            for (std::size_t step = 1; step < tile_steps; ++step)
                add(one, step, one.scaled[step - 1], one.rows[step - 1]);
}

void LayerIndex::run_fixed() {
    Running running = nothing();
    step_totals_.assign(steps_, zero());
    std::vector<TileLanes> by_origin, by_destination;
    for (std::size_t tile = 0; tile < tiles_.tile_count(); ++tile) {
        keep_checkpoint(tile, running);
        by_origin.assign(origins_.size(), {});
        by_destination.assign(by_origin_.empty() ? 0 : destinations_, {});
        const std::uint64_t cells = tile_cell_[tile + 1] - tile_cell_[tile];
        const std::uint64_t entries = tiles_.tile_end[tile] - tiles_.first_entry(tile);
        if (cells < dense_cells * entries)
            run_sparse(tile, running, by_origin, by_destination);
        else
            run_dense(tile, running, by_origin, by_destination);
        TileLanes total;
        for (const TileLanes& one : by_origin) add_lanes(total, one, 1);
        finish_steps(tile, total, step_totals_);
        if (!by_origin_.empty()) keep_places(tile, by_origin, by_destination);
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
                        block_cell_.size() * 4 + pair_cells_.size() * 4 +
                        (destination_.size() + origin_of_destination_.size()) * 4 +
                        origins_.size() * sizeof(OriginRun) + step_totals_.size() * sizeof(ExactSum) +
                        by_origin_.bytes() + by_destination_.bytes() + two_ways_.bytes();
    for (const Checkpoint& one : checkpoints_)
        bytes += one.scaled.size() * 8 + one.wide.size() * sizeof(DoubleDouble) + one.rows.size() * 4;
    return bytes;
}

}  // namespace flowspace
