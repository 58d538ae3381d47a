// How Chinese characters are read: their syllables in pinyin.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace flowspace {

struct PinyinReading {
    std::string_view syllable = {};  // letters only, `v` for u with two dots: chong, lv
    std::uint8_t tone = 5;           // 1 to 4; 5: neutral

    bool operator==(const PinyinReading&) const = default;
};

/// Every reading in today's dictionaries, the most usual first; none for what is no Chinese character. A
/// character of several readings has them all, so that a place is found however it is read: 厦 xia and sha.
/// Source: Unicode Han database, kMandarin, kHanyuPinlu, kTGHZ2013 and kXHC1983.
std::vector<PinyinReading> pinyin_of(char32_t character);

}  // namespace flowspace
