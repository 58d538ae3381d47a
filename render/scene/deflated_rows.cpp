#include "render/scene/deflated_rows.h"

#include "data/source/parallel.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <vector>

namespace flowspace {
namespace {

constexpr std::size_t block_bytes = std::size_t{1} << 20;  // before they are deflated: 32 windows of deflate
constexpr std::uint8_t sub_filter = 1;

struct Block {
    std::vector<std::uint8_t> bytes = {};  // deflated
    std::size_t filtered = 0;              // bytes before that
    uLong sum = 0;                         // Adler-32 of those
    bool well = false;
};

/// Each pixel less the one to its left, each row after the number of its filter.
std::vector<std::uint8_t> filtered(const PixelRows& rows, std::size_t from, std::size_t to) {
    std::vector<std::uint8_t> bytes((to - from) * (rows.stride + 1));
    std::uint8_t* out = bytes.data();
    for (std::size_t row = from; row < to; ++row) {
        const std::uint8_t* in = rows.first + row * rows.stride;
        *out++ = sub_filter;
        out = std::copy_n(in, rows.pixel, out);
        for (std::size_t at = rows.pixel; at < rows.stride; ++at)
            *out++ = static_cast<std::uint8_t>(in[at] - in[at - rows.pixel]);
    }
    return bytes;
}

/// Ends on a whole byte, so that the next block's bytes may follow.
Block deflated(std::vector<std::uint8_t> bytes, bool last) {
    Block block{.filtered = bytes.size(), .sum = adler32_z(1, bytes.data(), bytes.size())};
    z_stream stream = {};
    // Level 1: a tenth of the default's time for a fifth more bytes.
    if (deflateInit2(&stream, 1, Z_DEFLATED, -MAX_WBITS, MAX_MEM_LEVEL, Z_FILTERED) != Z_OK) return block;
    const std::size_t flushed = 16;  // what ends a block beside its data, above deflateBound
    block.bytes.resize(deflateBound(&stream, bytes.size()) + flushed);
    stream.next_in = bytes.data();
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = block.bytes.data();
    stream.avail_out = static_cast<uInt>(block.bytes.size());
    const int ended = deflate(&stream, last ? Z_FINISH : Z_SYNC_FLUSH);
    block.well = last ? ended == Z_STREAM_END : ended == Z_OK && stream.avail_in == 0 && stream.avail_out > 0;
    block.bytes.resize(block.bytes.size() - stream.avail_out);
    deflateEnd(&stream);
    return block;
}

}  // namespace

bool deflate_rows(const PixelRows& rows, unsigned threads,
                  const std::function<bool(std::span<const std::uint8_t>)>& write) {
    const std::size_t rows_a_block = std::max<std::size_t>(1, block_bytes / (rows.stride + 1));
    const std::size_t blocks = (rows.count + rows_a_block - 1) / rows_a_block;
    const std::size_t at_a_time = std::size_t{4} * std::max(1U, threads);
    constexpr std::array<std::uint8_t, 2> header = {0x78, 0x01};  // a window of 32 KiB, the fastest level
    if (!write(header)) return false;
    uLong sum = 1;
    std::vector<Block> made(std::min(at_a_time, blocks));
    for (std::size_t first = 0; first < blocks; first += at_a_time) {
        const std::size_t count = std::min(at_a_time, blocks - first);
        run_parallel(count, threads, [&](std::size_t at) {
            const std::size_t block = first + at, from = block * rows_a_block;
            made[at] = deflated(filtered(rows, from, std::min(from + rows_a_block, rows.count)),
                                block + 1 == blocks);
        });
        for (std::size_t at = 0; at < count; ++at) {
            if (!made[at].well || !write(made[at].bytes)) return false;
            sum = adler32_combine(sum, made[at].sum, static_cast<z_off_t>(made[at].filtered));
        }
    }
    const std::array<std::uint8_t, 4> trailer = {
        static_cast<std::uint8_t>(sum >> 24U), static_cast<std::uint8_t>(sum >> 16U),
        static_cast<std::uint8_t>(sum >> 8U), static_cast<std::uint8_t>(sum)};
    return write(trailer);
}

}  // namespace flowspace
