#include "viewer/search_name.h"

#include "render/scene/utf8.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace flowspace {
namespace {

constexpr std::size_t most_letters = 64;
constexpr std::size_t most_spoken = 16;
constexpr std::size_t least_latin_for_typo = 4, least_han_for_typo = 3;

struct Marked {
    char32_t c;
    char plain;
    std::uint8_t tone;
};
constexpr std::array<Marked, 36> marked = {
    {{U'ā', 'a', 1}, {U'á', 'a', 2}, {U'ǎ', 'a', 3}, {U'à', 'a', 4}, {U'ē', 'e', 1}, {U'é', 'e', 2},
     {U'ě', 'e', 3}, {U'è', 'e', 4}, {U'ī', 'i', 1}, {U'í', 'i', 2}, {U'ǐ', 'i', 3}, {U'ì', 'i', 4},
     {U'ō', 'o', 1}, {U'ó', 'o', 2}, {U'ǒ', 'o', 3}, {U'ò', 'o', 4}, {U'ū', 'u', 1}, {U'ú', 'u', 2},
     {U'ǔ', 'u', 3}, {U'ù', 'u', 4}, {U'ǖ', 'v', 1}, {U'ǘ', 'v', 2}, {U'ǚ', 'v', 3}, {U'ǜ', 'v', 4},
     {U'ü', 'v', 0}, {U'ń', 'n', 2}, {U'ň', 'n', 3}, {U'ǹ', 'n', 4}, {U'ê', 'e', 0}, {U'ë', 'e', 0},
     {U'ö', 'o', 0}, {U'ä', 'a', 0}, {U'ñ', 'n', 0}, {U'ç', 'c', 0}, {U'â', 'a', 0}, {U'î', 'i', 0}}};

/// Half-width and lower case.
char32_t folded(char32_t c) {
    if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;
    if (c == 0x3000) c = U' ';
    if (c >= U'A' && c <= U'Z') return c + 32;
    if (c >= 0xC0 && c <= 0xDE && c != 0xD7) return c + 32;                                       // À to Þ
    if ((c >= 0x100 && c <= 0x137) || (c >= 0x14A && c <= 0x177)) return c % 2 == 0 ? c + 1 : c;  // Ā, Ē...
    if (c >= 0x139 && c <= 0x148) return c % 2 == 1 ? c + 1 : c;                                  // Ň
    if (c >= 0x1CD && c <= 0x1DC) return c % 2 == 1 ? c + 1 : c;                                  // Ǎ to Ǜ
    return c;
}

bool is_letter(char32_t c) { return c >= U'a' && c <= U'z'; }
bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }
bool is_gap(char32_t c) {
    return c == U' ' || c == U'\'' || c == U'’' || c == U'‘' || c == U'-' || c == U'·' || c == U'–' ||
           c == U'.' || c == U',' || c == U'，' || c == U'、' || c == U'\t';
}

/// Tone of a mark that stands after its letter; nothing for other characters.
std::optional<std::uint8_t> combining_tone(char32_t c) {
    switch (c) {
        case 0x0304:
            return std::uint8_t{1};
        case 0x0301:
            return std::uint8_t{2};
        case 0x030C:
            return std::uint8_t{3};
        case 0x0300:
            return std::uint8_t{4};
        default:
            return std::nullopt;
    }
}

void append(std::string& text, char32_t c) { text += static_cast<char>(c); }

