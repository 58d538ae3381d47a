// The columns of a layer's tiles while they are made: owned, and padded as LayerTiles asks.
#pragma once

#include "data/source/flow_tiles.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace flowspace {

struct TileColumns {
    int digits = 0;
    std::size_t cells = 0;
    std::vector<std::uint32_t> pairs = {};
    std::vector<std::uint64_t> tile_end = {};
    std::vector<std::uint32_t> entries = {};
    std::vector<std::uint16_t> masks = {};  // and their padding, see pad_masks()
    std::vector<std::int32_t> scaled_32 = {};
    std::vector<std::int64_t> scaled_64 = {};
    std::vector<double> high = {};
    std::vector<float> low = {};
    std::vector<std::uint8_t> rows_8 = {};
    std::vector<std::uint16_t> rows_16 = {};
    std::vector<std::uint32_t> rows_32 = {};

    void pad_masks() { masks.insert(masks.end(), column_padding / sizeof(masks[0]), std::uint16_t{0}); }

    /// Pre: nothing changes afterwards.
    LayerTiles view() const {
        const auto column = [&](const auto& values) {
            return values.empty() ? std::span(values) : std::span(values).first(cells);
        };
        return {.digits = digits,
                .pairs = pairs,
                .tile_end = tile_end,
                .entries = entries,
                .masks = std::span(masks).first(tile_end.empty() ? 0 : tile_end.back()),
                .scaled_32 = column(scaled_32),
                .scaled_64 = column(scaled_64),
                .high = column(high),
                .low = column(low),
                .rows_8 = column(rows_8),
                .rows_16 = column(rows_16),
                .rows_32 = column(rows_32)};
    }
};

/// A column of `cells` values and its padding. Pre: cells > 0.
template <class T>
std::vector<T> padded_column(std::size_t cells) {
    return std::vector<T>(cells + column_padding / sizeof(T));
}

}  // namespace flowspace
