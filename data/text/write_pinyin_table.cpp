// Writes how Chinese characters are read, at build, from the Unicode Han database (Debian's unicode-data):
// every reading that today's dictionaries list, the most usual first.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace {

constexpr std::uint32_t first_character = 0x3400, last_character = 0x9FFF;

struct Reading {
    std::string syllable = {};
    unsigned tone = 5;

    auto operator<=>(const Reading&) const = default;
};

struct Marked {
    std::string_view letter;
    char plain;
    unsigned tone;
};
constexpr std::array<Marked, 34> marked = {{
    {"ā", 'a', 1},    {"á", 'a', 2},    {"ǎ", 'a', 3},    {"à", 'a', 4},    {"ē", 'e', 1}, {"é", 'e', 2},
    {"ě", 'e', 3},    {"è", 'e', 4},    {"ī", 'i', 1},    {"í", 'i', 2},    {"ǐ", 'i', 3}, {"ì", 'i', 4},
    {"ō", 'o', 1},    {"ó", 'o', 2},    {"ǒ", 'o', 3},    {"ò", 'o', 4},    {"ū", 'u', 1}, {"ú", 'u', 2},
    {"ǔ", 'u', 3},    {"ù", 'u', 4},    {"ǖ", 'v', 1},    {"ǘ", 'v', 2},    {"ǚ", 'v', 3}, {"ǜ", 'v', 4},
    {"ü", 'v', 5},    {"ń", 'n', 2},    {"ň", 'n', 3},    {"ǹ", 'n', 4},    {"ḿ", 'm', 2}, {"ê", 'e', 5},
    {"\u0300", 0, 4}, {"\u0301", 0, 2}, {"\u0304", 0, 1}, {"\u030c", 0, 3},
}};

/// Nothing for what is no syllable of plain letters.
Reading parse(std::string_view text) {
    Reading reading;
    while (!text.empty()) {
        const auto mark = std::find_if(marked.begin(), marked.end(),
                                       [&](const Marked& m) { return text.starts_with(m.letter); });
        if (mark != marked.end()) {
            if (mark->plain != 0) reading.syllable += mark->plain;
            if (mark->tone != 5) reading.tone = mark->tone;
            text.remove_prefix(mark->letter.size());
        } else if (text.front() >= 'a' && text.front() <= 'z') {
            reading.syllable += text.front();
            text.remove_prefix(1);
        } else {
            return {};
        }
    }
    return reading;
}

/// `02.030:xià 04.010:shà`, `xià(20) shà(3)` or `xià`: what stands after a colon and before a bracket.
void add_readings(std::string_view value, std::vector<Reading>& into) {
    while (!value.empty()) {
        std::string_view part = value.substr(0, value.find(' '));
        value.remove_prefix(std::min(value.size(), part.size() + 1));
        if (const auto colon = part.find(':'); colon != std::string_view::npos) part.remove_prefix(colon + 1);
        const Reading reading = parse(part.substr(0, part.find('(')));
        if (!reading.syllable.empty() && std::find(into.begin(), into.end(), reading) == into.end())
            into.push_back(reading);
    }
}

using Table = std::map<std::uint32_t, std::array<std::vector<Reading>, 4>>;

Table read(const char* path) {
    constexpr std::array<std::string_view, 4> fields = {"kMandarin", "kHanyuPinlu", "kTGHZ2013", "kXHC1983"};
    Table table;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        if (!line.starts_with("U+")) continue;
        const auto tab = line.find('\t'), value = line.find('\t', tab + 1);
        if (value == std::string::npos) continue;
        const auto code = static_cast<std::uint32_t>(std::stoul(line.substr(2, tab - 2), nullptr, 16));
        const auto field = std::find(fields.begin(), fields.end(), line.substr(tab + 1, value - tab - 1));
        if (code < first_character || code > last_character || field == fields.end()) continue;
        add_readings(std::string_view(line).substr(value + 1),
                     table[code][static_cast<std::size_t>(field - fields.begin())]);
    }
    return table;
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 3) return EXIT_FAILURE;
    const Table table = read(arguments[1]);
    std::FILE* file = std::fopen(arguments[2], "w");
    if (table.size() < 20000 || !file) {
        std::fprintf(stderr, "%s is not Unihan_Readings.txt, or %s cannot be written\n", arguments[1],
                     arguments[2]);
        return EXIT_FAILURE;
    }
    std::map<std::string, std::size_t> syllables;
    std::vector<std::vector<Reading>> by_character(last_character - first_character + 1);
    for (const auto& [code, fields] : table) {
        std::vector<Reading>& all = by_character[code - first_character];
        for (const std::vector<Reading>& field : fields)
            for (const Reading& reading : field)
                if (std::find(all.begin(), all.end(), reading) == all.end()) all.push_back(reading);
        for (const Reading& reading : all) syllables.emplace(reading.syllable, 0);
    }
    std::fputs("constexpr std::string_view syllables[] = {\n", file);
    std::size_t number = 0;
    for (auto& [syllable, row] : syllables) {
        row = number++;
        std::fprintf(file, "\"%s\",\n", syllable.c_str());
    }
    // syllable * 8 + tone
    std::fputs("};\nconstexpr std::uint16_t readings[] = {\n", file);
    for (const auto& all : by_character)
        for (const Reading& reading : all)
            std::fprintf(file, "%zu,\n", syllables[reading.syllable] * 8 + reading.tone);
    std::fputs("};\nconstexpr std::uint16_t starts[] = {\n", file);
    std::size_t start = 0;
    for (const auto& all : by_character) {
        std::fprintf(file, "%zu,\n", start);
        start += all.size();
    }
    std::fprintf(file, "%zu};\nconstexpr char32_t first_character = %u;\n", start, first_character);
    return std::fclose(file) == 0 && start < 65536 ? EXIT_SUCCESS : EXIT_FAILURE;
}
