// Sums per step over some pairs: whole places from their running sums, then the pairs that differ from those.
#include "data/source/layer_index.h"
#include "data/source/parallel.h"
#include "data/source/tile_values.h"

#include <algorithm>
#include <array>

namespace flowspace {
namespace {

constexpr std::size_t batch_entries = 256;
constexpr std::size_t look_ups_per_scan = 16;  // a search costs as much as so many entries looked at
constexpr std::size_t worth_threads = 30'000;  // entries that take longer than a thread to start
constexpr std::uint64_t few_share = 64;        // a part of the cells so small that no nearness helps

}  // namespace

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

/// Of tiles [first, end), place by place as they lie.
std::vector<TileLanes> LayerIndex::base_lanes(std::size_t first, std::size_t end, const Bases& bases) const {
    std::vector<TileLanes> lanes(end - first);
    for (std::size_t tile = first; bases.total != 0 && tile < end; ++tile)
        lanes[tile - first] = total_lanes(tile);
    const auto add = [&](const PlaceLanes& kept, std::span<const std::int8_t> factors) {
        for (std::size_t at = 0; at < factors.size(); ++at)
            for (std::size_t tile = first; factors[at] != 0 && tile < end; ++tile)
                kept.add_to(lanes[tile - first], at * tiles_.tile_count() + tile, factors[at]);
    };
    add(by_origin_, bases.origins);
    add(by_destination_, bases.destinations);
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
        const std::size_t first = job * tiles / jobs, end = (job + 1) * tiles / jobs;
        std::vector<TileLanes> lanes = base_lanes(first, end, bases);
        for (std::size_t tile = first; tile < end; ++tile) {
            TileLanes& sum = lanes[tile - first];
            for (int factor = -most_left; factor <= most_left; ++factor) {
                const auto& lines = left.two_ways[static_cast<std::size_t>(factor + most_left)];
                if (!lines.empty()) two_ways_.add(tile, lines, factor, sum, speed);
            }
            add_left(tile, left.pairs, start.left, sum, speed);
            finish_steps(tile, sum, sums);
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
