#include "data/import/place_names.h"

#include "data/import/utf8.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace flowspace {
namespace {

struct KindWord {
    std::string_view word;
    UnitKind kind;
};
/// Longest first where one ends like another.
constexpr std::array<KindWord, 11> chinese_words = {{{"特别行政区", UnitKind::special},
                                                     {"特区", UnitKind::special},
                                                     {"自治州", UnitKind::autonomous},
                                                     {"州", UnitKind::autonomous},
                                                     {"自治县", UnitKind::county},
                                                     {"林区", UnitKind::county},
                                                     {"县", UnitKind::county},
                                                     {"地区", UnitKind::prefecture},
                                                     {"盟", UnitKind::league},
                                                     {"市", UnitKind::city},
                                                     {"省", UnitKind::province}}};
constexpr std::array<KindWord, 12> english_words = {{{"autonomousprefecture", UnitKind::autonomous},
                                                     {"prefecture", UnitKind::autonomous},
                                                     {"diqu", UnitKind::prefecture},
                                                     {"league", UnitKind::league},
                                                     {"municipality", UnitKind::city},
                                                     {"city", UnitKind::city},
                                                     {"shi", UnitKind::city},
                                                     {"county", UnitKind::county},
                                                     {"xian", UnitKind::county},
                                                     {"sar", UnitKind::special},
                                                     {"province", UnitKind::province},
                                                     {"sheng", UnitKind::province}}};

/// Latin letters with a mark, as Chinese place names have them, and the plain letter.
constexpr std::array<std::pair<std::string_view, char>, 44> marked_letters = {
    {{"ü", 'u'}, {"Ü", 'u'}, {"ā", 'a'}, {"á", 'a'}, {"ǎ", 'a'}, {"à", 'a'}, {"Ā", 'a'}, {"Á", 'a'},
     {"Ǎ", 'a'}, {"À", 'a'}, {"ē", 'e'}, {"é", 'e'}, {"ě", 'e'}, {"è", 'e'}, {"Ē", 'e'}, {"É", 'e'},
     {"Ě", 'e'}, {"È", 'e'}, {"ī", 'i'}, {"í", 'i'}, {"ǐ", 'i'}, {"ì", 'i'}, {"ō", 'o'}, {"ó", 'o'},
     {"ǒ", 'o'}, {"ò", 'o'}, {"Ō", 'o'}, {"Ó", 'o'}, {"Ǒ", 'o'}, {"Ò", 'o'}, {"ū", 'u'}, {"ú", 'u'},
     {"ǔ", 'u'}, {"ù", 'u'}, {"ǖ", 'u'}, {"ǘ", 'u'}, {"ǚ", 'u'}, {"ǜ", 'u'}, {"ê", 'e'}, {"â", 'a'},
     {"ô", 'o'}, {"ö", 'o'}, {"ä", 'a'}, {"ñ", 'n'}}};

constexpr std::array<std::string_view, 5> blanks = {" ", "\t", "\u00A0", "\u3000", "\uFEFF"};
constexpr std::array<std::string_view, 7> unheard = {"'", "\u2019", "\u2018", "\u02BC", "`", "-", "."};

bool is_letter(char one) { return (one >= 'a' && one <= 'z') || (one >= 'A' && one <= 'Z'); }

template <std::size_t size>
bool is_one_of(std::string_view text, const std::array<std::string_view, size>& choices) {
    return std::ranges::find(choices, text) != choices.end();
}

/// One character with its width and marks taken away.
std::string plain(std::string_view character) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(character[at]); };
    if (character.size() == 3 && byte(0) == 0xEF && (byte(1) == 0xBC || byte(1) == 0xBD)) {
        const unsigned offset = (byte(1) - 0xBCU) * 64 + byte(2) - 0x80U;  // U+FF01 is U+0021, and so on
        if (offset >= 1 && offset <= 0x5E) return std::string(1, static_cast<char>(0x20 + offset));
    }
    if (character.size() == 2 && (byte(0) == 0xCC || (byte(0) == 0xCD && byte(1) < 0xB0)))
        return {};  // U+0300..U+036F: a mark by itself
    for (const auto& [marked, letter] : marked_letters)
        if (character == marked) return std::string(1, letter);
    return std::string(character);
}

std::string_view trimmed(std::string_view text) {
    for (bool more = true; more;) {
        more = false;
        for (const std::string_view blank : blanks) {
            if (text.starts_with(blank))
                text.remove_prefix(blank.size());
            else if (text.ends_with(blank))
                text.remove_suffix(blank.size());
            else
                continue;
            more = true;
        }
    }
    return text;
}

template <std::size_t size>
NameParts split_by(std::string_view folded, const std::array<KindWord, size>& words, std::size_t least) {
    for (const KindWord& one : words)
        if (folded.ends_with(one.word) && folded.size() >= one.word.size() + least)
            return {std::string(folded.substr(0, folded.size() - one.word.size())), one.kind};
    return {std::string(folded), UnitKind::none};
}

}  // namespace

std::string fold_name(std::string_view name) {
    name = trimmed(name);
    std::vector<std::string> characters;
    bool latin = false;
    for (std::size_t at = 0; at < name.size();) {
        const std::size_t width = std::max<std::size_t>(utf8_width(name.substr(at)), 1);
        characters.push_back(plain(name.substr(at, width)));
        latin = latin || (characters.back().size() == 1 && is_letter(characters.back().front()));
        at += width;
    }
    std::string folded;
    for (const std::string& character : characters) {
        if (latin && (is_one_of(character, blanks) || is_one_of(character, unheard))) continue;
        for (const char one : character)
            folded += one >= 'A' && one <= 'Z' ? static_cast<char>(one - 'A' + 'a') : one;
    }
    return folded;
}

NameParts split_kind(std::string_view folded) {
    constexpr std::size_t two_characters = 6, two_letters = 2;
    if (!folded.empty() && is_letter(folded.back())) return split_by(folded, english_words, two_letters);
    return split_by(folded, chinese_words, two_characters);
}

bool may_be(UnitKind said, UnitKind is) {
    if (said == UnitKind::none || said == is) return true;
    const bool whole = said == UnitKind::city || said == UnitKind::prefecture || said == UnitKind::league ||
                       said == UnitKind::autonomous;
    return is == UnitKind::none && whole;
}

std::string_view short_province(std::string_view name) {
    for (const std::string_view ending :
         {"壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "特别行政区", "省", "市"})
        if (name.ends_with(ending)) return name.substr(0, name.size() - ending.size());
    return name;
}

}  // namespace flowspace
