#include "data/text/pinyin.h"

#include <iterator>

namespace flowspace {
namespace {

#include "pinyin_table.inc"

}  // namespace

std::vector<PinyinReading> pinyin_of(char32_t character) {
    if (character < first_character || character - first_character + 1 >= std::size(starts)) return {};
    std::vector<PinyinReading> all;
    for (std::size_t at = starts[character - first_character]; at < starts[character - first_character + 1];
         ++at)
        all.push_back({syllables[readings[at] / 8], static_cast<std::uint8_t>(readings[at] % 8)});
    return all;
}

}  // namespace flowspace
