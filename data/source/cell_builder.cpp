#include "data/source/cell_builder.h"

#include "data/source/parallel.h"

#include <algorithm>
#include <cassert>
#include <cstdlib>
#include <limits>
#include <numeric>
#include <optional>

namespace flowspace {
namespace {

using Row = std::uint32_t;

/// What LayerCells points into.
struct Columns {
    std::vector<std::uint64_t> step_begin;
    std::vector<std::uint32_t> pairs, rows;
    std::vector<std::int32_t> scaled_32;
    std::vector<std::int64_t> scaled_64;
    std::vector<double> high, low;
};

std::uint64_t pair_key(PlaceId origin, PlaceId destination) {
    return std::uint64_t{static_cast<std::uint32_t>(origin)} << 32 | static_cast<std::uint32_t>(destination);
}

/// The distinct values of `keys` ascending, and per key its place among them. Runs of one key, as tables
/// have them, cost one comparison each.
template <class Key>
struct Ranked {
    std::vector<Key> distinct;
    std::vector<std::uint32_t> rank;
};

template <class Key, class KeyAt>
Ranked<Key> rank_keys(std::size_t size, const KeyAt& key_at) {
    Ranked<Key> ranked;
    std::vector<std::pair<Key, Row>> runs;  // key, first row
    for (std::size_t row = 0; row < size; ++row)
        if (row == 0 || key_at(row) != key_at(row - 1)) runs.emplace_back(key_at(row), static_cast<Row>(row));
    std::vector<std::uint32_t> order(runs.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::sort(order, {}, [&](std::uint32_t run) { return runs[run].first; });
    ranked.rank.resize(size);
    for (const std::uint32_t run : order) {
        if (ranked.distinct.empty() || ranked.distinct.back() != runs[run].first)
            ranked.distinct.push_back(runs[run].first);
        const std::size_t end = run + 1 < runs.size() ? runs[run + 1].second : size;
        std::fill(ranked.rank.begin() + runs[run].second,
                  ranked.rank.begin() + static_cast<std::ptrdiff_t>(end),
                  static_cast<std::uint32_t>(ranked.distinct.size() - 1));
    }
    return ranked;
}

/// The rows of `order`, stably sorted by key: one counting pass, or nothing where they are sorted already.
template <class KeyAt>
void sort_by(std::vector<Row>& order, std::size_t keys, const KeyAt& key_at) {
    if (std::ranges::is_sorted(order, {}, key_at)) return;
    std::vector<std::uint32_t> begin(keys + 1, 0);
    for (const Row row : order) ++begin[key_at(row) + 1];
    std::partial_sum(begin.begin(), begin.end(), begin.begin());
    std::vector<Row> sorted(order.size());
    for (const Row row : order) sorted[begin[key_at(row)]++] = row;
    order = std::move(sorted);
}

/// The decimal digits that hold every value exactly and leave room for every sum of them; nothing where none
/// do.
std::optional<int> fixed_digits(std::span<const double> values, std::span<const Row> rows) {
    int digits = 0;
    for (const Row row : rows) {
        const double number = values[row];
        if (to_fixed(number, digits)) continue;
        const std::optional<int> needed = decimal_digits(number, 0);
        if (!needed) return std::nullopt;
        digits = std::max(digits, *needed);
    }
    constexpr auto limit = std::uint64_t{1} << 62;
    std::uint64_t magnitude = 0;
    for (const Row row : rows) {
        const std::optional<std::int64_t> scaled = to_fixed(values[row], digits);
        if (!scaled || *scaled == std::numeric_limits<std::int64_t>::min()) return std::nullopt;
        const auto size = static_cast<std::uint64_t>(std::llabs(*scaled));
        if (size >= limit || magnitude + size >= limit) return std::nullopt;
        magnitude += size;
    }
    return digits;
}

void narrow(Columns& columns) {
    constexpr std::int64_t least = std::numeric_limits<std::int32_t>::min(),
                           most = std::numeric_limits<std::int32_t>::max();
    const auto fits = [](std::int64_t scaled) { return scaled >= least && scaled <= most; };
    if (std::ranges::all_of(columns.scaled_64, fits)) {
        columns.scaled_32.reserve(columns.scaled_64.size());
        for (const std::int64_t scaled : columns.scaled_64)
            columns.scaled_32.push_back(static_cast<std::int32_t>(scaled));
        columns.scaled_64 = {};
    }
    if (std::ranges::all_of(columns.low, [](double low) { return low == 0; })) columns.low = {};
    if (std::ranges::all_of(columns.rows, [](std::uint32_t rows) { return rows == 1; })) columns.rows = {};
    columns.pairs.shrink_to_fit();
    columns.rows.shrink_to_fit();
    columns.scaled_64.shrink_to_fit();
    columns.high.shrink_to_fit();
    columns.low.shrink_to_fit();
}

struct RowKeys {
    std::span<const std::uint32_t> step, pair;
    std::span<const double> value;
};

/// Pre: `rows` of one layer, sorted by (step, pair).
Columns merge(std::span<const Row> rows, const RowKeys& keys, std::optional<int> digits, std::size_t steps) {
    Columns columns;
    columns.step_begin.assign(steps + 1, 0);
    for (std::size_t at = 0; at < rows.size();) {
        const std::uint32_t step = keys.step[rows[at]], pair = keys.pair[rows[at]];
        std::int64_t scaled = 0;
        DoubleDouble wide;
        const std::size_t first = at;
        for (; at < rows.size() && keys.step[rows[at]] == step && keys.pair[rows[at]] == pair; ++at) {
            if (digits)
                scaled += *to_fixed(keys.value[rows[at]], *digits);
            else
                wide = add(wide, DoubleDouble{keys.value[rows[at]], 0});
        }
        columns.pairs.push_back(pair);
        columns.rows.push_back(static_cast<std::uint32_t>(at - first));
        if (digits) {
            columns.scaled_64.push_back(scaled);
        } else {
            columns.high.push_back(wide.high);
            columns.low.push_back(wide.low);
        }
        columns.step_begin[step + 1] = columns.pairs.size();
    }
    for (std::size_t step = 1; step <= steps; ++step)
        columns.step_begin[step] = std::max(columns.step_begin[step], columns.step_begin[step - 1]);
    narrow(columns);
    return columns;
}

LayerCells view_of(const Columns& columns, std::optional<int> digits) {
    return {.digits = digits.value_or(-1),
            .step_begin = columns.step_begin,
            .pairs = columns.pairs,
            .scaled_32 = columns.scaled_32,
            .scaled_64 = columns.scaled_64,
            .high = columns.high,
            .low = columns.low,
            .rows = columns.rows};
}

std::vector<Pair> pairs_of(std::span<const std::uint64_t> keys) {
    std::vector<Pair> pairs;
    pairs.reserve(keys.size());
    for (const std::uint64_t key : keys)
        pairs.push_back(
            {PlaceId{static_cast<std::uint32_t>(key >> 32)}, PlaceId{static_cast<std::uint32_t>(key)}});
    return pairs;
}

}  // namespace

SortedFlows build_cells(const FlowTable& rows, BuildOptions options) {
    assert(rows.size() < std::numeric_limits<Row>::max());
    const auto steps = rank_keys<TimeMs>(rows.size(), [&](std::size_t row) { return rows.time[row]; });
    const auto pairs = rank_keys<std::uint64_t>(
        rows.size(), [&](std::size_t row) { return pair_key(rows.origin[row], rows.destination[row]); });

    std::vector<Row> order(rows.size());
    std::iota(order.begin(), order.end(), Row{0});
    const std::size_t step_count = steps.distinct.size();
    sort_by(order, pairs.distinct.size(), [&](Row row) { return pairs.rank[row]; });
    sort_by(order, step_count, [&](Row row) { return steps.rank[row]; });
    sort_by(order, rows.layers.size(), [&](Row row) { return index(rows.layer[row]); });

    const auto columns = std::make_shared<std::vector<Columns>>(rows.layers.size());
    SortedFlows flows;
    flows.layers = rows.layers;
    flows.axis = {rows.grain, steps.distinct};
    flows.pairs = pairs_of(pairs.distinct);
    flows.cells.resize(rows.layers.size());
    flows.owner = columns;
    run_parallel(rows.layers.size(), options.threads, [&](std::size_t layer) {
        const auto of_layer =
            std::ranges::equal_range(order, layer, {}, [&](Row row) { return index(rows.layer[row]); });
        const std::span<const Row> mine{of_layer.begin(), of_layer.end()};
        const std::optional<int> digits = fixed_digits(rows.value, mine);
        (*columns)[layer] = merge(mine, {steps.rank, pairs.rank, rows.value}, digits, step_count);
        flows.cells[layer] = view_of((*columns)[layer], digits);
    });
    return flows;
}

}  // namespace flowspace
