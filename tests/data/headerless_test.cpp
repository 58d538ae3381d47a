// Tables without a header row: no row is taken for one without a word.
#include "tests/data/import_fixture.h"

#include <algorithm>

namespace flowspace {
namespace {

using testing::ImportTest;

constexpr const char* rows = "320200,310000,2020,1\n310000,320500,2020,2\n110000,320500,2020,4\n";

struct Headerless : ImportTest {
    /// As `plan_files` does: settings first, then another look.
    PlanGuess guess_bare(const std::string& table) const {
        const InspectOptions options{.text = TextDialect{.header = HeaderRow::none}, .sheet = {}};
        return guess_plan(std::vector{inspect_file(write("bare.csv", table), {}, options)}, *atlas);
    }
    static std::string codes(const PlanGuess& guess) {
        std::string text;
        for (const Question& question : guess.questions)
            text += question.problem.code + (question.weight == QuestionWeight::must ? "! " : "? ");
        return text;
    }
};

TEST_F(Headerless, TheFirstRowIsNeverOfferedAsAHeader) {
    for (const char* table : {rows, "320200,310000,2020,1\n", "无锡,上海,5\n上海,北京,6\n",
                              "2020-01,无锡,上海,5\n2020-01,上海,北京,6\n",
                              "310000,上海,320200,无锡,5\n310000,上海,110000,北京,6\n"}) {
        const PlanGuess made = guess({table});
        ASSERT_EQ(codes(made), "no-header-row! ") << table;
        ASSERT_EQ(made.questions.front().choices.size(), 2U);
        for (const Choice& choice : made.questions.front().choices) {
            ImportPlan plan = made.plan;
            const auto error = apply_mapping(plan, choice.mapping);
            EXPECT_FALSE(error) << error->message;
            EXPECT_EQ(plan.tables[0].text.header, HeaderRow::none);
            EXPECT_TRUE(check_plan(plan).empty());
            EXPECT_TRUE(unanswered(made, choice.mapping).empty());
            const Dataset read = open(plan);
            EXPECT_EQ(read.files.front().problem_count, 0U) << table;
            EXPECT_EQ(read.files.front().rows_in,
                      static_cast<std::uint64_t>(std::ranges::count(std::string(table), '\n')));
        }
    }
    const PlanGuess codes_first = guess({"310000,上海,320200,无锡,5\n310000,上海,110000,北京,6\n"});
    EXPECT_TRUE(
        codes_first.questions.front().choices.front().mapping.back().ends_with("column 3=destination"));
}

TEST_F(Headerless, AColumnOfTheFirstRowIsNoAnswer) {
    const PlanGuess made = guess({rows});
    EXPECT_FALSE(unanswered(made, std::vector<std::string>{"320200=origin", "310000=destination"}).empty());
    EXPECT_TRUE(unanswered(made, std::vector<std::string>{"@header=first", "320200=origin"}).empty());
}

TEST_F(Headerless, WhatNoNameSaysIsAsked) {
    const PlanGuess made = guess_bare(rows);
    EXPECT_EQ(made.plan.tables[0].columns[2].name, "column 3");
    EXPECT_EQ(codes(made), "no-usable-header! possible-time! possible-value! ");
    const auto open_questions = [&](std::vector<std::string> said) { return unanswered(made, said).size(); };
    EXPECT_EQ(open_questions({"column 1=origin", "column 2=destination"}), 2U);
    EXPECT_EQ(open_questions({"column 1=origin", "column 2=destination", "column 3=time"}), 1U);
    const std::vector<std::string> said = {"column 1=origin", "column 2=destination", "column 3=time",
                                           "column 4=value"};
    EXPECT_EQ(open_questions(said), 0U);
    ImportPlan plan = made.plan;
    ASSERT_FALSE(apply_mapping(plan, said));
    EXPECT_EQ(sums(open(plan), SumKey::time), "layer,time,value,unit,status\nflows,2020,7,,undeclared\n");
    const PlanGuess unknown = guess_bare("X1,X2,7\nX3,X4,8\n");
    EXPECT_EQ(codes(unknown), "possible-value! no-usable-header! ");
}

TEST_F(Headerless, ANumberAmongTheNamesIsAsked) {
    const PlanGuess made = guess({"X1,X2,7\nX3,X4,8\n"});
    ASSERT_EQ(codes(made), "no-usable-header! ");
    const std::vector<Choice>& choices = made.questions.front().choices;
    ASSERT_EQ(choices.size(), 3U);
    EXPECT_TRUE(choices.front().mapping.front().ends_with("@header=none"));
    EXPECT_NE(choices[1].en.find("the first row is the header"), std::string::npos);
    EXPECT_NE(choices[1].zh.find("首行是表头"), std::string::npos);
    EXPECT_EQ(guess({"a,b,c\n1,2,3\n"}).questions.front().choices.size(), 2U)
        << "names stand above the numbers";
}

TEST_F(Headerless, HeadersOfPlacesAreStillMatrices) {
    const PlanGuess made = guess({"od,310000,320200\n310000,0,2\n320200,3,0\n"});
    EXPECT_TRUE(made.questions.empty());
}

TEST_F(Headerless, AnEmptyTableAndABadFirstRowAreTold) {
    const InspectOptions bare{.text = TextDialect{.header = HeaderRow::none}, .sheet = {}};
    EXPECT_EQ(inspect_file(write("empty.csv", ""), {}, bare).broken->code, "empty-file");
    EXPECT_EQ(inspect_file(write("bad.csv", "\xff,1\n2,3\n"), {}, bare).broken->code, "bad-utf8");
    const Inspection look = inspect_file(write("two.csv", "1,2\n3,4\n5\n"), {}, bare);
    EXPECT_EQ(look.rows.size(), 2U);
    EXPECT_EQ(look.problems.size(), 1U);
    const auto read = parse_inspection(to_json(look));
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, look);
}

}  // namespace
}  // namespace flowspace
