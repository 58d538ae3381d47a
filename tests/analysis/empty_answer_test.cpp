// What leaves an analysis without numbers is said, with what to ask instead: one city, empty groups, windows
// without rows, and borders that the groups already are.
#include "data/analysis/empty_answer.h"

#include "data/analysis/analysis.h"
#include "tests/analysis/demo15.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace flowspace {
namespace {

/// Of pairs that no row lists nothing is known.
Dataset listed_only() {
    Dataset dataset = demo15_dataset();
    dataset.completeness.coverage = Coverage::unknown;
    return dataset;
}

AnalysisInput whole(const Dataset& dataset) {
    AnalysisInput input{.dataset = dataset};
    input.periods = {period_of(dataset.flows->time_axis(), {})};
    return input;
}

AnalysisInput beyond_the_table(const Dataset& dataset) {
    AnalysisInput input{.dataset = dataset};
    input.filter.window = {parse_time("2090")->start, parse_time("2091")->start};
    input.periods = {period_of(dataset.flows->time_axis(), input.filter.window)};
    return input;
}

bool needs_table(const Analysis& analysis) {
    return std::ranges::any_of(analysis.tables,
                               [](const AnalysisTable& table) { return table.need != Need::optional; });
}

/// What speaks of places or groups alone does not depend on which flows there are.
bool speaks_of_flows(const Analysis& analysis) { return analysis.key != "equity" && analysis.key != "stage"; }

const OutputNote* note_of(const AnalysisResult& result, std::string_view code) {
    const auto found = std::ranges::find(result.notes, code, &OutputNote::code);
    return found == result.notes.end() ? nullptr : &*found;
}

/// Every note that a row bears is explained, and no number stands where no row speaks.
void expect_honest(const Analysis& analysis, const AnalysisResult& result) {
    for (const AnalysisRow& row : result.rows) {
        EXPECT_TRUE(row.note.empty() || note_of(result, row.note)) << analysis.key << row.note;
        const auto measure = std::ranges::find(analysis.measures, row.measure, &Measure::key);
        const bool counted = measure != analysis.measures.end() && measure->unit == "pairs";
        EXPECT_FALSE(!counted && !row.layer.empty() && row.n.value_or(0) == 0 && row.value)
            << analysis.key << " " << row.measure;
    }
}

TEST(EmptyAnswer, AWindowWithoutRowsIsNamedWithTheTimesThereAre) {
    const Dataset dataset = listed_only();
    for (const Analysis& analysis : all_analyses()) {
        if (needs_table(analysis) || !speaks_of_flows(analysis)) continue;
        const auto result = run_analysis(analysis, beyond_the_table(dataset));
        ASSERT_TRUE(result) << analysis.key << ": " << result.error().message;
        const OutputNote* note = note_of(*result, "no-rows-in-window");
        ASSERT_NE(note, nullptr) << analysis.key;
        EXPECT_EQ(note, &result->notes.front()) << analysis.key;
        EXPECT_NE(note->en.find("choose a window within 2018 to 2024"), std::string::npos) << note->en;
        EXPECT_NE(note->zh.find("请在 2018 至 2024 之间改选时间窗口"), std::string::npos) << note->zh;
        expect_honest(analysis, *result);
    }
}

TEST(EmptyAnswer, OnePlaceIsTooFewForAFlow) {
    const Dataset dataset = listed_only();
    for (const Analysis& analysis : all_analyses()) {
        if (needs_table(analysis) || !speaks_of_flows(analysis)) continue;
        AnalysisInput input = whole(dataset);
        input.filter.origins = input.filter.destinations = {PlaceId{0}};
        const auto result = run_analysis(analysis, input);
        ASSERT_TRUE(result) << analysis.key << ": " << result.error().message;
        ASSERT_FALSE(result->notes.empty()) << analysis.key;
        EXPECT_EQ(result->notes.front().code, "too-few-places") << analysis.key;
        EXPECT_NE(result->notes.front().en.find("take in more places"), std::string::npos);
        expect_honest(analysis, *result);
    }
}

TEST(EmptyAnswer, AFilterThatNothingPassesIsToldFromAWindowWithoutRows) {
    const Dataset dataset = listed_only();
    AnalysisInput input = whole(dataset);
    input.filter.min_value = 1e18;
    const auto result = run_analysis(*find_analysis("circulation"), input);
    ASSERT_TRUE(result);
    ASSERT_NE(note_of(*result, "none-passes"), nullptr);
    EXPECT_EQ(note_of(*result, "no-rows-in-window"), nullptr);
    expect_honest(*find_analysis("circulation"), *result);
}

TEST(EmptyAnswer, GroupsThatAreNoneOrTooSmallAreNamed) {
    Dataset dataset = demo15_dataset();
    auto atlas = std::make_shared<Atlas>(*dataset.atlas);
    atlas->groups.push_back({.id = "solo",
                             .kind = GroupKind::agglomeration,
                             .name_zh = "独城群",
                             .name_en = "Solo",
                             .members = {{.place = PlaceId{0}}}});
    dataset.atlas = atlas;
    AnalysisInput input = whole(dataset);
    input.groups = {GroupId{static_cast<std::uint32_t>(atlas->groups.size() - 1)}};
    for (const char* name : {"aggregation", "integration", "circulation"}) {
        const auto result = run_analysis(*find_analysis(name), input);
        ASSERT_TRUE(result) << name << result.error().message;
        const OutputNote* note = note_of(*result, "small-group");
        ASSERT_NE(note, nullptr) << name;
        EXPECT_NE(note->en.find("Solo (1)"), std::string::npos) << note->en;
        EXPECT_NE(note->zh.find("独城群（1 个）"), std::string::npos) << note->zh;
    }
    std::erase_if(atlas->groups, [](const Group& group) { return group.kind == GroupKind::circle; });
    input.groups.clear();
    input.filter.kind = GroupKind::circle;
    const auto none = run_analysis(*find_analysis("aggregation"), input);
    ASSERT_TRUE(none);
    ASSERT_NE(note_of(*none, "no-such-group"), nullptr);
}

TEST(EmptyAnswer, AnAnswerThatHoldsNumbersHasNoReasons) {
    const Dataset dataset = demo15_dataset();
    for (const Analysis& analysis : all_analyses()) {
        if (needs_table(analysis)) continue;
        const auto result = run_analysis(analysis, whole(dataset));
        ASSERT_TRUE(result) << analysis.key;
        EXPECT_TRUE(
            std::ranges::none_of(result->notes, [](const OutputNote& note) { return is_reason(note.code); }))
            << analysis.key << result->notes.front().en;
    }
}

/// With the provinces as groups, to share one is not to cross a border: the border alone is estimated, and it
/// is the border of a model without the term.
TEST(Border, OfProvincesAsGroupsIsTheBorderAndSaysSo) {
    const Dataset dataset = demo15_dataset();
    AnalysisInput input = whole(dataset);
    input.filter.kind = GroupKind::province;
    const Analysis& border = *find_analysis("border");
    const auto provinces = run_analysis(border, input);
    input.settings["same-group"] = "no";
    const auto without = run_analysis(border, input);
    ASSERT_TRUE(provinces && without);
    EXPECT_EQ(provinces->rows, without->rows);
    EXPECT_TRUE(reasons_of(*provinces, "border_multiplier").empty());
    std::size_t multipliers = 0;
    for (const AnalysisRow& row : provinces->rows)
        if (row.measure == "border_multiplier" && row.value) ++multipliers;
    EXPECT_GT(multipliers, 0U);
    const OutputNote* note = note_of(*provinces, "groups-are-provinces");
    ASSERT_NE(note, nullptr);
    EXPECT_NE(note->en.find("--kind agglomeration"), std::string::npos);
    EXPECT_NE(note->zh.find("城市群"), std::string::npos);
    EXPECT_EQ(note_of(*without, "groups-are-provinces"), nullptr);
}

TEST(Border, WithoutACrossingSaysThatThereIsNothingToCompare) {
    const Dataset dataset = demo15_dataset();
    AnalysisInput input = whole(dataset);
    const auto& groups = dataset.atlas->groups;
    for (std::uint32_t row = 0; row < groups.size(); ++row)
        if (groups[row].kind == GroupKind::province && groups[row].members.size() > 3) {
            input.filter.inside = {GroupId{row}};
            break;
        }
    ASSERT_FALSE(input.filter.inside.empty());
    const auto result = run_analysis(*find_analysis("border"), input);
    ASSERT_TRUE(result) << result.error().message;
    const std::vector<OutputNote> why = reasons_of(*result, "border_multiplier");
    ASSERT_FALSE(why.empty());
    EXPECT_EQ(why.front().code, "one-side-only");
    EXPECT_NE(why.front().en.find("take in places of several provinces"), std::string::npos);
}

/// One empty year of several takes no other year's answer away.
TEST(Border, AYearWithoutFlowIsLeftOutOfThePooledModel) {
    const Dataset dataset = demo15_dataset();
    AnalysisInput input = whole(dataset);
    input.periods = *periods_of(dataset.flows->time_axis(), {}, Grain::year);
    const auto full = run_analysis(*find_analysis("border"), input);
    input.periods.push_back(beyond_the_table(dataset).periods.front());
    const auto longer = run_analysis(*find_analysis("border"), input);
    ASSERT_TRUE(full && longer) << longer.error().message;
    std::vector<AnalysisRow> rows = longer->rows;
    std::erase_if(rows, [](const AnalysisRow& row) { return row.note == "no-model"; });
    EXPECT_EQ(rows, full->rows);
    EXPECT_NE(note_of(*longer, "no-model"), nullptr);
    EXPECT_NE(note_of(*longer, "no-rows-in-window"), nullptr);
}

}  // namespace
}  // namespace flowspace
