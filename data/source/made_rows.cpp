#include "data/source/made_rows.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace flowspace {
namespace {

constexpr std::array<std::string_view, 5> layer_keys = {"people", "goods", "capital", "technology",
                                                        "information"};
constexpr std::array layer_shares = {0.40, 0.20, 0.15, 0.10, 0.15};  // of the rows
constexpr std::int64_t first_ms = 1'577'836'800'000;                 // 2020-01-01
constexpr std::int64_t hour_ms = 3'600'000;

/// The n-th number of a sequence. Source: Steele, Lea, Flood (2014), Fast splittable pseudorandom number
/// generators.
std::uint64_t mixed(std::uint64_t seed, std::uint64_t n) {
    std::uint64_t bits = seed * 0xD1342543DE82EF95U + (n + 1) * 0x9E3779B97F4A7C15U;
    bits = (bits ^ bits >> 30) * 0xBF58476D1CE4E5B9U;
    bits = (bits ^ bits >> 27) * 0x94D049BB133111EBU;
    return bits ^ bits >> 31;
}

/// A whole number below `end`. Pre: end < 2^32.
std::uint32_t below(std::uint64_t bits, std::uint32_t end) {
    return static_cast<std::uint32_t>((bits >> 32) * end >> 32);
}

double unit(std::uint64_t bits) { return static_cast<double>(bits >> 11) * 0x1p-53; }

struct PairWeight {
    std::uint32_t pair = 0;
    double weight = 0;
};

/// Gravity between places on a square, sizes by rank; the heaviest `kept` pairs.
std::vector<PairWeight> weigh_pairs(const MadeTable& table, std::uint64_t layer, std::size_t kept) {
    std::vector<double> x, y;
    for (std::uint32_t place = 0; place < table.places; ++place) {
        x.push_back(unit(mixed(table.seed + 7, place)));
        y.push_back(unit(mixed(table.seed + 8, place)));
    }
    std::vector<PairWeight> pairs;
    for (std::uint32_t from = 0; from < table.places; ++from)
        for (std::uint32_t to = 0; to < table.places; ++to) {
            const std::uint32_t pair = from * table.places + to;
            const double near = 0.02 + std::hypot(x[from] - x[to], y[from] - y[to]);
            const double chance = 0.25 + unit(mixed(table.seed + 20 + layer, pair));
            pairs.push_back({pair, chance / (std::sqrt((1.0 + from) * (1.0 + to)) * near * std::sqrt(near))});
        }
    std::ranges::sort(pairs, [](const PairWeight& a, const PairWeight& b) {
        return a.weight != b.weight ? a.weight > b.weight : a.pair < b.pair;
    });
    pairs.resize(std::min(kept, pairs.size()));
    return pairs;
}

}  // namespace

MadeRows::MadeRows(const MadeTable& table) : table_(table) {
    std::vector<double> weights;
    const std::size_t all = std::size_t{table.places} * table.places;
    for (std::size_t layer = 0; layer < layer_keys.size(); ++layer) {
        const auto pairs =
            weigh_pairs(table, layer, std::max<std::size_t>(1, layer == 0 ? all / 2 : all / 10));
        double total = 0;
        for (const PairWeight& pair : pairs) total += pair.weight;
        for (const PairWeight& pair : pairs) {
            slots_.push_back(static_cast<std::uint32_t>(layer) << 28 | pair.pair);
            weights.push_back(layer_shares[layer] * pair.weight / total);
        }
    }
    // Source: Vose (1991), A linear algorithm for generating random numbers with a given distribution.
    const std::size_t slots = slots_.size();
    std::vector<std::uint32_t> small, large;
    for (double& weight : weights) weight *= static_cast<double>(slots);
    for (std::uint32_t slot = 0; slot < slots; ++slot) (weights[slot] < 1 ? small : large).push_back(slot);
    alias_.resize(slots);
    threshold_.assign(slots, 0xFFFFFFFF);
    for (std::uint32_t slot = 0; slot < slots; ++slot) alias_[slot] = slot;
    while (!small.empty() && !large.empty()) {
        const std::uint32_t one = small.back(), other = large.back();
        small.pop_back();
        alias_[one] = other;
        threshold_[one] = static_cast<std::uint32_t>(weights[one] * 4294967295.0);
        weights[other] -= 1 - weights[one];
        if (weights[other] >= 1) continue;
        large.pop_back();
        small.push_back(other);
    }
}

FlowRows MadeRows::chunk(std::uint64_t first, std::size_t count) {
    layer_.resize(count);
    origin_.resize(count);
    destination_.resize(count);
    time_.resize(count);
    value_.resize(count);
    for (std::size_t at = 0; at < count; ++at) {
        const std::uint64_t bits = mixed(table_.seed, 3 * (first + at));
        const std::uint64_t more = mixed(table_.seed, 3 * (first + at) + 1);
        std::uint32_t slot = below(bits, static_cast<std::uint32_t>(slots_.size()));
        if (static_cast<std::uint32_t>(bits) > threshold_[slot]) slot = alias_[slot];
        const std::uint32_t pair = slots_[slot] & 0x0FFFFFFF;
        layer_[at] = LayerId{slots_[slot] >> 28};
        origin_[at] = PlaceId{pair / table_.places};
        destination_[at] = PlaceId{pair % table_.places};
        const std::uint32_t step = below(more << 32, table_.days * table_.hours);
        time_[at] = TimeMs{first_ms + step * (table_.hours == 1 ? 24 * hour_ms : hour_ms)};
        const std::uint32_t size = below(more & 0xFFFFFFFF00000000U, 10'000);
        const double whole = 1 + std::floor(200'000.0 / (10 + size));  // few large, many small
        value_[at] = size % 100 == 7 ? (whole * 100 + size % 89) / 100 : whole;
    }
    return {layer_, origin_, destination_, time_, value_};
}

MergedLayers MadeRows::layers() const {
    MergedLayers made{.grain = table_.hours == 1 ? Grain::day : Grain::hour};
    for (const std::string_view key : layer_keys) made.layers.push_back(make_layer_info(key));
    return made;
}

std::optional<Error> merge_made_rows(const MadeTable& table, FlowMerger& merger) {
    constexpr std::size_t most = 1 << 16;
    MadeRows rows(table);
    for (std::uint64_t first = 0; first < table.rows; first += most)
        if (auto error = merger.add(rows.chunk(
                first, static_cast<std::size_t>(std::min<std::uint64_t>(most, table.rows - first)))))
            return error;
    return std::nullopt;
}

}  // namespace flowspace
