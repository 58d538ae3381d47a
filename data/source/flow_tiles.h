// How sorted flows lie in memory and in a cache: cells per (layer, step, pair), steps cut into tiles of 16.
#pragma once

#include "data/source/flow_source.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace flowspace {

/// Steps per tile: one bit of a mask each.
inline constexpr std::size_t tile_steps = 16;
/// Readable bytes after the end of the columns of masks, values and rows, whatever they hold: several are
/// read at once.
inline constexpr std::size_t column_padding = 64;

/// The cells of one layer in columns. Per tile and pair there is an entry: a mask of the steps in which the
/// pair has rows. The cells of an entry follow each other in the order of the steps, entries in the order of
/// (tile, pair). Exactly one of scaled_32, scaled_64 and high holds the values; at most one of rows_* the
/// rows. The memory belongs to SortedFlows::owner.
struct LayerTiles {
    int digits = 0;                           // value = scaled / 10^digits; -1: high + low
    std::span<const std::uint32_t> pairs;     // rows of SortedFlows::pairs that the layer names, ascending
    std::span<const std::uint64_t> tile_end;  // one per tile: the first entry after it
    std::span<const std::uint32_t> entries =
        {};  // per entry a row of `pairs`, ascending in a tile; empty: each tile lists every pair
    std::span<const std::uint16_t> masks;  // bit s: the step at s of the tile; not 0 where `entries` is given
    std::span<const std::int32_t> scaled_32 = {};  // the sum of the entry's cells up to and with this one
    std::span<const std::int64_t> scaled_64 = {};  // the same
    std::span<const double> high = {};             // the cell's own value
    std::span<const float> low = {};               // empty: all 0
    std::span<const std::uint8_t> rows_8 = {};     // rows of the entry's cells up to and with this one
    std::span<const std::uint16_t> rows_16 = {};
    std::span<const std::uint32_t> rows_32 = {};  // no rows_*: each cell is one row

    std::size_t cell_count() const { return scaled_32.size() + scaled_64.size() + high.size(); }
    std::size_t tile_count() const { return tile_end.size(); }
    std::size_t first_entry(std::size_t tile) const { return tile == 0 ? 0 : tile_end[tile - 1]; }
    /// Pre: entry < masks.size(), in `tile`.
    std::size_t pair_of(std::size_t tile, std::size_t entry) const {
        return entries.empty() ? entry - first_entry(tile) : entries[entry];
    }
    /// The bytes of the columns themselves.
    std::size_t bytes() const {
        return pairs.size_bytes() + tile_end.size_bytes() + entries.size_bytes() + masks.size_bytes() +
               scaled_32.size_bytes() + scaled_64.size_bytes() + high.size_bytes() + low.size_bytes() +
               rows_8.size_bytes() + rows_16.size_bytes() + rows_32.size_bytes();
    }
};

/// Flows merged and sorted: what MemorySource answers from and what a cache holds.
struct SortedFlows {
    std::vector<LayerInfo> layers = {};
    TimeAxis axis = {};
    std::vector<Pair> pairs = {};  // by (origin, destination) ascending, each once
    std::vector<LayerTiles> tiles =
        {};  // one per layer; tiles of 16 steps of the axis, the last perhaps shorter
    std::shared_ptr<const void> owner = {};
};

}  // namespace flowspace
