// One name and all the ways to type it: as it is written, by its pinyin, by initials.
#pragma once

#include "data/text/pinyin.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

/// How well a query fits a name; lower is better.
enum class NameMatch : std::uint8_t {
    whole,
    beginning,
    whole_initials,
    beginning_initials,
    within,
    within_initials,
    none
};

/// What was typed, taken apart.
struct SearchQuery {
    struct Letter {
        char32_t c = 0;
        std::uint8_t tone = 0;  // of the syllable it is in; 0: not said
        bool starts = false;    // a syllable cannot reach across its left edge
    };
    std::string folded = {};           // trimmed, half-width, lower case: for codes
    std::vector<Letter> letters = {};  // without blanks, marks and tone digits; u with two dots is v
    std::string latin = {};  // the same as plain letters and digits, u for it; empty where it holds others
    bool has_han = false;
};
/// At most 64 letters are kept.
SearchQuery parse_query(std::string_view text);

struct SearchName {
    struct Glyph {
        char32_t c = 0;
        std::vector<PinyinReading> readings = {};
    };
    std::vector<Glyph> glyphs = {};        // without blanks and hyphens
    std::string latin = {};                // letters and digits of a name in Latin letters; else empty
    std::string initials = {};             // of its words, where there are several
    std::vector<std::string> spoken = {};  // its pinyin in one word, by every reading, at most 16
};
SearchName search_name(std::string_view name);

NameMatch match_name(const SearchQuery& query, const SearchName& name);

/// Sounds the same though written with other characters (whole, beginning or within), or differs by one
/// letter more, less, other or swapped: from four letters or three characters on.
NameMatch nearest_match(const SearchQuery& query, const SearchName& name);

}  // namespace flowspace
