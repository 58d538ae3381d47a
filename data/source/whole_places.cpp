// Chooses which places a selection counts whole, so that few pairs are left to be counted one by one.
#include "data/source/layer_index.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace flowspace {
namespace {

constexpr std::uint64_t worth_other_order = 32;  // a part of the cells that another order may lessen
constexpr std::size_t pairs_per_entry = 4;       // to choose by a pair costs that part of adding an entry
constexpr std::size_t most_one_way = 8;          // a part of the pairs that may count one way otherwise
constexpr std::uint32_t worth_a_place = 32;      // a part of its pairs that counting it whole must save
constexpr int most_rounds = 3;                   // over all places

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

}  // namespace flowspace
