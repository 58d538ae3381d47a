// Reads the columns of a layer's tiles as functions, so that loops over cells do not branch on how they are
// kept.
#pragma once

#include "data/source/flow_tiles.h"

#include <cstdint>
#include <type_traits>

namespace flowspace {

/// Whether a function of values, as with_columns gives it, returns the cell's own value in double-double; the
/// others return the running sum of its entry.
template <class Values>
inline constexpr bool is_wide = std::is_same_v<std::invoke_result_t<Values, std::uint64_t>, DoubleDouble>;

/// Calls visit(values, rows): values(cell), and rows(first cell of the entry, cells after it) for the rows
/// running in the entry.
template <class Visit>
void with_columns(const LayerTiles& tiles, const Visit& visit) {
    const auto with_rows = [&](const auto& values) {
        const auto read = [&](const auto* rows) {
            visit(values, [rows](std::uint64_t first, std::uint32_t after) {
                return static_cast<std::uint32_t>(rows[first + after]);
            });
        };
        if (!tiles.rows_8.empty())
            read(tiles.rows_8.data());
        else if (!tiles.rows_16.empty())
            read(tiles.rows_16.data());
        else if (!tiles.rows_32.empty())
            read(tiles.rows_32.data());
        else
            visit(values, [](std::uint64_t, std::uint32_t after) { return after + 1; });
    };
    if (!tiles.scaled_32.empty())
        with_rows([cells = tiles.scaled_32.data()](std::uint64_t cell) { return std::int64_t{cells[cell]}; });
    else if (!tiles.scaled_64.empty())
        with_rows([cells = tiles.scaled_64.data()](std::uint64_t cell) { return cells[cell]; });
    else if (!tiles.low.empty())
        with_rows([high = tiles.high.data(), low = tiles.low.data()](std::uint64_t cell) {
            return DoubleDouble{high[cell], double{low[cell]}};
        });
    else if (!tiles.high.empty())
        with_rows([high = tiles.high.data()](std::uint64_t cell) { return DoubleDouble{high[cell], 0}; });
}

}  // namespace flowspace
