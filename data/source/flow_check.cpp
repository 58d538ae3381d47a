#include "data/source/flow_check.h"

#include "data/source/parallel.h"
#include "data/source/tile_lanes.h"
#include "data/source/tile_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace flowspace {
namespace {

constexpr std::uint64_t most_magnitude = std::uint64_t{1} << 62;
constexpr std::uint64_t most_rows = std::numeric_limits<std::uint32_t>::max();
constexpr std::int64_t least_time_ms = -62'167'219'200'000,
                       most_time_ms = 253'402'300'799'999;  // 0000 to 9999

const char* fault_of(const TimeAxis& axis) {
    for (std::size_t step = 0; step < axis.size(); ++step) {
        const TimeMs start = axis.starts[step];
        if (count(start) < least_time_ms || count(start) > most_time_ms) return "a time out of range";
        if (step > 0 && axis.starts[step - 1] >= start) return "steps that do not ascend";
        if (axis.grain == Grain::none ? count(start) != 0 : step_start(axis.grain, start) != start)
            return "a step that does not start where its grain does";
    }
    return nullptr;
}

const char* fault_of(std::span<const Pair> pairs, std::size_t place_count) {
    if (pairs.size() >= most_rows) return "too many pairs";
    for (std::size_t at = 0; at < pairs.size(); ++at) {
        const Pair pair = pairs[at];
        if (index(pair.origin) >= place_count || index(pair.destination) >= place_count)
            return "a pair of unknown places";
        if (at == 0) continue;
        const Pair before = pairs[at - 1];
        if (std::pair(before.origin, before.destination) >= std::pair(pair.origin, pair.destination))
            return "pairs that do not ascend";
    }
    return nullptr;
}

bool ascends_below(std::span<const std::uint32_t> rows, std::size_t end) {
    return std::ranges::adjacent_find(rows, std::ranges::greater_equal()) == rows.end() &&
           (rows.empty() || rows.back() < end);
}

/// Tiles, entries and masks: afterwards every entry can be walked.
const char* fault_of_entries(const LayerTiles& tiles, std::size_t steps) {
    if (tiles.tile_count() != (steps + tile_steps - 1) / tile_steps)
        return "tiles that are not those of the steps";
    if (tiles.tile_count() == 0 ? !tiles.masks.empty() : tiles.tile_end.back() != tiles.masks.size())
        return "masks without a tile";
    if (!tiles.entries.empty() && tiles.entries.size() != tiles.masks.size()) return "entries without a mask";
    std::uint64_t cells = 0;
    for (std::size_t tile = 0; tile < tiles.tile_count(); ++tile) {
        const std::uint64_t first = tiles.first_entry(tile), end = tiles.tile_end[tile];
        if (end < first || end > tiles.masks.size() || end - first > tiles.pairs.size())
            return "tiles that do not follow each other";
        if (tiles.entries.empty() && end - first != tiles.pairs.size()) return "a tile that lacks pairs";
        if (!tiles.entries.empty() &&
            !ascends_below(tiles.entries.subspan(first, end - first), tiles.pairs.size()))
            return "entries that do not ascend";
        const std::size_t length = std::min(tile_steps, steps - tile * tile_steps);
        for (std::uint64_t entry = first; entry < end; ++entry) {
            if (tiles.masks[entry] >> length != 0) return "a cell after the last step";
            if (tiles.masks[entry] == 0 && !tiles.entries.empty()) return "an entry without cells";
            cells += cells_in(tiles.masks[entry]);
        }
        if (tiles.pairs.size() * tile_steps > most_rows) return "too many pairs";
    }
    return cells == tiles.cell_count() ? nullptr : "values that are not those of the masks";
}

/// Counts magnitudes of a layer as its entries are walked.
struct Totals {
    std::uint64_t magnitude = 0;
    const char* fault = nullptr;

