// What problems say, in both languages.
#include "data/import/problem_words.h"

#include "data/import/number_text.h"
#include "data/import/open_files.h"
#include "data/import/place_join.h"
#include "data/import/plan_guess.h"
#include "data/import/problem.h"
#include "data/import/time_text.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

namespace flowspace {
namespace {

struct Row {
    std::string_view en, zh;
};
constexpr Row phrases[] = {
#include "data/analysis/fault_phrases.inc"
#include "data/import/problem_phrases.inc"
};

/// A field that one column of a table has, so that a message names it.
bool may_stand_alone(Field field) {
    return field != Field::number && field != Field::value_at_time && field != Field::value_at_destination &&
           field != Field::value_at_layer && field != Field::pair_status;
}

std::size_t holes_in(std::string_view text) {
    std::size_t holes = 0;
    for (std::size_t at = text.find("{}"); at != std::string_view::npos; at = text.find("{}", at + 2))
        ++holes;
    return holes;
}

TEST(ProblemWords, EveryPhraseIsWholeInBothLanguages) {
    std::set<std::string_view> seen;
    for (const Row& row : phrases) {
        EXPECT_TRUE(seen.insert(row.en).second) << row.en;
        EXPECT_FALSE(row.zh.empty()) << row.en;
        EXPECT_TRUE(has_chinese(row.en)) << row.en;
        for (std::size_t hole = 0; hole < holes_in(row.en); ++hole)
            EXPECT_NE(row.zh.find(fmt::format("{{{}}}", hole)), std::string_view::npos) << row.en;
        EXPECT_EQ(row.zh.find(fmt::format("{{{}}}", holes_in(row.en))), std::string_view::npos) << row.en;
        EXPECT_EQ(holes_in(row.zh), 0U) << row.en;
    }
}

TEST(ProblemWords, ChooseTheClosestPhraseAndKeepWhatVaries) {
    for (const Row& row : {
             Row{"a regular file", "普通文件"},
             Row{"at most 256 layers and 4000000000 rows", "不超过 256 种要素流、4000000000 行"},
             Row{"at most 50 rows", "不超过 50 行"},
             Row{"byte 0xE9 at offset 89", "偏移 89 处的字节 0xE9"},
             Row{"a month like '2020-01', the first time read", "与首个时间“2020-01”相同的粒度（月）"},
             Row{"an id of the places; perhaps 320500 (苏州市), 341300 (宿州市)",
                 "地点表中的代码；可能是 320500 (苏州市), 341300 (宿州市)"},
             Row{"a code of today; perhaps 1 (a), 2 (b), 3 (c) and 2 more",
                 "现行代码；可能是 1 (a), 2 (b), 3 (c) 等，另有 2 个"},
             Row{"a number such as 1,234.5, 1.5万 or 3亿", "形如 1,234.5, 1.5万 或 3亿 的数字"},
             Row{"words that nobody translated", "words that nobody translated"},
             Row{"", ""},
         })
        EXPECT_EQ(in_chinese(row.en), row.zh) << row.en;
}

TEST(ProblemWords, TheDialectsSpeakChinese) {
    for (const NumberDialect& dialect :
         {NumberDialect{}, NumberDialect{.decimal_mark = ','}, NumberDialect{.thousands_separator = ","},
          NumberDialect{.thousands_separator = ",", .chinese_units = true},
          NumberDialect{.thousands_separator = ",", .accounting_negatives = true},
          NumberDialect{.chinese_units = true, .accounting_negatives = true}}) {
        const std::string words = in_chinese(number_forms_of(dialect));
        EXPECT_TRUE(words.starts_with("形如 ")) << words;
        EXPECT_EQ(words.find(" or "), std::string::npos) << words;
        EXPECT_EQ(words.find(" for "), std::string::npos) << words;
    }
    for (const TimeDialect& dialect :
         {TimeDialect{}, TimeDialect{.forms = TimeForms::any},
          TimeDialect{.forms = TimeForms::any, .day_order = DayOrder::day_first},
          TimeDialect{.forms = TimeForms::any, .day_order = DayOrder::month_first},
          TimeDialect{.excel_serials = true}, TimeDialect{.unix_time = UnixTime::seconds},
          TimeDialect{.unix_time = UnixTime::milliseconds}})
        EXPECT_NE(in_chinese(time_forms_of(dialect)), time_forms_of(dialect));
}

TEST(ProblemWords, EveryProblemOfTheCorpusIsSaidInChinese) {
    Dataset dataset;
    auto atlas = std::make_shared<Atlas>();
    atlas->places = {{.id = "010100", .name_zh = "零", .name_en = "Zero"},
                     {.id = "110000", .name_zh = "北京市", .name_en = "Beijing"},
                     {.id = "120000", .name_zh = "天津市", .name_en = "Tianjin"},
                     {.id = "320200", .name_zh = "无锡市", .name_en = "Wuxi"}};
    dataset.atlas = atlas;
    std::size_t problems = 0;
    for (const auto& entry :
         std::filesystem::directory_iterator(std::string(FLOWSPACE_SOURCE_DIR) + "/tests/corpus")) {
        const std::vector<std::filesystem::path> paths = {entry.path()};
        const std::vector<SourceFile> files = check_files(paths, {}, dataset);
        for (const Problem& problem : files.front().problems) {
            EXPECT_TRUE(has_chinese(problem.expected)) << problem.expected;
            EXPECT_NE(format_problem(problem, Language::zh).find("，应为"), std::string::npos);
            ++problems;
        }
    }
    EXPECT_GT(problems, 100U);
}

/// What the sources say they expected, word for word.
TEST(ProblemWords, WhatTheSourcesExpectIsSaidInChinese) {
    const std::regex said(R"re(\.expected = "([^"]*)"[,});])re");
    std::size_t found = 0;
    for (const char* folder : {"data/import", "data/project", "data/formats"})
        for (const auto& entry :
             std::filesystem::directory_iterator(std::filesystem::path(FLOWSPACE_SOURCE_DIR) / folder)) {
            std::ifstream file(entry.path());
            const std::string text(std::istreambuf_iterator<char>(file), {});
            for (std::sregex_iterator at(text.begin(), text.end(), said), end; at != end; ++at, ++found)
                EXPECT_TRUE(has_chinese((*at)[1].str())) << entry.path().filename() << ": " << (*at)[1];
        }
    EXPECT_GT(found, 40U);
}

TEST(ProblemWords, EveryFieldIsNamedInChinese) {
    for (int field = 0; field <= static_cast<int>(Field::role); ++field) {
        const FieldWords both = words(static_cast<Field>(field));
        if (may_stand_alone(static_cast<Field>(field))) {
            EXPECT_EQ(in_chinese(both.en), both.zh) << both.en;
        }
    }
}

/// Of a whole message: the words of `--map`, and those of a problem that a program on its way met.
TEST(MessageIn, TurnsWhatIsKnownLineByLine) {
    EXPECT_EQ(message_in("--map x=y: expected yes or no", Language::en), "--map x=y: expected yes or no");
    EXPECT_EQ(message_in("--map x=y: expected yes or no", Language::zh),
              "--map x=y：应为yes（是）或 no（否）");
    EXPECT_EQ(message_in("p:2:/rules: bad-word: found 'add', expected an object\nstopped", Language::zh),
              "p:2:/rules: bad-word: 收到“add”，应为对象\n已停止");
    EXPECT_EQ(message_in("已经是中文", Language::zh), "已经是中文");
}

TEST(FormatProblem, KeepsCodesAndCellsAndTurnsTheRest) {
    const Problem cell{.file = "a.csv",
                       .row = 3,
                       .column = "value",
                       .code = "bad-number",
                       .found = "0 bytes",
                       .expected = std::string(number_forms)};
    EXPECT_EQ(format_problem(cell),
              "a.csv:3:value: bad-number: found '0 bytes', expected a number such as 1234.5 (point as "
              "decimal mark, "
              "no separators)");
    EXPECT_EQ(format_problem(cell, Language::zh),
              "a.csv:3:value: bad-number: 收到“0 bytes”，应为形如 1234.5 的数字（以点为小数点，不带分隔符）");
    const Problem file{
        .file = "a.csv", .code = "empty-file", .found = "0 bytes", .expected = "a table with a header row"};
    EXPECT_EQ(format_problem(file, Language::zh), "a.csv:0:: empty-file: 收到“0 字节”，应为带表头的表");
    const Problem line{
        .file = "a.csv", .row = 2, .code = "stray-quote", .found = "5 rows", .expected = "a row"};
    EXPECT_EQ(format_problem(line, Language::zh), "a.csv:2:: stray-quote: 收到“5 rows”，应为数据行");
    const Problem header{.file = "a.csv",
                         .row = 1,
                         .column = "note",
                         .code = "duplicate-header",
                         .found = "columns 4 and 5",
                         .expected = "one column of this name; the later one is called `note#2`"};
    EXPECT_EQ(format_problem(header, Language::zh),
              "a.csv:1:note: duplicate-header: 收到“第 4 列和第 5 列”，应为唯一的列名；后一列改称 `note#2`");
}

}  // namespace
}  // namespace flowspace
