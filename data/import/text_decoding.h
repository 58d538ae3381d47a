// Bytes in the encodings of tables into strict UTF-8, with the exact place of every byte that is none.
#pragma once

#include "data/import/import_plan.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

/// A place where the text is not what it should be. In the output stands one byte for it: 0xFF, which is
/// never UTF-8, or 0x00 for a NUL.
struct DecodeFault {
    std::uint64_t at_output = 0;
    std::uint64_t at_input = 0;
    std::uint16_t found = 0;  // the byte, or the unit of UTF-16
    bool nul = false;
};

enum class Ending : std::uint8_t { more, last };  // does text follow?

struct DecodeStep {
    std::size_t read = 0;
    std::size_t written = 0;
};

/// Decodes whole characters from the start of `from` while they fit into `to`; a character cut by the end is
/// left unless `ending` is last. Appends the faults, their offsets from the starts of `from` and `to`. A
/// fault is one byte (UTF-16: one unit), and reading goes on behind it, so line ends are never swallowed.
/// Keeps nothing between calls.
DecodeStep decode(TextEncoding encoding, std::string_view from, Ending ending, std::span<char> to,
                  std::vector<DecodeFault>& faults);

/// All of it at once. Pre: `from` fits into memory.
std::string decode_all(TextEncoding encoding, std::string_view from, Ending ending,
                       std::vector<DecodeFault>& faults);

/// `utf-8`, `utf-16le`, `utf-16be`, `gb18030`.
std::string_view key(TextEncoding encoding);

/// The encoding that the mark at the start of a file names, and the mark's size; 0: no mark.
struct ByteOrderMark {
    TextEncoding encoding = TextEncoding::utf_8;
    std::size_t size = 0;
};
ByteOrderMark byte_order_mark(std::string_view first_bytes);
inline constexpr std::size_t longest_byte_order_mark = 4;

}  // namespace flowspace