    void count_value(__int128 own, bool narrow) {
        const auto size = static_cast<unsigned __int128>(own < 0 ? -own : own);
        if (size >= most_magnitude || magnitude + static_cast<std::uint64_t>(size) >= most_magnitude) {
            fault = "values whose sums leave 62 bits";
            return;
        }
        if (narrow && (own < std::numeric_limits<std::int32_t>::min() ||
                       own > std::numeric_limits<std::int32_t>::max()))
            fault = "a value that leaves 32 bits";
        magnitude += static_cast<std::uint64_t>(size);
    }
    void count_value(DoubleDouble own) {
        if (!std::isfinite(own.high) || !std::isfinite(own.low)) fault = "a value that is no finite number";
    }
};

/// The values one by one, in the order of their entries.
const char* fault_of_values(const LayerTiles& tiles) {
    Totals totals;
    with_columns(tiles, [&](const auto& values, const auto&) {
        std::uint64_t first = 0;
        for (std::size_t entry = 0; entry < tiles.masks.size() && !totals.fault; ++entry) {
            const std::uint32_t cells = cells_in(tiles.masks[entry]);
            std::int64_t before = 0;
            for (std::uint32_t cell = 0; cell < cells; ++cell) {
                if constexpr (is_wide<decltype(values)>) {
                    totals.count_value(values(first + cell));
                } else {
                    const std::int64_t running = values(first + cell);
                    totals.count_value(__int128{running} - before, !tiles.scaled_32.empty());
                    before = running;
                }
            }
            first += cells;
        }
    });
    return totals.fault;
}

/// Whether all are so small that neighbours differ by less than 32 bits and no sum of them leaves 62.
bool all_small(std::span<const std::int32_t> running) {
    constexpr std::int32_t small = std::int32_t{1} << 30;
    std::int32_t least = 0, most = 0;
    for (const std::int32_t one : running) {
        least = std::min(least, one);
        most = std::max(most, one);
    }
    return least >= -small && most < small && running.size() < std::size_t{small};
}

/// Rows must ascend within an entry: nowhere may they descend but where an entry begins.
template <class Rows>
const char* fault_of_rows(std::span<const std::uint16_t> masks, std::span<const Rows> rows) {
    std::uint64_t descents = 0, at_starts = 0, empty_starts = 0, total = 0, first = 0;
    for (std::size_t cell = 1; cell < rows.size(); ++cell) descents += rows[cell] <= rows[cell - 1] ? 1 : 0;
    for (const std::uint16_t mask : masks) {
        const std::uint32_t cells = cells_in(mask);
        if (cells == 0) continue;
        empty_starts += rows[first] == 0 ? 1 : 0;
        at_starts += first > 0 && rows[first] <= rows[first - 1] ? 1 : 0;
        first += cells;
        total += rows[first - 1];
    }
    if (descents != at_starts || empty_starts != 0) return "a cell without rows";
    return total > most_rows ? "too many rows" : nullptr;
}

/// Pre: fault_of_entries found nothing.
const char* fault_of_cells(const LayerTiles& tiles) {
    if (tiles.scaled_32.empty() || !all_small(tiles.scaled_32))
        if (const char* fault = fault_of_values(tiles)) return fault;
    if (!tiles.rows_8.empty()) return fault_of_rows(tiles.masks, tiles.rows_8);
    if (!tiles.rows_16.empty()) return fault_of_rows(tiles.masks, tiles.rows_16);
    if (!tiles.rows_32.empty()) return fault_of_rows(tiles.masks, tiles.rows_32);
    return tiles.cell_count() > most_rows ? "too many rows" : nullptr;
}

const char* fault_of(const LayerTiles& tiles, std::size_t pair_count, std::size_t steps) {
    if (tiles.digits < -1 || tiles.digits > max_decimal_digits) return "decimals out of range";
    if (!ascends_below(tiles.pairs, pair_count)) return "pairs of a layer that do not ascend";
    if (const char* fault = fault_of_entries(tiles, steps)) return fault;
    return fault_of_cells(tiles);
}

}  // namespace

std::optional<Error> check_flows(const SortedFlows& flows, std::size_t place_count, unsigned threads) {
    const auto error = [](const char* what) { return Error{fmt::format("damaged: found {}", what)}; };
    if (flows.layers.size() != flows.tiles.size()) return error("layers without cells");
    if (const char* fault = fault_of(flows.axis)) return error(fault);
    if (const char* fault = fault_of(flows.pairs, place_count)) return error(fault);
    std::vector<const char*> faults(flows.tiles.size());
    run_parallel(flows.tiles.size(), threads, [&](std::size_t layer) {
        faults[layer] = fault_of(flows.tiles[layer], flows.pairs.size(), flows.axis.size());
    });
    for (const char* fault : faults)
        if (fault) return error(fault);
    return std::nullopt;
}

}  // namespace flowspace
