// Sums per step over some pairs: whole places from their running sums, then the pairs that differ from those.
#include "data/source/layer_index.h"
#include "data/source/parallel.h"
#include "data/source/tile_values.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace flowspace {
namespace {

constexpr std::size_t batch_entries = 256;
constexpr std::uint64_t worth_threads = 100'000;  // cells that take longer than a thread to start
constexpr int most_left = 3;                      // how often a pair may be left to count, either way

/// Weights of the values -3 to 3 that pairs of one place have left.
using Weights = std::array<std::uint64_t, 2 * most_left + 1>;

/// The value with most weight; 0 before others, then the smaller.
std::int8_t heaviest(const Weights& weights) {
    std::size_t best = most_left;
    for (std::size_t at = 0; at < weights.size(); ++at)
        if (weights[at] > weights[best]) best = at;
    return static_cast<std::int8_t>(static_cast<int>(best) - most_left);
}

std::size_t at_weight(std::int8_t left) { return static_cast<std::size_t>(left + most_left); }

}  // namespace

std::uint64_t LayerIndex::cells_left(std::span<const std::int8_t> left) const {
    std::uint64_t cells = 0;
    for (std::size_t pair = 0; pair < left.size(); ++pair) cells += left[pair] == 0 ? 0 : pair_cells_[pair];
    return cells;
}

/// Counts each place as often as leaves fewest cells to correct, origins and destinations in turn. `left`
/// gets what is still to be counted per pair.
LayerIndex::Bases LayerIndex::choose_bases(std::vector<std::int8_t>& left, First first) const {
    Bases bases{.origins = std::vector<std::int8_t>(origins_.size()),
                .destinations = std::vector<std::int8_t>(destinations_)};
    const auto by_origins = [&] {
        for (std::size_t at = 0; at < origins_.size(); ++at) {
            Weights weights = {};
            const OriginRun run = origins_[at];
            for (std::size_t pair = run.first; pair < run.last; ++pair)
                weights[at_weight(left[pair])] += pair_cells_[pair];
            const std::int8_t base = heaviest(weights);
            if (base == 0) continue;
            bases.origins[at] = static_cast<std::int8_t>(bases.origins[at] + base);
            for (std::size_t pair = run.first; pair < run.last; ++pair)
                left[pair] = static_cast<std::int8_t>(left[pair] - base);
        }
    };
    const auto by_destinations = [&] {
        std::vector<Weights> weights(destinations_);
        for (std::size_t pair = 0; pair < left.size(); ++pair)
            weights[destination_[pair]][at_weight(left[pair])] += pair_cells_[pair];
        std::vector<std::int8_t> base(destinations_);
        for (std::size_t at = 0; at < destinations_; ++at) {
            base[at] = heaviest(weights[at]);
            bases.destinations[at] = static_cast<std::int8_t>(bases.destinations[at] + base[at]);
        }
        for (std::size_t pair = 0; pair < left.size(); ++pair)
            left[pair] = static_cast<std::int8_t>(left[pair] - base[destination_[pair]]);
    };
    if (first == First::origins) by_origins();
    by_destinations();
    by_origins();
    return bases;
}

/// The better of both orders; a selection of more than half is taken from the whole.
LayerIndex::Bases LayerIndex::choose_bases(std::vector<std::int8_t>& left) const {
    const std::uint64_t chosen = cells_left(left);
    const int total = 2 * chosen > cell_count() ? 1 : 0;
    for (std::int8_t& one : left) one = static_cast<std::int8_t>(one - total);
    Bases bases;
    if (!by_origin_.empty()) {
        std::vector<std::int8_t> other = left;
        bases = choose_bases(left, First::origins);
        if (cells_left(left) * 32 > cell_count()) {  // much to correct: perhaps less the other way
            Bases other_bases = choose_bases(other, First::destinations);
            if (cells_left(other) < cells_left(left)) {
                left.swap(other);
                std::swap(bases, other_bases);
            }
        }
    }
    bases.total = total;
    return bases;
}

TileLanes LayerIndex::total_lanes(std::size_t tile) const {
    TileLanes lanes;
    for (std::size_t step = 0; step < tile_steps; ++step) {
        const bool known = step < steps_of(tile);
        lanes.scaled[step] = (step == 0 ? 0 : lanes.scaled[step - 1]) +
                             (known ? step_totals_[tile * tile_steps + step].scaled : 0);
        lanes.rows[step] =
            static_cast<std::uint32_t>((step == 0 ? 0 : lanes.rows[step - 1]) +
                                       (known ? step_totals_[tile * tile_steps + step].rows : 0));
    }
    return lanes;
}