/// Puts one character of the query where it belongs; `gap`: a blank or tone digit stands before.
void take(SearchQuery& query, char32_t c, bool& gap) {
    std::vector<SearchQuery::Letter>& letters = query.letters;
    const bool after_latin = !letters.empty() && is_letter(letters.back().c);
    if (is_gap(c)) {
        gap = true;
    } else if (const auto tone = combining_tone(c); tone && after_latin) {
        letters.back().tone = *tone;
    } else if (c == 0x0308 && after_latin) {
        letters.back().c = letters.back().c == U'u' ? U'v' : letters.back().c;
    } else if (c >= U'1' && c <= U'5' && after_latin && !gap) {
        letters.back().tone = static_cast<std::uint8_t>(c - U'0');
        gap = true;
    } else {
        const auto mark = std::ranges::find(marked, c, &Marked::c);
        const bool is_marked = mark != marked.end();
        letters.push_back({.c = is_marked ? static_cast<char32_t>(mark->plain) : c,
                           .tone = is_marked ? mark->tone : std::uint8_t{0},
                           .starts = gap});
        gap = false;
    }
}

std::string plain_latin(std::u32string_view text) {
    std::string latin;
    for (const char32_t c : text) {
        const auto mark = std::ranges::find(marked, c, &Marked::c);
        if (mark != marked.end())
            latin += mark->plain == 'v' ? 'u' : mark->plain;
        else if (is_letter(c) || is_digit(c))
            append(latin, c);
        else if (!is_gap(c) && !combining_tone(c) && c != 0x0308)
            return {};
    }
    return latin;
}

/// What can be typed of a glyph at `at` of the query: how many letters, and how it was meant.
struct Bite {
    std::size_t letters = 0;
    enum class How : std::uint8_t { full, initial, partial } how = How::full;
};

bool tones_fit(const SearchQuery& query, std::size_t at, std::size_t count, std::uint8_t tone) {
    for (std::size_t letter = at; letter < at + count; ++letter) {
        if (letter > at && query.letters[letter].starts) return false;
        if (query.letters[letter].tone != 0 && query.letters[letter].tone != tone) return false;
    }
    return true;
}

void bite_syllable(const SearchQuery& query, std::size_t at, const std::string& syllable, std::uint8_t tone,
                   std::vector<Bite>& bites) {
    std::size_t same = 0;
    while (same < syllable.size() && at + same < query.letters.size() &&
           query.letters[at + same].c == static_cast<unsigned char>(syllable[same]))
        ++same;
    const bool to_end = at + same == query.letters.size();
    if (same == 0) return;
    if (same == syllable.size()) {
        if (tones_fit(query, at, same, tone)) bites.push_back({same, Bite::How::full});
    } else if (to_end && tones_fit(query, at, same, tone)) {
        bites.push_back({same, Bite::How::partial});
    }
    if (syllable.size() > 1 && tones_fit(query, at, 1, tone)) bites.push_back({1, Bite::How::initial});
    if (same >= 2 && syllable.size() > 2 && syllable[1] == 'h' && tones_fit(query, at, 2, tone))
        bites.push_back({2, Bite::How::initial});
}

std::vector<Bite> bites_of(const SearchQuery& query, std::size_t at, const SearchName::Glyph& glyph) {
    std::vector<Bite> bites;
    if (query.letters[at].c == glyph.c) bites.push_back({1, Bite::How::full});
    for (const PinyinReading& reading : glyph.readings) {
        const std::string syllable(reading.syllable);
        bite_syllable(query, at, syllable, reading.tone, bites);
        const std::size_t dots = syllable.find('v');
        if (dots == std::string::npos) continue;
        for (const char* typed : {"u", "yu"}) {
            std::string other = syllable;
            bite_syllable(query, at, other.replace(dots, 1, typed), reading.tone, bites);
        }
    }
    return bites;
}

NameMatch classify(bool from_start, bool to_end, bool by_initials) {
    if (!from_start) return by_initials ? NameMatch::within_initials : NameMatch::within;
    if (to_end) return by_initials ? NameMatch::whole_initials : NameMatch::whole;
    return by_initials ? NameMatch::beginning_initials : NameMatch::beginning;
}

