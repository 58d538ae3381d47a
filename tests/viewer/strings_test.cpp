#include "viewer/strings.h"

#include "render/scene/map_overlay.h"
#include "tests/viewer/synthetic.h"
#include "viewer/answer_figure.h"
#include "viewer/look.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace flowspace {
namespace {

std::size_t places_in(std::string_view text) {
    std::size_t found = 0;
    for (std::size_t at = text.find("{}"); at != std::string_view::npos; at = text.find("{}", at + 2))
        ++found;
    return found;
}

TEST(Strings, EachHasBothLanguagesWithTheSamePlaces) {
    ASSERT_GT(all_texts().size(), 100U);
    std::set<std::string_view> names;
    for (const TextRow& row : all_texts()) {
        EXPECT_FALSE(std::string_view(row.zh).empty()) << row.name;
        EXPECT_FALSE(std::string_view(row.en).empty()) << row.name;
        EXPECT_EQ(places_in(row.zh), places_in(row.en)) << row.name;
        EXPECT_TRUE(names.insert(row.name).second) << row.name;
    }
}

TEST(Strings, NoneCanBeReadAsAFormatOrAnId) {
    for (const TextRow& row : all_texts())
        for (const std::string_view text : {std::string_view(row.zh), std::string_view(row.en)}) {
            EXPECT_EQ(text.find('%'), std::string_view::npos) << row.name;
            EXPECT_EQ(text.find("##"), std::string_view::npos) << row.name;
            std::string without(text);
            for (std::size_t at = without.find("{}"); at != std::string::npos; at = without.find("{}"))
                without.erase(at, 2);
            EXPECT_EQ(without.find_first_of("{}"), std::string::npos) << row.name;
        }
}

TEST(Strings, EveryCharacterFitsTheFontRange) {
    for (const TextRow& row : all_texts())
        for (const char* byte = row.zh; *byte != 0; ++byte)
            EXPECT_LT(static_cast<unsigned char>(*byte), 0xF0) << row.name << ": beyond 16 bit";
}

TEST(Strings, AnswerInTheLanguageAskedFor) {
    EXPECT_STREQ(ui(Text::undo, Language::zh), "撤销");
    EXPECT_STREQ(ui(Text::undo, Language::en), "Undo");
    EXPECT_EQ(format_ui(Text::fold_mean, Language::en, "1.2k persons", 3), "mean 1.2k persons, 3 steps");
}

TEST(Strings, AUnitThatIsAMultipleStandsApartFromItsNumber) {
    const LayerInfo capital{.unit_zh = "万元", .unit_en = "10,000 yuan"};
    const LayerInfo people{.unit = "persons"};
    EXPECT_EQ(with_unit("56,600", capital, Language::en), "56,600 × 10,000 yuan");
    EXPECT_EQ(with_unit("56,600", capital, Language::zh), "56,600 万元");
    EXPECT_EQ(with_unit("28万", capital, Language::zh), "28万 × 万元");
    EXPECT_EQ(with_unit("327", people, Language::en), "327 persons");
    EXPECT_EQ(with_unit("327", LayerInfo{}, Language::en), "327");
}

/// A window writes only the characters that it was told of.
void expect_known(const std::string& said, const std::vector<ImWchar>& ranges) {
    const auto known = [&](std::uint32_t character) {
        for (std::size_t at = 0; at + 1 < ranges.size() && ranges[at] != 0; at += 2)
            if (ranges[at] <= character && character <= ranges[at + 1]) return true;
        return character == '\n';
    };
    for (std::size_t at = 0; at < said.size();) {
        const auto first = static_cast<unsigned char>(said[at]);
        const std::size_t bytes = first < 0x80 ? 1 : first < 0xE0 ? 2 : 3;
        std::uint32_t character = first < 0x80 ? first : first & (bytes == 2 ? 0x1FU : 0x0FU);
        for (std::size_t next = 1; next < bytes; ++next)
            character = character << 6 | (static_cast<unsigned char>(said[at + next]) & 0x3FU);
        EXPECT_TRUE(known(character)) << said.substr(at, bytes);
        at += bytes;
    }
}

/// What stands between quotes in a source file, comments left aside.
std::vector<std::string> literals_of(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::vector<std::string> found;
    for (std::string line; std::getline(file, line);) {
        if (line.find_first_not_of(' ') == line.find("//")) continue;
        std::size_t at = 0;
        while ((at = line.find('"', at)) != std::string::npos) {
            std::size_t end = at + 1;
            while (end < line.size() && line[end] != '"') end += line[end] == '\\' ? 2 : 1;
            if (end < line.size()) found.push_back(line.substr(at + 1, end - at - 1));
            at = end + 1;
        }
    }
    return found;
}

/// No list of characters is kept by hand: a text that is new tomorrow is written too.
TEST(Strings, EveryTextOfAnalysesDisplaysAndPanelsCanBeWritten) {
    const std::shared_ptr<const Dataset> data = synthetic_dataset();
    const std::vector<ImWchar> ranges = glyph_ranges(*data);
    const std::filesystem::path root = FLOWSPACE_SOURCE_DIR;
    std::size_t chinese = 0;
    for (const char* folder : {"data/analysis", "data/import", "render/scene", "viewer"})
        for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
            const std::string kind = entry.path().extension().string();
            if (kind != ".cpp" && kind != ".h" && kind != ".inc") continue;
            SCOPED_TRACE(entry.path().string());
            for (const std::string& text : literals_of(entry.path())) {
                expect_known(text, ranges);
                chinese += std::ranges::any_of(
                    text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xF0U) == 0xE0U; });
            }
        }
    EXPECT_GT(chinese, 1500U) << "texts were looked at";
}