/// `left` names pairs of the layer, ascending.
void LayerIndex::add_left(std::size_t tile, std::span<const EntryRef> left, TileLanes& lanes,
                          Speed speed) const {
    const TileStart start = start_of(tile);
    if (tiles_.entries.empty()) {
        add_entries(tiles_, start, left, lanes, speed);
        return;
    }
    const auto listed = tiles_.entries.subspan(start.entry, tiles_.tile_end[tile] - start.entry);
    std::array<EntryRef, batch_entries> batch;
    std::size_t size = 0, at = 0;
    for (const EntryRef& one : left) {
        std::size_t step = 1;  // pairs ascend: look near the last first
        while (at + step < listed.size() && listed[at + step] < one.at) step *= 2;
        const auto from = listed.begin() + static_cast<std::ptrdiff_t>(at);
        const auto to = listed.begin() + static_cast<std::ptrdiff_t>(std::min(at + step + 1, listed.size()));
        at = static_cast<std::size_t>(std::lower_bound(from, to, one.at) - listed.begin());
        if (at == listed.size()) break;
        if (listed[at] != one.at) continue;
        batch[size++] = {.at = static_cast<std::uint32_t>(at), .factor = one.factor};
        if (size < batch.size()) continue;
        add_entries(tiles_, start, batch, lanes, speed);
        size = 0;
    }
    add_entries(tiles_, start, std::span(batch).first(size), lanes, speed);
}

TileLanes LayerIndex::base_lanes(std::size_t tile, const Bases& bases) const {
    TileLanes lanes = bases.total == 0 ? TileLanes{} : total_lanes(tile);
    for (std::size_t at = 0; at < bases.origins.size(); ++at)
        if (bases.origins[at] != 0)
            add_lanes(lanes, by_origin_[tile * origins_.size() + at], bases.origins[at]);
    for (std::size_t at = 0; at < bases.destinations.size(); ++at)
        if (bases.destinations[at] != 0)
            add_lanes(lanes, by_destination_[tile * destinations_ + at], bases.destinations[at]);
    return lanes;
}

std::vector<ExactSum> LayerIndex::step_sums(std::span<const std::uint8_t> selected, Speed speed,
                                            unsigned threads) const {
    if (!is_fixed()) return step_sums_wide(selected);
    std::vector<std::int8_t> left(tiles_.pairs.size());
    for (std::size_t pair = 0; pair < left.size(); ++pair)
        left[pair] = selected[tiles_.pairs[pair]] == 0 ? 0 : 1;
    const Bases bases = choose_bases(left);
    std::vector<EntryRef> listed;
    std::uint64_t cells = 0;
    for (std::uint32_t pair = 0; pair < left.size(); ++pair) {
        if (left[pair] == 0) continue;
        listed.push_back({.at = pair, .factor = left[pair]});
        cells += pair_cells_[pair];
    }
    std::vector<ExactSum> sums(steps_, zero());
    const std::size_t tiles = tiles_.tile_count(), jobs = std::min<std::size_t>(tiles, 4 * threads);
    run_parallel(jobs, cells < worth_threads ? 1 : threads, [&](std::size_t job) {
        for (std::size_t tile = job * tiles / jobs; tile < (job + 1) * tiles / jobs; ++tile) {
            TileLanes lanes = base_lanes(tile, bases);
            add_left(tile, listed, lanes, speed);
            finish_steps(tile, lanes, sums);
        }
    });
    return sums;
}

std::vector<ExactSum> LayerIndex::step_sums_wide(std::span<const std::uint8_t> selected) const {
    std::vector<ExactSum> sums(steps_, zero());
    with_columns(tiles_, [&](const auto& values, const auto& rows) {
        if constexpr (is_wide<decltype(values)>) {
            for (std::size_t tile = 0; tile < tiles_.tile_count(); ++tile)
                each_entry(tile, [&](std::size_t pair, std::uint64_t first, std::uint16_t mask) {
                    if (selected[tiles_.pairs[pair]] == 0) return;
                    std::uint32_t cell = 0, before = 0;
                    for (std::size_t step = 0; step < tile_steps; ++step) {
                        if ((mask >> step & 1U) == 0) continue;
                        ExactSum& sum = sums[tile * tile_steps + step];
                        const DoubleDouble next = add({sum.high, sum.low}, values(first + cell));
                        sum.high = next.high;
                        sum.low = next.low;
                        const std::uint32_t running = rows(first, cell++);
                        sum.rows += running - before;
                        before = running;
                    }
                });
        }
    });
    return sums;
}

}  // namespace flowspace
