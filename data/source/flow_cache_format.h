// The layout of a flow cache: a checked header, a table of sections each with its checksum, then the
// sections.
#pragma once

#include "data/source/flow_tiles.h"

#include <cstddef>
#include <cstdint>

namespace flowspace::cache {

/// "FSFLOWS" and a zero, read as a little-endian number. Written and read on little-endian machines only.
inline constexpr std::uint64_t magic = 0x0053574F4C465346;
/// Raised with every change of the layout: a cache of another version is refused and made again.
inline constexpr std::uint32_t version = 1;

enum class Column : std::uint32_t { pairs, tile_end, entries, masks, values, low, rows };
inline constexpr std::size_t layer_columns = 7;

/// Sections of the whole; the columns of each layer follow.
enum class Part : std::uint32_t { head, report, axis, pairs };
inline constexpr std::size_t parts = 4;

struct Header {
    std::uint64_t magic = 0;
    std::uint32_t version = 0;
    std::uint32_t sections = 0;  // parts + layers * layer_columns
    std::uint64_t file_bytes = 0;
    std::uint64_t checksum = 0;  // of the fields above and the table
};
static_assert(sizeof(Header) == 32);

struct Section {
    std::uint64_t offset = 0;  // from the start: at once after what is before, at a multiple of 64
    std::uint64_t bytes = 0;   // and column_padding zeros
    std::uint64_t checksum = 0;
};
static_assert(sizeof(Section) == 24);

inline constexpr std::uint64_t alignment = 64;
constexpr std::uint64_t aligned(std::uint64_t bytes) {
    return (bytes + alignment - 1) / alignment * alignment;
}

/// How the values and the rows of a layer are kept.
enum class ValueKind : std::uint8_t { scaled_32, scaled_64, wide };
enum class RowKind : std::uint8_t { one_each, rows_8, rows_16, rows_32 };

}  // namespace flowspace::cache
