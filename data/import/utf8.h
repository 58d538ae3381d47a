// Strict UTF-8: no overlong forms, no surrogates, nothing past U+10FFFF.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace flowspace {

/// Bytes of the character that `text` begins with; 0 where that is no UTF-8 or nothing.
std::size_t utf8_width(std::string_view text);

/// The offset of the first byte that is no UTF-8; nothing where all is.
std::optional<std::size_t> find_bad_utf8(std::string_view text);

}  // namespace flowspace
