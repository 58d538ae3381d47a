// Whole numbers throughout, so that the bytes do not depend on the processor.
#include "render/scene/splat/enlarge.h"

#include "data/source/parallel.h"

#include <algorithm>
#include <cassert>
#include <vector>

namespace flowspace::splat {

namespace {

/// Calls rows(first, end) for parts of the rows of a picture.
template <class Rows>
void in_bands(int height_px, unsigned threads, const Rows& rows) {
    const auto height = static_cast<std::size_t>(height_px);
    const std::size_t bands = std::clamp<std::size_t>(threads, 1, std::max<std::size_t>(height, 1));
    run_parallel(bands, threads, [&](std::size_t band) {
        rows(static_cast<int>(height * band / bands), static_cast<int>(height * (band + 1) / bands));
    });
}

void enlarge_rows(std::span<const std::uint8_t> half, Extent whole, std::span<std::uint8_t> out, int first,
                  int end) {
    const int columns = whole.half_width_px(), rows = whole.half_height_px();
    const std::size_t stride = static_cast<std::size_t>(columns) * 4;
    assert(half.size() >= stride * static_cast<std::size_t>(rows));
    // A row between two of `half`, times 4; its first and last px stand once more beyond its ends.
    std::vector<std::uint16_t> mixed(stride + 8);
    for (int y = first; y < end; ++y) {
        const int near = y / 2;
        const int far = std::clamp(y % 2 == 0 ? near - 1 : near + 1, 0, rows - 1);
        const std::uint8_t* a = half.data() + static_cast<std::size_t>(near) * stride;
        const std::uint8_t* b = half.data() + static_cast<std::size_t>(far) * stride;
        std::uint16_t* middle = mixed.data() + 4;
        for (std::size_t at = 0; at < stride; ++at)
            middle[at] = static_cast<std::uint16_t>(3 * a[at] + b[at]);
        std::copy_n(middle, 4, mixed.data());
        std::copy_n(middle + stride - 4, 4, middle + stride);
        std::uint8_t* to =
            out.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(whole.width_px) * 4;
        const int pairs = whole.width_px / 2;
        for (int column = 0; column < pairs; ++column) {
            const std::uint16_t* at = middle + 4 * static_cast<std::ptrdiff_t>(column);
            std::uint8_t* two = to + 8 * static_cast<std::ptrdiff_t>(column);
            for (int part = 0; part < 4; ++part) {
                two[part] = static_cast<std::uint8_t>((3 * at[part] + at[part - 4] + 8) >> 4);
                two[part + 4] = static_cast<std::uint8_t>((3 * at[part] + at[part + 4] + 8) >> 4);
            }
        }
        if (whole.width_px % 2 == 0) continue;
        const std::uint16_t* at = middle + 4 * static_cast<std::ptrdiff_t>(pairs);
        for (int part = 0; part < 4; ++part)
            to[8 * static_cast<std::ptrdiff_t>(pairs) + part] =
                static_cast<std::uint8_t>((3 * at[part] + at[part - 4] + 8) >> 4);
    }
}

}  // namespace

void enlarge_colour(std::span<const std::uint8_t> half, Extent whole, std::span<std::uint8_t> out,
                    unsigned threads) {
    in_bands(whole.height_px, threads,
             [&](int first, int end) { enlarge_rows(half, whole, out, first, end); });
}

void enlarge_depth(std::span<const float> half, Extent whole, std::span<float> out, unsigned threads) {
    const int columns = whole.half_width_px();
    in_bands(whole.height_px, threads, [&](int first, int end) {
        for (int y = first; y < end; ++y) {
            const float* from = half.data() + static_cast<std::ptrdiff_t>(y / 2) * columns;
            float* to = out.data() + static_cast<std::ptrdiff_t>(y) * whole.width_px;
            for (int x = 0; x + 1 < whole.width_px; x += 2) to[x] = to[x + 1] = from[x / 2];
            if (whole.width_px % 2 != 0) to[whole.width_px - 1] = from[whole.width_px / 2];
        }
    });
}

}  // namespace flowspace::splat
