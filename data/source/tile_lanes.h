// Adds entries of a tile lane by lane: the inner loop of every sum over steps, eight cells at a time where
// the processor can.
#pragma once

#include "data/source/flow_tiles.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace flowspace {

/// Per step of a tile the sum of all cells of the tile up to and with that step: differences of neighbours
/// are the sums of the steps.
struct TileLanes {
    alignas(32) std::array<std::int64_t, tile_steps> scaled = {};
    alignas(32) std::array<std::uint32_t, tile_steps> rows = {};
};

/// An entry of a tile, and what it counts for.
struct EntryRef {
    std::uint32_t at = 0;  // from the tile's first entry on
    std::uint32_t to = 0;  // a row of `also`
    std::int32_t factor = 1;
};

/// Entries whose first cell is kept; between them masks are counted.
inline constexpr std::size_t block_entries = 4;

/// One tile: where its entries and cells begin.
struct TileStart {
    std::size_t entry = 0;
    std::uint64_t cell = 0;
    const std::uint32_t* blocks = nullptr;  // per block of entries: its first cell, from the tile's first on
};

/// How many cells a mask stands for.
inline std::uint32_t cells_in(std::uint32_t mask) {
    static constexpr std::array<std::uint8_t, 256> bits = [] {
        std::array<std::uint8_t, 256> made = {};
        for (std::size_t byte = 1; byte < made.size(); ++byte)
            made[byte] = static_cast<std::uint8_t>(made[byte / 2] + byte % 2);
        return made;
    }();
    return std::uint32_t{bits[mask & 255]} + bits[mask >> 8];
}

enum class Speed : std::uint8_t { portable, best };  // the same sums

/// Adds factor times each entry of a tile to `sum`. Pre: `tiles` is in fixed point.
void add_entries(const LayerTiles& tiles, const TileStart& start, std::span<const EntryRef> entries,
                 TileLanes& sum, Speed speed = Speed::best);

/// The same, and to also[to] as well.
void add_entries_twice(const LayerTiles& tiles, const TileStart& start, std::span<const EntryRef> entries,
                       TileLanes& sum, std::span<TileLanes> also, Speed speed = Speed::best);

/// Adds factor times `lanes` to `sum`.
void add_lanes(TileLanes& sum, const TileLanes& lanes, int factor);

}  // namespace flowspace