/// The best way to read the query from glyph `start` on.
NameMatch match_from(const SearchQuery& query, const SearchName& name, std::size_t start) {
    const std::size_t length = query.letters.size();
    constexpr std::uint8_t unreached = 2;  // 1: reached with initials, 0: with whole syllables only
    std::vector<std::uint8_t> reached(length + 1, unreached), next;
    reached[0] = 0;
    NameMatch best = NameMatch::none;
    for (std::size_t row = start; row < name.glyphs.size(); ++row) {
        next.assign(length + 1, unreached);
        bool any = false;
        for (std::size_t at = 0; at < length; ++at) {
            if (reached[at] == unreached) continue;
            for (const Bite& bite : bites_of(query, at, name.glyphs[row])) {
                // In the middle of a name whole syllables count only, and not its last: each 北京市 has a
                // shi.
                if (start > 0 && row == start && bite.how != Bite::How::full) continue;
                const bool initials = reached[at] == 1 || bite.how == Bite::How::initial;
                const std::size_t end = at + bite.letters;
                next[end] = std::min<std::uint8_t>(next[end], initials ? 1 : 0);
                any = true;
                if (end < length) continue;
                const bool to_end = row + 1 == name.glyphs.size() && bite.how != Bite::How::partial;
                best = std::min(best, classify(start == 0, to_end, initials));
            }
        }
        if (!any) break;
        std::swap(reached, next);
    }
    return best;
}

/// The distance of two texts is one: a letter more, less, other, or two neighbours swapped.
template <class Text>
bool one_edit_apart(const Text& a, const Text& b) {
    std::size_t same = 0;
    const std::size_t shorter = std::min(a.size(), b.size());
    while (same < shorter && a[same] == b[same]) ++same;
    const auto rest = [&](const Text& text, std::size_t from) {
        return text.substr(std::min(from, text.size()));
    };
    if (a.size() == b.size()) {
        if (same == a.size()) return false;
        if (rest(a, same + 1) == rest(b, same + 1)) return true;
        return same + 1 < a.size() && a[same] == b[same + 1] && a[same + 1] == b[same] &&
               rest(a, same + 2) == rest(b, same + 2);
    }
    if (a.size() == b.size() + 1) return rest(a, same + 1) == rest(b, same);
    if (b.size() == a.size() + 1) return rest(a, same) == rest(b, same + 1);
    return false;
}

template <class Text>
NameMatch typo_match(const Text& query, const Text& name) {
    if (one_edit_apart(query, name)) return NameMatch::whole;
    for (const std::size_t length : {query.size() - 1, query.size(), query.size() + 1})
        if (length < name.size() && one_edit_apart(query, name.substr(0, length)))
            return NameMatch::beginning;
    return NameMatch::none;
}

/// The characters sound alike whatever their tones.
NameMatch homophone_match(const SearchQuery& query, const SearchName& name) {
    const std::size_t length = query.letters.size();
    NameMatch best = NameMatch::none;
    for (std::size_t start = 0; start + length <= name.glyphs.size(); ++start) {
        const bool alike = std::ranges::all_of(query.letters, [&](const SearchQuery::Letter& letter) {
            const auto row = static_cast<std::size_t>(&letter - query.letters.data());
            const SearchName::Glyph& glyph = name.glyphs[start + row];
            if (glyph.c == letter.c) return true;
            for (const PinyinReading& said : pinyin_of(letter.c))
                for (const PinyinReading& reading : glyph.readings)
                    if (said.syllable == reading.syllable) return true;
            return false;
        });
        if (alike) best = std::min(best, classify(start == 0, start + length == name.glyphs.size(), false));
    }
    return best;
}

std::vector<std::string> spoken_ways(const SearchName& name) {
    std::vector<std::string> ways = {""};
    for (const SearchName::Glyph& glyph : name.glyphs) {
        std::vector<std::string> longer;
        for (const std::string& way : ways) {
            if (glyph.readings.empty() && (is_letter(glyph.c) || is_digit(glyph.c)))
                longer.push_back(way + static_cast<char>(glyph.c));
            for (const PinyinReading& reading : glyph.readings) {
                std::string next = way + std::string(reading.syllable);
                std::ranges::replace(next, 'v', 'u');
                if (longer.size() < most_spoken && std::ranges::find(longer, next) == longer.end())
                    longer.push_back(std::move(next));
            }
        }
        ways = std::move(longer);
    }
    return ways;
}

}  // namespace

