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
constexpr std::size_t look_ups_per_scan = 16;    // a search costs as much as so many entries looked at
constexpr std::size_t worth_threads = 30'000;    // entries that take longer than a thread to start
constexpr std::uint64_t worth_other_order = 32;  // a part of the cells that another order may lessen
constexpr std::uint64_t few_share = 64;          // a part of the cells so small that no nearness helps
constexpr std::size_t pairs_per_entry = 4;       // to choose by a pair costs that part of adding an entry

constexpr std::size_t most_one_way = 8;      // a part of the pairs that may count one way otherwise
constexpr std::uint32_t worth_a_place = 32;  // a part of its pairs that counting it whole must save
constexpr int most_rounds = 3;               // over all places

/// Weights of the values -4 to 4 that pairs of one place have left.
using Weights = std::array<std::uint64_t, 2 * most_left + 1>;

/// The value with most weight; 0 before others, then the smaller.
std::int8_t heaviest(const Weights& weights) {
    std::size_t best = most_left;
    for (std::size_t at = 0; at < weights.size(); ++at)
        if (weights[at] > weights[best]) best = at;
    return static_cast<std::int8_t>(static_cast<int>(best) - most_left);
}

std::size_t at_weight(std::int8_t left) { return static_cast<std::size_t>(left + most_left); }

/// The weights of neighbours apart, four at a time, so that none waits for the one before it.
Weights weigh(std::span<const std::int8_t> left, std::span<const std::uint32_t> cells) {
    std::array<Weights, 4> parts = {};
    std::size_t at = 0;
    for (; at + 4 <= left.size(); at += 4)
        for (std::size_t part = 0; part < 4; ++part)
            parts[part][at_weight(left[at + part])] += cells[at + part];
    for (; at < left.size(); ++at) parts[0][at_weight(left[at])] += cells[at];
    for (std::size_t part = 1; part < 4; ++part)
        for (std::size_t value = 0; value < parts[0].size(); ++value) parts[0][value] += parts[part][value];
    return parts[0];
}

std::uint64_t sum_of(const Weights& weights) {
    return std::accumulate(weights.begin(), weights.end(), std::uint64_t{0});
}

}  // namespace

/// Counts each origin as often as leaves fewest cells to correct; gives how many that are.
std::uint64_t LayerIndex::choose_origins(std::vector<std::int8_t>& left, Bases& bases) const {
    std::uint64_t cells = 0;
    for (std::size_t at = 0; at < origins_.size(); ++at) {
        const OriginRun run = origins_[at];
        const std::size_t size = run.last - run.first;
        const Weights weights =
            weigh(std::span(left).subspan(run.first, size), std::span(pair_cells_).subspan(run.first, size));
        const std::int8_t base = heaviest(weights);
        cells += sum_of(weights) - weights[at_weight(base)];
        if (base == 0) continue;
        bases.origins[at] = static_cast<std::int8_t>(bases.origins[at] + base);
        for (std::size_t pair = run.first; pair < run.last; ++pair)
            left[pair] = static_cast<std::int8_t>(left[pair] - base);
    }
    return cells;
}

void LayerIndex::choose_destinations(std::vector<std::int8_t>& left, Bases& bases) const {
    std::vector<Weights> weights(destinations_);
    for (std::size_t pair = 0; pair < left.size(); ++pair)
        weights[destination_[pair]][at_weight(left[pair])] += pair_cells_[pair];
    std::vector<std::int8_t> base(destinations_);
    bool any = false;
    for (std::size_t at = 0; at < destinations_; ++at) {
        base[at] = heaviest(weights[at]);
        any = any || base[at] != 0;
        bases.destinations[at] = static_cast<std::int8_t>(bases.destinations[at] + base[at]);
    }
    for (std::size_t pair = 0; any && pair < left.size(); ++pair)
        left[pair] = static_cast<std::int8_t>(left[pair] - base[destination_[pair]]);
}

