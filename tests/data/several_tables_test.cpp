// Tables opened together: what their headers and file names say of units, layers and times, and what is asked
// before anything is added up.
#include "tests/data/import_fixture.h"

#include <algorithm>

namespace flowspace {
namespace {

using testing::ImportTest;

constexpr const char* ten_thousands = "出发地,目的地,年份,客流量（万人次）\n无锡,上海,2019,120\n";
constexpr const char* persons = "出发地,目的地,年份,客流量（人次）\n无锡,上海,2020,900000\n";

struct SeveralTables : ImportTest {
    struct File {
        const char* name;
        const char* text;
    };
    PlanGuess guess_files(const std::vector<File>& given) const {
        std::vector<Inspection> files;
        for (const File& file : given) files.push_back(inspect_file(write(file.name, file.text), {}));
        return guess_plan(files, *atlas);
    }
    /// The question of that code, and nothing where it was not asked.
    static const Question* asked(const PlanGuess& guess, const char* code) {
        const auto at = std::ranges::find_if(
            guess.questions, [&](const Question& question) { return question.problem.code == code; });
        return at == guess.questions.end() ? nullptr : &*at;
    }
    std::string totals(const ImportPlan& plan) const { return sums(open(plan), SumKey::total); }
};

TEST_F(SeveralTables, OfTwoUnitsAreNotAddedWithoutAWord) {
    const PlanGuess made = guess_files({{"y2019.csv", ten_thousands}, {"y2020.csv", persons}});
    const Question* question = asked(made, "different-units");
    ASSERT_NE(question, nullptr);
    EXPECT_EQ(question->weight, QuestionWeight::must);
    for (const std::string& text : {question->en, question->zh})
        for (const char* named : {"y2019.csv", "万人次", "y2020.csv", "人次"})
            EXPECT_NE(text.find(named), std::string::npos) << text;
    EXPECT_EQ(format_problem(question->problem, Language::zh).find("as in"), std::string::npos);
    EXPECT_EQ(unanswered(made).size(), 1U);
    ASSERT_EQ(question->choices.size(), 3U);
    for (const Choice& choice : question->choices) {
        ImportPlan plan = made.plan;
        EXPECT_FALSE(apply_mapping(plan, choice.mapping));
        EXPECT_TRUE(unanswered(made, choice.mapping).empty()) << choice.en;
    }
    ImportPlan apart = made.plan;
    ASSERT_FALSE(apply_mapping(apart, question->choices[0].mapping));
    EXPECT_EQ(totals(apart),
              "layer,value,unit,status\n"
              "客流量（万人次）,120,万人次,undeclared\n"
              "客流量（人次）,900000,人次,undeclared\n");
    ImportPlan one = made.plan;
    ASSERT_FALSE(apply_mapping(one, question->choices[2].mapping));
    EXPECT_EQ(totals(one), "layer,value,unit,status\nflows,900120,人次,undeclared\n");
}

TEST_F(SeveralTables, OneLayerForBothIsNoAnswerAboutTheirUnits) {
    const PlanGuess made = guess_files({{"y2019.csv", ten_thousands}, {"y2020.csv", persons}});
    EXPECT_FALSE(unanswered(made, std::vector<std::string>{"@layer=people"}).empty());
    EXPECT_TRUE(unanswered(made, std::vector<std::string>{"y2020.csv:@layer=other"}).empty());
    EXPECT_TRUE(unanswered(made, std::vector<std::string>{"@unit=人次"}).empty());
}

TEST_F(SeveralTables, PersonsAndTonnesAreTwoUnitsToo) {
    const PlanGuess made = guess_files(
        {{"a.csv", ten_thousands}, {"b.csv", "出发地,目的地,年份,货运量（吨）\n无锡,上海,2019,5\n"}});
    ASSERT_NE(asked(made, "different-units"), nullptr);
    EXPECT_FALSE(made.complete());
}

TEST_F(SeveralTables, AUnitThatOnlyOneNamesIsToldAndNotShown) {
    const PlanGuess made =
        guess_files({{"a.csv", ten_thousands}, {"b.csv", "出发地,目的地,年份,客流量\n无锡,上海,2020,5\n"}});
    const Question* question = asked(made, "different-units");
    ASSERT_NE(question, nullptr);
    EXPECT_EQ(question->weight, QuestionWeight::may);
    EXPECT_EQ(made.plan.unit, "");
    EXPECT_TRUE(made.complete());
}

TEST_F(SeveralTables, OfOneUnitAreAskedNothing) {
    const PlanGuess made = guess_files({{"a.csv", ten_thousands}, {"b.csv", ten_thousands}});
    EXPECT_TRUE(made.questions.empty());
    EXPECT_EQ(made.plan.unit, "万人次");
}

TEST_F(SeveralTables, LayersKeepTheirOwnUnits) {
    const PlanGuess wide = guess({"出发地,目的地,年份,人流（万人次）,物流（吨）\n无锡,上海,2019,12,7\n"});
    EXPECT_TRUE(wide.questions.empty());
    EXPECT_EQ(totals(wide.plan),
              "layer,value,unit,status\npeople,12,万人次,undeclared\ngoods,7,吨,undeclared\n");
    const PlanGuess named = guess_files(
        {{"人流.csv", ten_thousands}, {"物流.csv", "出发地,目的地,年份,货运量（吨）\n无锡,上海,2019,5\n"}});
    EXPECT_TRUE(named.complete());
    EXPECT_EQ(totals(named.plan),
              "layer,value,unit,status\npeople,120,万人次,undeclared\ngoods,5,吨,undeclared\n");
}

TEST_F(SeveralTables, TheUnitFollowsTheColumnThatIsMadeTheValue) {
    PlanGuess made = guess({"出发地,目的地,客流量（人次）,甲（吨）\n无锡,上海,5,6\n"});
    EXPECT_EQ(made.plan.unit, "人次");
    ASSERT_FALSE(apply_mapping(made.plan, std::vector<std::string>{"甲（吨）=value"}));
    EXPECT_EQ(made.plan.unit, "吨");
    ASSERT_FALSE(apply_mapping(made.plan, std::vector<std::string>{"@unit=千吨"}));
    ASSERT_FALSE(apply_mapping(made.plan, std::vector<std::string>{"@layer=goods"}));
    EXPECT_EQ(made.plan.unit, "千吨") << "the user's word stays";
}

TEST_F(SeveralTables, FilesNamedAfterLayersHoldThem) {
    const char* const matrix = "od,无锡,上海\n无锡,0,2\n上海,3,0\n";
    for (const auto& [people, goods] :
         {std::pair{"人流.csv", "物流.csv"}, std::pair{"people.csv", "Goods-2020.csv"}}) {
        const PlanGuess made = guess_files({{people, matrix}, {goods, matrix}});
        EXPECT_EQ(made.plan.tables[0].fixed_layer, "people");
        EXPECT_EQ(made.plan.tables[1].fixed_layer, "goods");
        const Question* question = asked(made, "fixed-layer");
        ASSERT_NE(question, nullptr);
        EXPECT_EQ(question->weight, QuestionWeight::may);
        EXPECT_EQ(totals(made.plan), "layer,value,unit,status\npeople,5,,undeclared\ngoods,5,,undeclared\n");
        ImportPlan none = made.plan;
        ASSERT_FALSE(apply_mapping(none, question->choices.front().mapping));
        EXPECT_EQ(none.tables[0].fixed_layer, "");
    }
    const char* const rows = "出发地,目的地,年份,人次\n无锡,上海,2019,5\n";
    const PlanGuess made = guess_files({{"人流.csv", rows}, {"物流.csv", rows}});
    EXPECT_EQ(totals(made.plan), "layer,value,unit,status\npeople,5,,undeclared\ngoods,5,,undeclared\n");
}

TEST_F(SeveralTables, AFileThatSaysItsLayersIsNotNamedOver) {
    const char* const rows = "出发地,目的地,要素,人次\n无锡,上海,capital,5\n";
    const PlanGuess made = guess_files({{"人流.csv", rows}, {"物流.csv", rows}});
    EXPECT_EQ(made.plan.tables[0].fixed_layer, "");
    EXPECT_TRUE(check_plan(made.plan).empty());
    const char* const plain = "出发地,目的地,人次\n无锡,上海,5\n";
    EXPECT_EQ(guess_files({{"peoples.csv", plain}, {"goods.csv", plain}}).plan.tables[1].fixed_layer, "");
    EXPECT_EQ(guess_files({{"人流物流.csv", plain}, {"goods.csv", plain}}).plan.tables[0].fixed_layer, "");
    EXPECT_EQ(guess_files({{"人流.csv", plain}}).plan.tables[0].fixed_layer, "");
}

TEST_F(SeveralTables, NamesMaySayLayerAndTime) {
    const char* const matrix = "od,无锡,上海\n无锡,0,2\n上海,3,0\n";
    const PlanGuess made = guess_files({{"人流2020年.csv", matrix},
                                        {"人流2021年.csv", matrix},
                                        {"物流2020年.csv", matrix},
                                        {"物流2021年.csv", matrix}});
    EXPECT_EQ(made.plan.tables[0].fixed_layer, "people");
    EXPECT_EQ(made.plan.tables[3].fixed_layer, "goods");
    EXPECT_EQ(made.plan.tables[0].fixed_time, "2020年");
    EXPECT_EQ(made.plan.tables[3].fixed_time, "2021年");
}

}  // namespace
}  // namespace flowspace
