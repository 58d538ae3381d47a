// The image data of a PNG, filtered and deflated on several threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

namespace flowspace {

/// Rows of a picture as they lie in memory, from the top.
struct PixelRows {
    const std::uint8_t* first = nullptr;
    std::size_t stride = 0;  // bytes a row, > 0
    std::size_t count = 0;   // > 0
    std::size_t pixel = 0;   // bytes a pixel: 3 or 4
};

/// Hands the whole zlib stream of the rows to `write`, a part at a time and in order, as PNG's IDAT chunks
/// hold it (PNG specification, third edition, 9.2 Sub and 10.1; RFC 1950, RFC 1951). Blocks of rows are
/// deflated each by itself, so the bytes are the same for any number of threads, and another part is begun
/// only once the ones before are written: memory is that of a few blocks. False: no memory, or `write`
/// returned false.
bool deflate_rows(const PixelRows& rows, unsigned threads,
                  const std::function<bool(std::span<const std::uint8_t>)>& write);

}  // namespace flowspace
