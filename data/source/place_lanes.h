// Running sums per tile and place, in as few bytes as hold them.
#pragma once

#include "data/source/tile_lanes.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace flowspace {

class PlaceLanes {
public:
    /// Narrow: running sums of 32 bits and rows of 16, half the bytes; not every table fits.
    enum class Width : std::uint8_t { narrow, wide };
    static constexpr std::size_t bytes_each(Width width) {
        return width == Width::wide ? sizeof(TileLanes) : sizeof(Narrow);
    }

    void keep(std::size_t count, Width width);
    void clear();
    bool empty() const { return wide_.empty() && narrow_.empty(); }
    std::size_t bytes() const { return wide_.size() * sizeof(TileLanes) + narrow_.size() * sizeof(Narrow); }

    /// False where the lanes do not fit; nothing is kept of them then.
    bool put(std::size_t at, const TileLanes& lanes);
    /// Adds factor times the lanes kept at `at`.
    void add_to(TileLanes& sum, std::size_t at, int factor) const;

private:
    struct Narrow {
        std::array<std::int32_t, tile_steps> scaled = {};
        std::array<std::uint16_t, tile_steps> rows = {};
    };

    std::vector<TileLanes> wide_;
    std::vector<Narrow> narrow_;
};

}  // namespace flowspace
