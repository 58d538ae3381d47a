// Pictures of half the size laid out over the whole one.
#pragma once

#include <cstdint>
#include <span>

namespace flowspace::splat {

/// Of the whole picture; half of it has (width_px + 1) / 2 columns and (height_px + 1) / 2 rows.
struct Extent {
    int width_px = 0, height_px = 0;

    int half_width_px() const { return (width_px + 1) / 2; }
    int half_height_px() const { return (height_px + 1) / 2; }
};

/// Between the four nearest px of `half`; 4 bytes a px. The same bytes for any number of threads.
void enlarge_colour(std::span<const std::uint8_t> half, Extent whole, std::span<std::uint8_t> out,
                    unsigned threads);
/// Each px four times.
void enlarge_depth(std::span<const float> half, Extent whole, std::span<float> out, unsigned threads);

}  // namespace flowspace::splat
