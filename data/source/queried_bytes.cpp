#include "data/source/queried_bytes.h"

#include "data/import/limits.h"
#include "data/import/utf8.h"

#include <algorithm>
#include <tuple>

namespace flowspace {
namespace {

constexpr std::size_t sum_bytes = 3 * 8 + 8 + 1;

/// Each before the next.
bool ascends(const auto& values, const auto& key) {
    return std::ranges::adjacent_find(
               values, [&](const auto& a, const auto& b) { return !(key(a) < key(b)); }) == values.end();
}

bool is_sound(const QueriedFlows& flows, std::size_t places) {
    const auto layer_key = [](const LayerInfo& layer) {
        return std::pair(layer_order(layer.key), layer.key);
    };
    const auto pair_key = [](const Pair& pair) { return std::pair(pair.origin, pair.destination); };
    return !flows.layers.empty() && flows.layers.size() <= max_layers && flows.axis.grain <= Grain::second &&
           !flows.axis.starts.empty() && ascends(flows.layers, layer_key) &&
           ascends(flows.axis.starts, [](TimeMs start) { return count(start); }) &&
           ascends(flows.pairs, pair_key) &&
           std::ranges::all_of(
               flows.layers,
               [](const LayerInfo& layer) { return !layer.key.empty() && !find_bad_utf8(layer.key); }) &&
           std::ranges::all_of(flows.digits,
                               [](int digits) { return digits >= -1 && digits <= max_decimal_digits; }) &&
           std::ranges::all_of(flows.pairs, [&](const Pair& pair) {
               return index(pair.origin) < places && index(pair.destination) < places;
           });
}

}  // namespace

std::optional<QueriedFlows> read_queried(pack::ByteReader& from, std::size_t places) {
    QueriedFlows flows;
    for (std::size_t left = from.count(sizeof(std::uint32_t) + 1); left > 0; --left) {
        flows.layers.push_back(make_layer_info(from.text()));
        flows.digits.push_back(from.number<std::int8_t>());
    }
    flows.axis.grain = Grain{from.number<std::uint8_t>()};
    for (std::size_t left = from.count(sizeof(std::int64_t)); left > 0; --left)
        flows.axis.starts.push_back(TimeMs{from.number<std::int64_t>()});
    for (std::size_t left = from.count(2 * sizeof(std::uint32_t)); left > 0; --left) {
        const PlaceId origin{from.number<std::uint32_t>()};
        flows.pairs.push_back({origin, PlaceId{from.number<std::uint32_t>()}});
    }
    flows.rows = from.number<std::uint64_t>();
    if (from.failed() || !is_sound(flows, places)) return std::nullopt;
    return flows;
}

std::optional<std::vector<ExactSum>> read_sums(pack::ByteReader& from) {
    std::vector<ExactSum> sums(from.count(sum_bytes));
    for (ExactSum& sum : sums) {
        sum.scaled = from.number<std::int64_t>();
        sum.high = from.number<double>();
        sum.low = from.number<double>();
        sum.rows = from.number<std::uint64_t>();
        sum.digits = from.number<std::int8_t>();
    }
    if (!from.complete()) return std::nullopt;
    return sums;
}

}  // namespace flowspace
