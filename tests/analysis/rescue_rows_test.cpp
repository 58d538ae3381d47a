// Rescue, pressures and sources as they are asked for: rows against a program of its own on the same tables,
// tables that are wanting, and what an answer says that it is made of.
#include "tests/analysis/asked_demo.h"

#include <cmath>

namespace flowspace {
namespace {

const AnswerSource* source_named(const AnalysisResult& result, std::string_view english) {
    const auto found = std::ranges::find_if(
        result.sources, [&](const AnswerSource& source) { return source.name.en == english; });
    return found == result.sources.end() ? nullptr : &*found;
}

TEST(RescueRows, CoverOfDemo15IsAsCountedByAnotherProgram) {
    Asked asked;
    asked.input.settings = {{"within", "90"}};
    asked.input.tables.emplace("helpers",
                               made_table("folder/bases.csv", {"place"}, {"a1", "a4", "b1", "c1"}));
    const AnalysisResult result = asked.run("resilience");
    EXPECT_NEAR(*find_row(result, "all", "", "rescue_cover")->value, 0.5603715170278638, 1e-12);
    EXPECT_EQ(find_row(result, "a5", "", "helpers_within")->value, 3);
    EXPECT_EQ(find_row(result, "c3", "", "helpers_within")->value, 0);
    EXPECT_EQ(find_row(result, "a4", "", "rescue_base")->value, 1);
    EXPECT_NEAR(*find_row(result, "a1", "", "rescue_cover_after")->value, 0.1393188854489164, 1e-12);
    EXPECT_EQ(find_row(result, "a1", "", "rescue_people_lost")->value, 40.8e6);
    EXPECT_EQ(find_row(result, "a1", "", "rescue_lost_at")->label, "a1 a2 a3 a4");
    EXPECT_EQ(find_row(result, "a4", "", "rescue_people_lost")->value, 54.3e6);
    EXPECT_EQ(find_row(result, "b1", "", "rescue_people_lost")->value, 0) << "nobody had two";
    const AnswerSource* source = source_named(result, "table of helpers: bases.csv");
    ASSERT_NE(source, nullptr);
    EXPECT_NE(std::ranges::find(source->measures, "rescue_cover"), source->measures.end());
    EXPECT_EQ(std::ranges::find(source->measures, "criticality"), source->measures.end());
    asked.input.tables["helpers"] = made_table("bases.csv", {"place"}, {"a1", "zz"});
    EXPECT_NE(asked.refusal("resilience").find("bases.csv:3:place: unknown-place: found 'zz'"),
              std::string::npos)
        << asked.refusal("resilience");
}

TEST(RescueRows, GapsOfDemo15AreAsCountedByAnotherProgram) {
    Asked asked;
    asked.input.filter.layers = {LayerId{0}};
    asked.input.tables.emplace("agreements", made_table("pacts.csv", {"a", "b"}, {"AG1", "", "b1", "c1"}));
    const AnalysisResult result = asked.run("resilience");
    EXPECT_NEAR(*find_row(result, "all", "b1>b2", "rescue_gap", "people")->value, 0.05334561437407025, 1e-12);
    const AnalysisRow* all = find_row(result, "all", "", "rescue_gap_share", "people");
    EXPECT_NEAR(*all->value, 0.41193199404957304, 1e-12);
    EXPECT_EQ(all->n, 160);
    EXPECT_EQ(std::ranges::count(result.rows, "rescue_gap", &AnalysisRow::measure), 50);
    EXPECT_EQ(std::ranges::count(result.rows, "a1>a2", &AnalysisRow::item), 0) << "they have agreed";
    asked.input.tables["agreements"] = made_table("pacts.csv", {"a", "b"}, {"nowhere", ""});
    EXPECT_NE(asked.refusal("resilience").find("pacts.csv:2:a: unknown-place"), std::string::npos);
}

TEST(RescueRows, WithoutTablesTheAnswerSaysWhichToGive) {
    Asked asked;
    const AnalysisResult result = asked.run("resilience");
    for (const auto& [measure, note, option] :
         {std::array{"rescue_cover", "needs-helpers", "--helpers"},
          std::array{"rescue_gap", "needs-agreements", "--agreements"}}) {
        const AnalysisRow* row = find_row(result, "all", "", measure);
        EXPECT_FALSE(row->value);
        EXPECT_EQ(row->note, note);
        const auto said = std::ranges::find(result.notes, note, &OutputNote::code);
        ASSERT_NE(said, result.notes.end());
        EXPECT_NE(said->en.find(option), std::string::npos);
        EXPECT_NE(said->zh.find(option), std::string::npos);
    }
}

TEST(PressureRows, WhatTheTableGivesIsComputedAndWhatItLacksIsSaid) {
    Asked asked;
    asked.input.filter.layers = {LayerId{0}};
    asked.input.tables.emplace(
        "indicators", made_table("folder/land.csv", {"place", "year", "population", "area_km2", "built_km2"},
                                 {"a1", "2015", "100", "10", "4",  //
                                  "a1", "2020", "300", "10", "6",  //
                                  "a2", "2020", "100", "30", ""}));
    const AnalysisResult result = asked.run("pressures");
    EXPECT_EQ(find_row(result, "a1", "", "density", "", "2020")->value, 30);
    const AnalysisRow* group = find_row(result, "AG1", "", "density", "", "2020");
    EXPECT_EQ(group->value, 10);
    EXPECT_EQ(group->n, 2);
    EXPECT_EQ(group->note, "partly-known") << "four members have no row";
    EXPECT_DOUBLE_EQ(*find_row(result, "a1", "", "expansion", "", "2015..2020")->value, 0.1);
    EXPECT_DOUBLE_EQ(*find_row(result, "a1", "", "people_growth", "", "2015..2020")->value,
                     std::log(3.0) / 5);
    EXPECT_EQ(find_row(result, "all", "", "emission_intensity")->note, "needs-emissions");
    const auto said = std::ranges::find(result.notes, "needs-emissions", &OutputNote::code);
    ASSERT_NE(said, result.notes.end());
    EXPECT_NE(said->zh.find("emissions"), std::string::npos);
    EXPECT_NE(source_named(result, "table of indicators: land.csv"), nullptr);
    EXPECT_EQ(std::ranges::count_if(result.sources,
                                    [](const AnswerSource& source) {
                                        return source.name.en.find("population") != std::string::npos;
                                    }),
              0)
        << "the table has its own people";
    asked.input.tables["indicators"] =
        made_table("land.csv", {"place", "year", "built_km2"}, {"a1", "2015", "-4"});
    EXPECT_NE(asked.refusal("pressures").find("land.csv:2:built_km2: bad-number"), std::string::npos)
        << asked.refusal("pressures");
}

TEST(PressureRows, UncertaintyOfFlowsIsAsCountedByAnotherProgram) {
    Asked asked;
    asked.input.filter.layers = {LayerId{0}};
    const AnalysisResult result = asked.run("pressures");
    const AnalysisRow* row = find_row(result, "a1", "", "volatility", "people");
    EXPECT_NEAR(*row->value, 0.1833228269060184, 1e-12);
    EXPECT_EQ(row->n, 6) << "years against the year before";
    EXPECT_NEAR(*find_row(result, "AG1", "", "volatility", "people")->value, 0.129524948865261, 1e-12)
        << "flows inside the group count once";
    EXPECT_EQ(find_row(result, "all", "", "density")->note, "needs-area") << "no outlines, no table";
    EXPECT_EQ(find_row(result, "all", "", "expansion")->note, "needs-built");
    asked.input.filter.window = year_window("2024");
    const AnalysisResult one = asked.run("pressures");
    EXPECT_EQ(find_row(one, "all", "", "volatility")->note, "needs-times");
}

TEST(AnswerSources, AttributesCostsAndTablesAreNamedForTheMeasuresMadeOfThem) {
    Asked asked;
    auto atlas = std::make_shared<Atlas>(*asked.dataset.atlas);
    atlas->population_source = {"人口：普查", "population: census"};
    atlas->gdp_source = {"GDP：年鉴", "GDP: yearbook"};
    asked.dataset.atlas = atlas;
    const AnalysisResult equity = asked.run("equity");
    EXPECT_EQ(sources_of(equity, "gini"), (std::vector<Credit>{atlas->gdp_source, atlas->population_source}));
    EXPECT_EQ(sources_of(equity, "growth_amount"), std::vector<Credit>{atlas->gdp_source});
    EXPECT_EQ(std::ranges::count(equity.facts, AnalysisFact{"made-of", "GDP: yearbook"}), 1);
    const AnalysisResult centrality = asked.run("centrality");
    const Credit costs{"费用：network.csv", "costs: network.csv"};
    EXPECT_EQ(sources_of(centrality, "population_within"),
              (std::vector<Credit>{costs, atlas->population_source}));
    EXPECT_EQ(sources_of(centrality, "betweenness"), std::vector<Credit>{costs});
    EXPECT_TRUE(sources_of(centrality, "out_strength").empty());
    asked.input.tables.emplace("indicators",
                               made_table("folder/income.csv", {"place", "year", "value", "population"},
                                          {"a1", "2020", "3", "1", "a2", "2020", "5", "1"}));
    EXPECT_EQ(sources_of(asked.run("equity"), "gini"),
              (std::vector<Credit>{{"indicators 表：income.csv", "table of indicators: income.csv"}}));
}

}  // namespace
}  // namespace flowspace