/// A tooltip had a question mark for 描.
TEST(Strings, WhatAnAnswerSaysWhenPointedAtCanBeWritten) {
    const std::shared_ptr<const Dataset> data = synthetic_dataset();
    const std::vector<ImWchar> ranges = glyph_ranges(*data);
    const std::string& one = data->atlas->groups[0].id;
    const std::string& other = data->atlas->groups[1].id;
    const std::string& place = data->atlas->places[0].id;
    std::string said;
    const auto say = [&](std::string_view analysis, std::vector<AnalysisRow> rows) {
        const AnalysisResult result{.rows = std::move(rows)};
        const MapOverlay made = build_map_overlay({.data = *data,
                                                   .analysis = *find_analysis(analysis),
                                                   .result = result,
                                                   .language = Language::zh});
        for (const MapOverlay::Border& border : made.borders) said += border.title + border.said;
        for (const MapOverlay::Disc& disc : made.discs) said += disc.said;
        for (const MapOverlay::Area& area : made.areas) said += area.said;
    };
    say("border",
        {{.scope = "each period", .measure = "border_multiplier", .value = 2, .lower = 1, .upper = 3, .n = 9},
         {.scope = "each period", .measure = "zeros", .value = 2},
         {.scope = "each period",
          .item = one + "-" + other,
          .measure = "one_border_multiplier",
          .value = 2}});
    say("stage", {{.scope = one, .measure = "stage", .label = "between-stages"},
                  {.scope = one, .item = "entropy", .measure = "class", .label = "mature"},
                  {.scope = one, .item = "equal", .measure = "class", .label = "growing"},
                  {.scope = one, .item = "geometric", .measure = "class", .label = "cultivating"}});
    say("circles", {{.scope = place, .item = "core", .measure = "share", .value = 0.3}});
    ASSERT_GT(said.size(), 300U);
    expect_known(said, ranges);
}

TEST(Strings, WhatFiguresOfAnAnswerSayCanBeWritten) {
    AnalysisAnswer answer;
    answer.data = synthetic_dataset();
    answer.request.name = "aggregation";
    const auto& groups = answer.data->atlas->groups;
    for (const auto& [from, to] : {std::pair{0U, 1U}, std::pair{1U, 0U}}) {
        AnalysisRow row{.layer = "people", .scope = groups[from].id, .measure = "flow"};
        row.item = groups[from].id + ">" + groups[to].id;
        row.value = 3;
        answer.result.rows.push_back(row);
    }
    std::string said;
    for (const std::string& text : answer_texts(answer)) said += text;
    ASSERT_NE(said.find("弧"), std::string::npos) << "a character that no other text of the interface has";
    expect_known(said, glyph_ranges(*answer.data, answer_texts(answer)));
}

}  // namespace
}  // namespace flowspace