/// Whole places, origins and destinations in turn. `left` gets what is still to be counted per pair.
LayerIndex::Bases LayerIndex::choose_bases(std::vector<std::int8_t>& left, First first) const {
    Bases bases{.origins = std::vector<std::int8_t>(origins_.size()),
                .destinations = std::vector<std::int8_t>(destinations_)};
    if (first == First::origins && choose_origins(left, bases) == 0) return bases;
    choose_destinations(left, bases);
    bases.cells = choose_origins(left, bases);
    return bases;
}

/// Whether there are lines of both directions, and most pairs to be counted are so both ways alike.
bool LayerIndex::mostly_two_way(std::span<const std::int8_t> left) const {
    if (two_ways_.empty()) return false;
    std::size_t counted = 0, other = 0;
    for (std::size_t pair = 0; pair < left.size(); ++pair) {
        counted += left[pair] != 0 ? 1 : 0;
        const std::uint32_t back = two_ways_.back_of(pair);
        other += back != TwoWayLines::none && left[back] != left[pair] ? 1 : 0;
    }
    return other * most_one_way < counted;
}

/// Whole places, each both as origin and as destination, so that both directions stay alike. Each is counted
/// as often as leaves fewest pairs of it to correct, given the others; that never makes more of them.
LayerIndex::Bases LayerIndex::choose_two_way_bases(std::vector<std::int8_t>& left) const {
    std::vector<std::int8_t> base(origins_.size() + 1);  // the last: no origin, never counted
    bool changed = true;
    for (int round = 0; changed && round < most_rounds; ++round) {
        changed = false;
        for (std::size_t at = 0; at < origins_.size(); ++at) {
            const OriginRun run = origins_[at];
            std::array<std::uint32_t, 3> pairs = {};  // that count -1, 0 and 1 times
            for (std::size_t pair = run.first; pair < run.last; ++pair) {
                const int count = left[pair] - base[origin_of_destination_[destination_[pair]]];
                for (int value = -1; value <= 1; ++value)
                    pairs[static_cast<std::size_t>(value + 1)] += count == value ? 1 : 0;
            }
            const std::uint32_t worth = (run.last - run.first) / worth_a_place;
            std::int8_t best = base[at];
            for (const int value : {0, -1, 1})
                if (pairs[static_cast<std::size_t>(value + 1)] >
                    pairs[static_cast<std::size_t>(best + 1)] + worth)
                    best = static_cast<std::int8_t>(value);
            changed = changed || best != base[at];
            base[at] = best;
        }
    }
    Bases bases{.origins = {base.begin(), base.end() - 1},
                .destinations = std::vector<std::int8_t>(destinations_)};
    for (std::size_t at = 0; at < destinations_; ++at)
        bases.destinations[at] = base[origin_of_destination_[at]];
    for (std::size_t at = 0; at < origins_.size(); ++at)
        for (std::size_t pair = origins_[at].first; pair < origins_[at].last; ++pair) {
            left[pair] = static_cast<std::int8_t>(left[pair] - base[at] -
                                                  base[origin_of_destination_[destination_[pair]]]);
            bases.cells += left[pair] == 0 ? 0 : pair_cells_[pair];
        }
    return bases;
}

