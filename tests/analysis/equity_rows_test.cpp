// The analysis `equity` as it is asked for: of a table, of the atlas, and of groups that are known in part or
// not at all.
#include "data/analysis/analysis.h"
#include "tests/analysis/asked_demo.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace flowspace {
namespace {

/// Each group's increase of GDP over that of all, straight from the cells of the table.
void expect_growth_of_the_panel(const AnalysisResult& result) {
    std::map<std::string, double> change;
    double all = 0;
    for (const ReferenceRow& row : read_reference("10_equity/input_panel.csv")) {
        const double sign = row.at("year") == "2024" ? 1 : row.at("year") == "2018" ? -1 : 0;
        const double value = sign * number(row, "gdp_per_head_cny") * number(row, "pop_10k");
        change[row.at("agglomeration")] += value;
        all += value;
    }
    double sum = 0;
    for (const char* group : {"AG1", "AG2", "outside"}) {
        const AnalysisRow* row = find_row(result, group, "", "growth_contribution", "", "2018..2024");
        sum += *row->value;
        const std::string named = std::string(group) == "outside" ? "" : group;
        EXPECT_NEAR(*row->value, change.at(named) / all, 1e-12) << group;
        EXPECT_TRUE(row->note.empty()) << "every member is known in both years";
    }
    EXPECT_NEAR(sum, 1, 1e-12);
    EXPECT_NEAR(*find_row(result, "all", "", "growth_amount")->value, all, 1e-6 * all);
}

TEST(EquityRows, GrowthOfTheAtlasCountsOnlyPlacesKnownInBothYears) {
    Asked asked;
    auto atlas = std::make_shared<Atlas>(*asked.dataset.atlas);
    const auto give = [&](const char* id, std::optional<double> first, std::optional<double> last) {
        Place& place = atlas->places[index(*find_place(*atlas, id))];
        place.gdp_2010 = first;
        place.gdp_2020 = last;
        place.population_2020 = 1e6;
    };
    for (Place& place : atlas->places) place.gdp_2010 = place.gdp_2020 = std::nullopt;
    give("a1", 100, 160);
    give("a2", {}, 500);  // unknown before: no growth of 500
    give("b1", 50, 90);
    asked.dataset.atlas = atlas;
    const AnalysisResult result = asked.run("equity");
    const AnalysisRow* first = find_row(result, "AG1", "", "growth_contribution");
    EXPECT_EQ(first->value, 0.6);
    EXPECT_EQ(first->n, 1);
    EXPECT_EQ(first->note, "partly-known");
    EXPECT_EQ(find_row(result, "AG2", "", "growth_contribution")->value, 0.4);
    EXPECT_EQ(find_row(result, "all", "", "growth_amount")->value, 100e8);
    for (const char* code : {"partly-known", "current-prices"})
        EXPECT_EQ(std::ranges::count(result.notes, code, &OutputNote::code), 1) << code;
}

TEST(EquityRows, EquityOfAGroupSaysOfHowManyMembersItIs) {
    Asked asked;
    Atlas atlas = *asked.dataset.atlas;
    for (Place& place : atlas.places) place.population_2020 = 1e6, place.gdp_2020 = 100;
    const Group& group = *std::ranges::find(atlas.groups, std::string("AG1"), &Group::id);
    atlas.places[index(group.members.back().place)].gdp_2020.reset();
    const std::size_t members = group.members.size();
    asked.dataset.atlas = std::make_shared<const Atlas>(std::move(atlas));
    const AnalysisResult result = asked.run("equity");
    for (const AnalysisRow& row : result.rows)
        if (row.scope == "AG1" && row.measure == "gini") {
            EXPECT_EQ(row.n, static_cast<std::int64_t>(members - 1));
            EXPECT_EQ(row.note,
                      "of-" + std::to_string(members - 1) + "-of-" + std::to_string(members) + "-members");
        }
    EXPECT_EQ(std::ranges::count(result.notes, "of-some-members", &OutputNote::code), 1);
}

TEST(EquityRows, EquityOfATableIsTheReferences) {
    Asked asked;
    PlainTable table = plain("10_equity/input_panel.csv",
                             {{"city", "place"}, {"gdp_per_head_cny", "value"}, {"pop_10k", "population"}});
    asked.input.tables.emplace("indicators", table);
    const AnalysisResult result = asked.run("equity");
    for (const ReferenceRow& row : read_reference("10_equity/expected_summary.csv"))
        EXPECT_NEAR(*find_row(result, "all", "", "gini", "", row.at("year"))->value,
                    number(row, "gini_pop_weighted"), 1e-9);
    EXPECT_NEAR(*find_row(result, "all", "AG1", "theil_t", "", "2018")->value, 0.00763394786645143, 1e-9);
    EXPECT_NEAR(*find_row(result, "all", "", "beta")->value, -0.01754443711317729, 1e-9);
    EXPECT_EQ(result.rows.back().period.find(".."), std::string::npos)
        << "the last period, which is shown where none is chosen, is a year";
    expect_growth_of_the_panel(result);
    table.cells[2] = "-5";
    asked.input.tables["indicators"] = table;
    EXPECT_NE(asked.refusal("equity").find("input_panel.csv:2:value: negative-value: found '-5'"),
              std::string::npos)
        << asked.refusal("equity");
}

TEST(EquityRows, AGroupOfWhichNothingIsKnownKeepsItsRowsAndTheyAreNoZeros) {
    Asked asked;
    Atlas atlas = *asked.dataset.atlas;
    for (Place& place : atlas.places) place.population_2020 = 1e6, place.gdp_2020 = 100;
    const Group& group = *std::ranges::find(atlas.groups, std::string("AG1"), &Group::id);
    for (const Membership& member : group.members) atlas.places[index(member.place)].gdp_2020.reset();
    asked.dataset.atlas = std::make_shared<const Atlas>(std::move(atlas));
    const AnalysisResult result = asked.run("equity");
    for (const char* measure : {"gini", "theil_t", "mean"}) {
        const AnalysisRow* row = find_row(result, "AG1", "", measure);
        ASSERT_NE(row, nullptr) << measure;
        EXPECT_FALSE(row->value);
        EXPECT_EQ(row->n, 0);
        EXPECT_EQ(row->note, "no-member-known");
        EXPECT_EQ(row->period, find_row(result, "AG2", "", measure)->period);
    }
    EXPECT_EQ(std::ranges::count(result.notes, "no-member-known", &OutputNote::code), 1);
    EXPECT_EQ(std::ranges::count(Asked().run("equity").notes, "no-member-known", &OutputNote::code), 0);
}

}  // namespace
}  // namespace flowspace
