// Characters of GB18030 (GBK and GB2312 are parts of it).
#pragma once

#include <cstddef>
#include <string_view>

namespace flowspace {

struct Gb18030Character {
    char32_t character = 0;
    std::size_t width = 0;  // bytes, 1 to 4; 0: no character begins here
};

/// The character that `text` begins with. Codes to which the editions of 2005 and 2022 gave a character that
/// Unicode has are read as that character in both of their forms, so that none comes out as private use;
/// codes of user-defined areas are private use. 0x80 and 0xFF are no characters. Source: GB 18030-2022.
Gb18030Character gb18030_character(std::string_view text);

/// Whether `text` is the beginning of a character that may go on after its end.
bool gb18030_is_cut(std::string_view text);

}  // namespace flowspace