/// The better of both orders; a selection of more than half is taken from the whole.
LayerIndex::Bases LayerIndex::choose_bases(Start& start) const {
    Bases bases{.total = 2 * start.more_cells > cell_count() ? 1 : 0};
    if (bases.total != 0)
        for (std::int8_t& one : start.left) one = static_cast<std::int8_t>(one - 1);
    bases.cells = bases.total != 0 ? cell_count() - start.more_cells : start.more_cells + start.fewer_cells;
    const std::size_t pairs = bases.total != 0 ? start.left.size() - start.pairs : start.pairs;
    if (by_origin_.empty() || pairs * tiles_.tile_count() * pairs_per_entry < start.left.size()) return bases;
    const int total = bases.total;
    if (mostly_two_way(start.left)) {
        bases = choose_two_way_bases(start.left);
        bases.total = total;
        return bases;
    }
    std::vector<std::int8_t> other = start.left;
    bases = choose_bases(start.left, First::origins);
    if (bases.cells * worth_other_order > cell_count()) {  // much to correct: perhaps less the other way
        Bases other_bases = choose_bases(other, First::destinations);
        if (other_bases.cells < bases.cells) {
            start.left.swap(other);
            bases = std::move(other_bases);
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

/// `few` names pairs of the layer, ascending: those of `left` that are not 0.
void LayerIndex::add_left(std::size_t tile, std::span<const EntryRef> few, std::span<const std::int8_t> left,
                          TileLanes& lanes, Speed speed) const {
    const TileStart start = start_of(tile);
    if (tiles_.entries.empty()) {
        add_entries(tiles_, start, few, lanes, speed);
        return;
    }
    const auto listed = tiles_.entries.subspan(start.entry, tiles_.tile_end[tile] - start.entry);
    std::array<EntryRef, batch_entries> batch;
    std::size_t size = 0;
    const auto flush = [&] {
        add_entries(tiles_, start, std::span(batch).first(size), lanes, speed);
        size = 0;
    };
    if (few.size() * look_ups_per_scan > listed.size()) {  // sooner looked through than searched
        for (std::size_t at = 0; at < listed.size(); ++at) {
            const std::int8_t factor = left[listed[at]];
            batch[size] = {.at = static_cast<std::uint32_t>(at), .factor = factor};
            size += factor == 0 ? 0 : 1;
            if (size == batch.size()) flush();
        }
        return flush();
    }
    std::size_t at = 0;
    for (const EntryRef& one : few) {
        std::size_t step = 1;  // pairs ascend: look near the last first
        while (at + step < listed.size() && listed[at + step] < one.at) step *= 2;
        const auto from = listed.begin() + static_cast<std::ptrdiff_t>(at);
        const auto to = listed.begin() + static_cast<std::ptrdiff_t>(std::min(at + step + 1, listed.size()));
        at = static_cast<std::size_t>(std::lower_bound(from, to, one.at) - listed.begin());
        if (at == listed.size()) break;
        if (listed[at] != one.at) continue;
        batch[size++] = {.at = static_cast<std::uint32_t>(at), .factor = one.factor};
        if (size == batch.size()) flush();
    }
    flush();
}

TileLanes LayerIndex::base_lanes(std::size_t tile, const Bases& bases) const {
    TileLanes lanes = bases.total == 0 ? TileLanes{} : total_lanes(tile);
    for (std::size_t at = 0; at < bases.origins.size(); ++at)
        if (bases.origins[at] != 0) by_origin_.add_to(lanes, tile * origins_.size() + at, bases.origins[at]);
    for (std::size_t at = 0; at < bases.destinations.size(); ++at)
        if (bases.destinations[at] != 0)
            by_destination_.add_to(lanes, tile * destinations_ + at, bases.destinations[at]);
    return lanes;
}

/// The difference of two selections, from nothing where there is no `before`. Neighbours in both are pairs
/// of the layer.
LayerIndex::Start LayerIndex::difference(std::span<const std::uint8_t> selected,
                                         std::span<const std::uint8_t> before) const {
    Start start{.left = std::vector<std::int8_t>(pair_cells_.size())};
    std::int8_t* const left = start.left.data();
    const std::uint32_t* const cells = pair_cells_.data();
    for (std::size_t pair = 0; pair < start.left.size(); ++pair) {
        const int more = selected[pair] != 0 ? 1 : 0, less = before.empty() || before[pair] == 0 ? 0 : 1;
        left[pair] = static_cast<std::int8_t>(more - less);
        start.more_cells += more > less ? cells[pair] : 0;
        start.fewer_cells += more < less ? cells[pair] : 0;
        start.pairs += more != less ? 1 : 0;
    }
    return start;
}

/// From nothing on, or, where that is fewer cells, from the sums of `near` on.
LayerIndex::Start LayerIndex::start_from(std::span<const std::uint8_t> selected,
                                         const KnownSums* near) const {
    std::array<std::vector<std::uint8_t>, 2> own;  // of the layer's pairs, where it has not all
    const auto of_layer = [&](std::span<const std::uint8_t> all, std::vector<std::uint8_t>& kept) {
        if (all.size() == tiles_.pairs.size()) return all;
        kept.resize(tiles_.pairs.size());
        for (std::size_t pair = 0; pair < kept.size(); ++pair) kept[pair] = all[tiles_.pairs[pair]];
        return std::span<const std::uint8_t>(kept);
    };
    const std::span<const std::uint8_t> now = of_layer(selected, own[0]);
    Start start = difference(now, {});
    const std::uint64_t fresh = std::min(start.more_cells, cell_count() - start.more_cells);
    if (near == nullptr || fresh * few_share < cell_count() || near->selected.size() != selected.size())
        return start;
    Start changed = difference(now, of_layer(near->selected, own[1]));
    if (changed.more_cells + changed.fewer_cells >= fresh) return start;
    changed.from_near = true;
    return changed;
}

/// Takes both directions together where they count alike; what stays in `left` is counted pair by pair.
LayerIndex::Left LayerIndex::split(std::vector<std::int8_t>& left) const {
    Left split;
    for (std::uint32_t pair = 0; pair < left.size(); ++pair) {
        const std::int8_t factor = left[pair];
        if (factor == 0) continue;
        const std::uint32_t line = two_ways_.empty() ? TwoWayLines::none : two_ways_.line_of(pair);
        const std::uint32_t back = line == TwoWayLines::none ? line : two_ways_.back_of(pair);
        if (line == TwoWayLines::none || (back != TwoWayLines::none && left[back] != factor)) {
            split.pairs.push_back({.at = pair, .factor = factor});
            continue;
        }
        split.two_ways[static_cast<std::size_t>(factor + most_left)].push_back(line);
        ++split.lines;
        left[pair] = 0;
        if (back != TwoWayLines::none) left[back] = 0;
    }
    return split;
}

std::vector<ExactSum> LayerIndex::step_sums(std::span<const std::uint8_t> selected, Speed speed,
                                            unsigned threads, const KnownSums* near) const {
    if (!is_fixed()) return step_sums_wide(selected);
    Start start = start_from(selected, near);
    const Bases bases = choose_bases(start);
    const Left left = split(start.left);
    std::vector<ExactSum> sums(steps_, zero());
    const std::size_t tiles = tiles_.tile_count(), jobs = std::min<std::size_t>(tiles, 4 * threads);
    const bool few = (left.pairs.size() + left.lines) * tiles < worth_threads;
    run_parallel(jobs, few ? 1 : threads, [&](std::size_t job) {
        for (std::size_t tile = job * tiles / jobs; tile < (job + 1) * tiles / jobs; ++tile) {
            TileLanes lanes = base_lanes(tile, bases);
            for (int factor = -most_left; factor <= most_left; ++factor) {
                const auto& lines = left.two_ways[static_cast<std::size_t>(factor + most_left)];
                if (!lines.empty()) two_ways_.add(tile, lines, factor, lanes, speed);
            }
            add_left(tile, left.pairs, start.left, lanes, speed);
            finish_steps(tile, lanes, sums);
        }
    });
    for (std::size_t step = 0; start.from_near && step < steps_; ++step) {
        sums[step].scaled += near->sums[step].scaled;
        sums[step].rows = static_cast<std::uint32_t>(sums[step].rows + near->sums[step].rows);
    }
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