SearchQuery parse_query(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    SearchQuery query;
    std::u32string all;
    for (const char32_t c : decode_utf8(text)) all += folded(c);
    if (all.size() > most_letters) all.resize(most_letters);
    bool gap = false;
    for (const char32_t c : all) {
        if (c < 0x80) append(query.folded, c);
        query.has_han = query.has_han || is_ideograph(c);
        take(query, c, gap);
    }
    bool is_latin = true;
    for (const SearchQuery::Letter& letter : query.letters) {
        is_latin = is_latin && (is_letter(letter.c) || is_digit(letter.c));
        if (is_latin) append(query.latin, letter.c == U'v' ? U'u' : letter.c);
    }
    if (!is_latin) query.latin.clear();
    if (query.folded.size() != all.size()) query.folded.clear();  // no code
    return query;
}

SearchName search_name(std::string_view text) {
    std::u32string all;
    for (const char32_t c : decode_utf8(text)) all += folded(c);
    SearchName name;
    bool word_begins = true;
    for (const char32_t c : all) {
        if (is_gap(c)) {
            word_begins = c != U'\'' && c != U'’';
            continue;
        }
        if (word_begins && is_letter(c)) append(name.initials, c);
        word_begins = false;
        const auto mark = std::ranges::find(marked, c, &Marked::c);
        const char32_t plain = mark != marked.end() ? static_cast<char32_t>(mark->plain) : c;
        name.glyphs.push_back({plain, pinyin_of(c)});
    }
    name.latin = plain_latin(all);
    if (name.initials.size() < 2) name.initials.clear();
    const bool has_han = std::ranges::any_of(
        name.glyphs, [](const SearchName::Glyph& glyph) { return !glyph.readings.empty(); });
    if (has_han) name.spoken = spoken_ways(name);
    return name;
}

NameMatch match_name(const SearchQuery& query, const SearchName& name) {
    NameMatch best = NameMatch::none;
    if (query.letters.empty()) return best;
    const std::size_t starts =
        query.has_han || name.glyphs.size() < 2 ? name.glyphs.size() : name.glyphs.size() - 1;
    for (std::size_t start = 0; start < starts && best != NameMatch::whole; ++start)
        best = std::min(best, match_from(query, name, start));
    if (query.latin.empty() || name.latin.empty()) return best;
    if (const std::size_t at = name.latin.find(query.latin); at != std::string::npos)
        best = std::min(best, classify(at == 0, at == 0 && name.latin.size() == query.latin.size(), false));
    if (query.latin.size() > 1 && name.initials == query.latin)
        best = std::min(best, NameMatch::whole_initials);
    return best;
}

NameMatch nearest_match(const SearchQuery& query, const SearchName& name) {
    NameMatch best = NameMatch::none;
    if (query.has_han) {
        best = homophone_match(query, name);
        if (query.letters.size() < least_han_for_typo) return best;
        std::u32string typed, written;
        for (const SearchQuery::Letter& letter : query.letters) typed += letter.c;
        for (const SearchName::Glyph& glyph : name.glyphs) written += glyph.c;
        if (one_edit_apart(typed, written)) best = std::min(best, NameMatch::whole_initials);
        return best;
    }
    const bool has_letters = std::ranges::any_of(query.latin, [](char c) { return c >= 'a' && c <= 'z'; });
    if (!has_letters || query.latin.size() < least_latin_for_typo) return best;
    if (!name.latin.empty()) best = std::min(best, typo_match(query.latin, name.latin));
    for (const std::string& spoken : name.spoken) best = std::min(best, typo_match(query.latin, spoken));
    return best;
}

}  // namespace flowspace
