// Both directions between two places together, step by step in lines that need no unpacking: most selections
// know no direction, and then half the cells answer for all.
#pragma once

#include "data/source/flow_tiles.h"
#include "data/source/tile_lanes.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace flowspace {

/// The lines of one layer in fixed point. Places whose sums do not fit a line have none, nor have self-flows.
class TwoWayLines {
public:
    static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

    TwoWayLines() = default;
    /// Lines within `most_bytes` for the places with most cells, or none at all where that is too few to
    /// help. `pair_cells`: per pair of the layer.
    TwoWayLines(const LayerTiles& tiles, std::span<const Pair> pairs,
                std::span<const std::uint32_t> pair_cells, std::size_t most_bytes);

    bool empty() const { return lines_ == 0; }
    std::size_t bytes() const {
        return kept_.size() * sizeof(Line) + (line_.size() + back_.size()) * sizeof(std::uint32_t);
    }

    /// Of a pair of the layer: its line or none, and the pair the other way or none.
    std::uint32_t line_of(std::size_t pair) const { return line_[pair]; }
    std::uint32_t back_of(std::size_t pair) const { return back_[pair]; }

    /// Adds factor times some lines of a tile.
    void add(std::size_t tile, std::span<const std::uint32_t> lines, int factor, TileLanes& sum,
             Speed speed) const;

private:
    /// Per step of a tile, not running: a sum of 24 bits is 65536 x high + low. One line of the processor's
    /// cache.
    struct alignas(64) Line {
        std::array<std::uint16_t, tile_steps> low = {};
        std::array<std::int8_t, tile_steps> high = {};
        std::array<std::uint8_t, tile_steps> rows = {};

        bool add(std::size_t step, std::int64_t scaled, std::uint32_t more_rows);
    };

    void pair_up(const LayerTiles& tiles, std::span<const Pair> pairs);
    void choose(std::span<const std::uint32_t> pair_cells, std::size_t most_lines);
    void fill(const LayerTiles& tiles);

    std::size_t lines_ = 0;            // per tile
    std::vector<std::uint32_t> line_;  // per pair of the layer
    std::vector<std::uint32_t> back_;
    std::vector<Line> kept_;  // per tile and line
};

}  // namespace flowspace
