// What rows of an analysis become on the map: pure functions, row by row.
#include "render/scene/map_overlay.h"

#include "data/nodes.h"
#include "render/scene/analysis_words.h"
#include "render/scene/build_draw_list.h"
#include "render/scene/theme.h"
#include "tests/render/overlay_ground.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace flowspace {
namespace {

TEST(MapOverlay, PremiumTintsAroundOneAndHatchesWhereTheBandHoldsIt) {
    Ground ground;
    AnalysisRow& sure = ground.add("north", {}, "premium", 4);
    sure.lower = 2;
    sure.upper = 8;
    AnalysisRow& unsure = ground.add("south", {}, "premium", 0.5);
    unsure.lower = 0.2;
    unsure.upper = 1.1;
    const MapOverlay made = ground.overlay("integration");
    ASSERT_EQ(made.areas.size(), 2U);
    EXPECT_EQ(made.areas[0].tint.kind, Kind::diverging);
    EXPECT_FLOAT_EQ(made.areas[0].tint.tone, 1);
    EXPECT_FLOAT_EQ(made.areas[1].tint.tone, -0.5F) << "half is as far from one as twice is, in logs";
    EXPECT_FALSE(made.areas[0].hatched);
    EXPECT_TRUE(made.areas[1].hatched);
    EXPECT_NE(all_words(made.legend).find("95 % interval holds 1"), std::string::npos);
    EXPECT_NE(all_words(made.legend).find("observed"), std::string::npos);
}

/// The scale has two sides though one of them is empty: a legend of one blue step said nothing of an orange
/// group.
TEST(MapOverlay, ASingleGroupBelowOneHasItsColourInTheLegend) {
    Ground ground;
    ground.add("south", {}, "premium", 0.25);
    const MapOverlay made = ground.overlay("integration");
    ASSERT_EQ(made.areas.size(), 1U);
    EXPECT_FLOAT_EQ(made.areas[0].tint.tone, -1);
    ASSERT_EQ(made.legend.swatches.size(), 5U);
    EXPECT_EQ(made.legend.swatches.front().text, "4");
    EXPECT_EQ(made.legend.swatches.back().text, "0.250");
    EXPECT_FLOAT_EQ(made.legend.swatches.back().ink.tone, -1);
    EXPECT_EQ(made.legend.swatches[2].text, "1 (as expected)");
}

TEST(MapOverlay, ModelledAnswersSayThatNothingIsTested) {
    Ground ground;
    ground.add("north", {}, "premium", 4, {}, "goods");
    const MapOverlay made = ground.overlay("integration", "goods");
    EXPECT_FALSE(made.areas.front().hatched);
    const std::string words = all_words(made.legend);
    EXPECT_NE(words.find("Goods, modelled"), std::string::npos) << words;
    EXPECT_NE(words.find("not tested"), std::string::npos) << words;
}

TEST(MapOverlay, TakesOneLayerAndTheLastPeriodUnlessToldOtherwise) {
    Ground ground;
    ground.add("north", {}, "premium", 2);
    ground.add("north", {}, "premium", 3, {}, "goods");
    AnalysisRow& later = ground.add("south", {}, "premium", 5);
    later.period = "2021";
    EXPECT_EQ(ground.overlay("integration").areas.size(), 1U);
    EXPECT_EQ(ground.overlay("integration").areas.front().group, GroupId{1});
    const MapOverlay early = build_map_overlay({.data = ground.data,
                                                .analysis = *find_analysis("integration"),
                                                .result = ground.result,
                                                .layer = "goods",
                                                .period = "2020",
                                                .other_filter = true,
                                                .language = Language::zh});
    ASSERT_EQ(early.areas.size(), 1U);
    EXPECT_EQ(early.layer, LayerId{1});
    EXPECT_NE(all_words(early.legend).find("2020"), std::string::npos);
    EXPECT_NE(all_words(early.legend).find("与地图当前的筛选不同"), std::string::npos);
}

TEST(MapOverlay, CommunitiesColourPlacesAndRingMisfitsOfAGroupOnly) {
    Ground ground;
    for (const char* id : {"a", "b", "c", "d"})
        ground.add(id, {}, "community", id == std::string("d") ? 2 : 1);
    for (const char* id : {"a", "b"}) ground.add(id, {}, "official_group", {}, "north");
    ground.add("d", {}, "official_group", {}, "alone:d");
    ground.add("a", {}, "gain_if_moved", 0.01);
    ground.add("b", {}, "gain_if_moved", -0.01);
    ground.add("d", {}, "gain_if_moved", 0.02);
    const MapOverlay made = ground.overlay("communities");
    ASSERT_EQ(made.discs.size(), 4U);
    EXPECT_EQ(made.discs[0].fill, made.discs[1].fill);
    EXPECT_FALSE(made.discs[0].fill == made.discs[3].fill);
    EXPECT_EQ(made.discs[0].ring.kind, Kind::warning);
    EXPECT_FALSE(made.discs[1].ring) << "it is better off where it is";
    EXPECT_FALSE(made.discs[3].ring) << "a place in no plan is no misfit of one";
    EXPECT_TRUE(made.areas.empty()) << "outlines of the plans stay as they are";
}

TEST(MapOverlay, DominanceDrawsTheLargestFlowsByTheirRealVolume) {
    Ground ground;
    ground.add("a", {}, "dominated_by", {}, "");
    ground.add("c", {}, "dominated_by", {}, "a");
    ground.add("d", {}, "dominated_by", {}, "a");
    ground.add("b", {}, "dominated_by", {}, "d");  // a flow that no row of the table has
    for (const char* id : {"a", "b", "c", "d"}) ground.add(id, {}, "dominance_index", 2);
    const MapOverlay made = ground.overlay("hierarchy");
    EXPECT_EQ(made.links.size(), 3U);
    EXPECT_EQ(made.discs[0].ring.kind, Kind::warning);
    const float step_px = made.discs[3].height_px;
    EXPECT_GT(step_px, 0);
    EXPECT_EQ(made.discs[0].height_px, 2 * step_px) << "a stands over d, which stands over b";
    EXPECT_EQ(made.discs[1].height_px, 0) << "nothing is beneath b";
    EXPECT_EQ(made.discs[2].height_px, 0);

    LayerSums sums{.layer = LayerId{0}};
    for (const std::int64_t flow : {10, 20, 30, 40})
        sums.sums.push_back({.scaled = flow, .rows = 1, .digits = 0});
    sums.counted.assign(4, 1);
    const ShownFlows shown{
        .coverage = {{.layer = LayerId{0}, .shown = 4, .selected = 4, .selected_value = 100, .largest = 40}}};
    const Filter filter{.layers = {LayerId{0}}};
    const DrawList list = build_draw_list({.dataset = ground.data,
                                           .filter = filter,
                                           .style = {},
                                           .sums = std::span(&sums, 1),
                                           .shown = shown,
                                           .overlay = &made});
    ASSERT_EQ(list.arcs.size(), 2U) << "links without a flow are not drawn";
    EXPECT_EQ(list.arcs[0].value, 30);
    EXPECT_EQ(list.arcs[1].value, 40);
    EXPECT_EQ(list.arcs[1].pair, PairId{3});
    EXPECT_FALSE(list.arcs[1].tie);
    EXPECT_EQ(list.furniture.overlay, made.legend);
    EXPECT_EQ(list.places[0].ring.kind, Kind::warning);
    EXPECT_EQ(list.places[0].height_px, 2 * step_px);
}

TEST(MapOverlay, PlacesAreColouredByTheirQuadrant) {
    Ground ground;
    ground.add("a", {}, "alter_role", {}, "hub");
    ground.add("b", {}, "alter_role", {}, "hub");
    ground.add("c", {}, "alter_role", {}, "neither");
    const MapOverlay made = build_map_overlay({.data = ground.data,
                                               .analysis = *find_analysis("hierarchy"),
                                               .result = ground.result,
                                               .layer = "people",
                                               .measure = "alter_role",
                                               .language = Language::en});
    ASSERT_EQ(made.discs.size(), 3U);
    EXPECT_EQ(made.discs[0].fill, made.discs[1].fill);
    EXPECT_EQ(made.discs[2].fill.kind, Kind::quiet);
    ASSERT_EQ(made.legend.swatches.size(), 2U) << "no place, no swatch";
    EXPECT_EQ(made.legend.swatches[0].text, "hub (2)");
}

TEST(MapOverlay, CriticalityRingsTheWorstAndPlaysTheRoundsOfTheChosenPlace) {
    Ground ground;
    for (const auto& [id, lost] : {std::pair{"a", 0.4}, std::pair{"b", 0.1}, std::pair{"c", 0.2}})
        ground.add(id, {}, "criticality", lost);
    ground.add("b", "0", "cascade_round", {}, "b");
    ground.add("b", "0", "cascade_served", 0.9);
    ground.add("b", "1", "cascade_round", {}, "c d");
    ground.add("b", "1", "cascade_served", 0.5);
    const MapOverlay worst = ground.overlay("resilience");
    ASSERT_EQ(worst.discs.size(), 3U);
    EXPECT_FLOAT_EQ(*worst.discs[0].share, 1);
    EXPECT_FLOAT_EQ(*worst.discs[1].share, 0.25F);
    EXPECT_EQ(worst.discs[0].ring.kind, Kind::warning);
    EXPECT_NE(all_words(worst.legend).find("what-if"), std::string::npos);

    const MapOverlay played = ground.overlay("resilience", "people", PlaceId{1});
    ASSERT_EQ(played.discs.size(), 3U);
    EXPECT_EQ(played.discs[0].place, PlaceId{1});
    EXPECT_EQ(played.discs[0].ring.kind, Kind::warning);
    EXPECT_FALSE(played.discs[1].ring);
    EXPECT_NE(all_words(played.legend).find("round 1: 2 places, served 50"), std::string::npos)
        << all_words(played.legend);
    EXPECT_EQ(ground.overlay("resilience", "people", PlaceId{0}).discs.size(), 3U)
        << "no rounds known: the worst";
}

TEST(MapOverlay, OfHowManyPlacesTheWorstAreIsSaidWhereTheyAreComparedAlone) {
    Ground ground;
    for (const char* id : {"a", "b", "c"}) {
        ground.add(id, {}, "criticality", 0.2);
        ground.add(id, {}, "demand_served", 0.9);
    }
    ground.add("b", {}, "cascade_served", 0.5);
    ground.add("b", "0", "cascade_round", {}, "b");
    ground.add("b", "1", "cascade_round", {}, "c");
    const std::string compared = all_words(ground.overlay("resilience").legend);
    EXPECT_NE(compared.find("Places with the largest load only, 1 of 3:"), std::string::npos) << compared;
    const std::string played = all_words(ground.overlay("resilience", "people", PlaceId{1}).legend);
    EXPECT_EQ(played.find("largest load"), std::string::npos) << played;
    EXPECT_NE(played.find("round 1: 1 place"), std::string::npos) << played;
    EXPECT_EQ(played.find("1 places"), std::string::npos) << played;
}

TEST(MapOverlay, BordersAreWallsByTheirOwnEffectElseByTheMeanOne) {
    Ground ground;
    ground.add("each period", {}, "border_multiplier", 4);
    const MapOverlay mean = ground.overlay("border");
    ASSERT_EQ(mean.walls.size(), 1U);
    EXPECT_FALSE(mean.walls[0].a) << "every border";
    EXPECT_FLOAT_EQ(mean.walls[0].width_px, 5);
    EXPECT_FLOAT_EQ(mean.walls[0].height_px, 21);
    EXPECT_NE(all_words(mean.legend).find("none measured by itself"), std::string::npos);
    ground.result.rows.front().value = 1e6;
    EXPECT_FLOAT_EQ(ground.overlay("border").walls[0].width_px, 10) << "never wider than that";
    EXPECT_FLOAT_EQ(ground.overlay("border").walls[0].height_px, 60);

    ground.add("each period", "south-north", "one_border_multiplier", 8);
    ground.add("pooled", "south-north", "one_border_multiplier", 64);
    ground.add("each period", "south-atlantis", "one_border_multiplier", 8);
    const MapOverlay own = ground.overlay("border");
    ASSERT_EQ(own.walls.size(), 2U) << "of one model, and of provinces that are known";
    EXPECT_EQ(own.walls[1].a, GroupId{0});
    EXPECT_EQ(own.walls[1].b, GroupId{1});
    EXPECT_FLOAT_EQ(own.walls[1].height_px, 30);
    EXPECT_EQ(all_words(own.legend).find("none measured by itself"), std::string::npos);
    EXPECT_NE(all_words(own.legend).find("a description, not a test"), std::string::npos);
}

TEST(MapOverlay, CirculationNestsCoresInCirclesInAgglomerations) {
    Ground ground;
    auto atlas = std::make_shared<Atlas>(*ground.data.atlas);
    atlas->groups[0].members = {{.place = PlaceId{0}, .role = MemberRole::core}, {.place = PlaceId{1}}};
    atlas->groups[1].members = {{.place = PlaceId{2}, .role = MemberRole::core}};
    atlas->groups.push_back(
        {.id = "around a",
         .kind = GroupKind::circle,
         .members = {{.place = PlaceId{0}, .role = MemberRole::core}, {.place = PlaceId{3}}}});
    atlas->groups.push_back({.id = "around d",
                             .kind = GroupKind::circle,
                             .members = {{.place = PlaceId{3}, .role = MemberRole::core}}});
    ground.data.atlas = atlas;
    ground.add("north", "within_agglomeration", "share", 0.4);
    const MapOverlay made = ground.overlay("circulation");
    ASSERT_EQ(made.skins.size(), 3U) << "only what was answered for, and circles whose core lies in it";
    EXPECT_EQ(made.skins[0].group, GroupId{0});
    EXPECT_EQ(made.skins[1].group, GroupId{2});
    EXPECT_EQ(made.skins[2].place, PlaceId{0});
    EXPECT_LT(made.skins[0].height_px, made.skins[1].height_px);
    EXPECT_LT(made.skins[1].height_px, made.skins[2].height_px);
    EXPECT_NE(all_words(made.legend).find("how deep it is nested"), std::string::npos);
}

TEST(MapOverlay, CirculationIsARingOfItsClassesAtEachGroup) {
    Ground ground;
    ground.add("all", "within_circle", "share", 0.3);
    ground.add("north", "within_circle", "share", 0.1);
    ground.add("north", "within_agglomeration", "share", 0.5);
    ground.add("north", "other_domestic", "share", 0.4);
    const MapOverlay made = ground.overlay("circulation");
    ASSERT_EQ(made.donuts.size(), 1U);
    const DonutItem& donut = made.donuts[0];
    EXPECT_EQ(donut.node, node_of(*ground.data.atlas, GroupId{0}));
    ASSERT_EQ(donut.parts.size(), 6U) << "the same classes at every group";
    EXPECT_FLOAT_EQ(donut.parts[0].share, 0.1F);
    EXPECT_FLOAT_EQ(donut.parts[1].share, 0.5F);
    EXPECT_FLOAT_EQ(donut.parts[2].share, 0);
    EXPECT_FLOAT_EQ(donut.parts[4].share, 0.4F);
    EXPECT_NE(all_words(made.legend).find("other domestic"), std::string::npos);
    EXPECT_EQ(all_words(made.legend).find("international"), std::string::npos) << "no such flow: no swatch";
}

TEST(MapOverlay, PlansAreRingsFilledToWhatIsReachedWithANotchAtTheTimeGone) {
    Ground ground;
    const auto year = [&](const char* period, const char* of, double achieved, double elapsed,
                          const char* status) {
        for (const auto& [measure, value] : {std::pair{"achieved", achieved}, {"elapsed", elapsed}})
            ground.add(of, "gdp", measure, value, {}, "").period = period;
        ground.add(of, "gdp", "status", {}, status, "").period = period;
    };
    year("2022", "north", 0.1, 0.2, "watch");
    year("2023", "north", 0.7, 0.6, "on-track");
    year("2023", "b", 1.3, 0.6, "on-track");
    year("2023", "south", 0.2, 0.6, "off-track");
    ground.add("north", "other", "achieved", 0.9, {}, "").period = "2023";
    ground.add("no place", "gdp", "achieved", 0.9, {}, "").period = "2023";
    ground.add("north", "gdp", "projection_ols", 12, {}, "").period = "2030";
    const MapOverlay made = ground.overlay("monitoring");
    ASSERT_EQ(made.donuts.size(), 3U) << "of the last year reached, not that of the target; of one indicator";
    EXPECT_EQ(made.donuts[0].node, node_of(*ground.data.atlas, GroupId{0}));
    EXPECT_FLOAT_EQ(made.donuts[0].parts.at(0).share, 0.7F);
    EXPECT_FLOAT_EQ(made.donuts[0].notch.value(), 0.6F);
    EXPECT_EQ(made.donuts[0].parts[0].ink.kind, Kind::sequential);
    EXPECT_FLOAT_EQ(made.donuts[1].parts.at(0).share, 1) << "full is full";
    EXPECT_EQ(made.donuts[1].node, node_of(PlaceId{1}));
    EXPECT_EQ(made.donuts[2].parts.at(0).ink.kind, Kind::warning) << "off its path";
    EXPECT_NE(all_words(made.legend).find("Item: gdp (one of 2; the others are not drawn)"),
              std::string::npos);
    EXPECT_NE(all_words(made.legend).find("Up to 2023"), std::string::npos);
    const MapOverlay other = build_map_overlay({.data = ground.data,
                                                .analysis = *find_analysis("monitoring"),
                                                .result = ground.result,
                                                .item = "other",
                                                .language = Language::zh});
    ASSERT_EQ(other.donuts.size(), 1U) << "the indicator that was asked for, of who has it";
    EXPECT_FLOAT_EQ(other.donuts[0].parts.at(0).share, 0.9F);
    EXPECT_NE(all_words(other.legend).find("分项：other（共 2 项，只画此项）"), std::string::npos)
        << all_words(other.legend);
    EXPECT_NE(all_words(other.legend).find("另有 2 处没有此分项，未画"), std::string::npos);
    EXPECT_EQ(all_words(made.legend).find("2030"), std::string::npos)
        << "a plan is of no window of the flows";
    const DrawList list = build_draw_list(
        {.dataset = ground.data, .filter = {}, .style = {}, .sums = {}, .shown = {}, .overlay = &made});
    EXPECT_EQ(list.donuts, made.donuts);
}

TEST(MapOverlay, OfSeveralItemsTheOneAskedForIsDrawnAndNamed) {
    Ground ground;
    for (const char* item : {"plain", "gravity"}) {
        ground.add("north", item, "ratio", item == std::string("plain") ? 2 : 4);
        ground.add("south", item, "ratio", item == std::string("plain") ? 0.5 : 1);
    }
    ground.add("a", "steel", "location_quotient", 3);
    ground.add("a", "b", "tie_asymmetry", 1);
    ground.add("north", "a>b", "flow", 1);
    const RowNames names(*ground.data.atlas);
    const auto items = [&](const char* measure) { return map_items(ground.result.rows, measure, names); };
    EXPECT_EQ(items("ratio"), (std::vector<std::string>{"plain", "gravity"}));
    EXPECT_EQ(items("location_quotient"), (std::vector<std::string>{"steel"}));
    EXPECT_TRUE(items("tie_asymmetry").empty()) << "a place is a part, not an indicator";
    EXPECT_TRUE(items("flow").empty());
    const auto ratio_of = [&](const char* item) {
        return build_map_overlay({.data = ground.data,
                                  .analysis = *find_analysis("integration"),
                                  .result = ground.result,
                                  .layer = "people",
                                  .measure = "ratio",
                                  .item = item,
                                  .language = Language::en});
    };
    EXPECT_EQ(ratio_of("").areas, ratio_of("plain").areas);
    EXPECT_FLOAT_EQ(ratio_of("plain").areas[1].tint.tone, -1);
    EXPECT_FLOAT_EQ(ratio_of("gravity").areas[1].tint.tone, 0);
    EXPECT_NE(all_words(ratio_of("gravity").legend).find("Item: gravity (one of 2"), std::string::npos);
    EXPECT_NE(all_words(ratio_of("none").legend).find("'none', is not in the answer"), std::string::npos);
    const MapOverlay one = build_map_overlay({.data = ground.data,
                                              .analysis = *find_analysis("market"),
                                              .result = ground.result,
                                              .layer = "people",
                                              .measure = "location_quotient",
                                              .language = Language::en});
    EXPECT_EQ(one.discs.size(), 1U) << "a place with one item of its own is drawn too";
}

TEST(MapOverlay, WhatIsOfNoPlaceSaysThatItCannotBeDrawn) {
    Ground ground;
    ground.add("all", {}, "gini", 0.4);
    const MapOverlay made = ground.overlay("equity");
    EXPECT_TRUE(made.empty());
    EXPECT_NE(all_words(made.legend).find("read it in the table, or choose another measure"),
              std::string::npos);
}

TEST(MapOverlay, WhatHoldsNothingSaysWhyAndWhatToChoose) {
    Ground ground;
    ground.result.notes = {
        {"no-rows-in-window", "choose a window within 2019 to 2025", "请在 2019 至 2025 间改选"},
        {"collinear", "not estimable; take in more places", "不可估计：请放宽地点筛选"},
        {"geodesic", "straight lines", "大地线"}};
    ground.add("each period", {}, "border_multiplier", std::nullopt).note = "collinear";
    const MapOverlay made = ground.overlay("border");
    EXPECT_TRUE(made.empty());
    std::string words = all_words(made.legend);
    EXPECT_NE(words.find("choose a window within 2019 to 2025"), std::string::npos) << words;
    EXPECT_NE(words.find("not estimable; take in more places"), std::string::npos) << words;
    EXPECT_EQ(words.find("straight lines"), std::string::npos) << "no reason: " << words;
    const MapOverlay zh = build_map_overlay({.data = ground.data,
                                             .analysis = *find_analysis("border"),
                                             .result = ground.result,
                                             .layer = "people",
                                             .language = Language::zh});
    words = all_words(zh.legend);
    EXPECT_NE(words.find("请在 2019 至 2025 间改选"), std::string::npos) << words;
    EXPECT_NE(words.find("不可估计：请放宽地点筛选"), std::string::npos) << words;
    ground.result.notes.clear();
    EXPECT_NE(all_words(ground.overlay("border").legend).find("choose another measure or period"),
              std::string::npos)
        << "where nothing says why, at least what to do";
}

TEST(MapOverlay, FlowsBeneathAreHiddenOrKeptAsAsked) {
    Ground ground;
    ground.add("north", {}, "premium", 2);
    LayerSums sums{.layer = LayerId{0}};
    for (const std::int64_t flow : {10, 20, 30, 40})
        sums.sums.push_back({.scaled = flow, .rows = 1, .digits = 0});
    const ShownFlows shown{.flows = {{LayerId{0}, PairId{3}, 40}},
                           .coverage = {{.layer = LayerId{0}, .shown = 1, .selected = 4, .largest = 40}}};
    const Filter filter{.layers = {LayerId{0}}};
    MapOverlay made = ground.overlay("integration");
    const auto list = [&] {
        return build_draw_list({.dataset = ground.data,
                                .filter = filter,
                                .style = {},
                                .sums = std::span(&sums, 1),
                                .shown = shown,
                                .overlay = &made});
    };
    EXPECT_TRUE(list().arcs.empty());
    EXPECT_TRUE(list().furniture.empty.empty()) << "nothing is missing where flows are hidden";
    EXPECT_EQ(list().areas.size(), 1U);
    made.hides_flows = false;
    EXPECT_EQ(list().arcs.size(), 1U);
    EXPECT_EQ(list().areas.front().tint.kind, Kind::diverging);
}

TEST(MapOverlay, EveryAnalysisWithRowsOfPlacesNamesAMeasureThatItHas) {
    for (const Analysis& analysis : all_analyses()) {
        const std::string_view key = map_measure(analysis, {});
        if (key.empty()) continue;
        EXPECT_TRUE(std::ranges::count(analysis.measures, key, &Measure::key) > 0)
            << analysis.key << " " << key;
    }
}

TEST(RowNames, SayWhatDistinguishesARowFirstAndInTheReadersLanguage) {
    const Ground ground;
    const RowNames names(*ground.data.atlas);
    const auto subject = [&](const char* scope, const char* item, Language language) {
        return names.subject({.scope = scope, .item = item}, language);
    };
    EXPECT_EQ(subject("each period", "north-south", Language::zh), "北群 – 南群 · 逐期");
    EXPECT_EQ(subject("each period", "", Language::en), "each period");
    EXPECT_EQ(subject("all", "found", Language::zh), "所得划分");
    EXPECT_EQ(subject("north", "a>b", Language::zh), "北群 · a → b") << "a group is what its rows are of";
    EXPECT_EQ(subject("pooled", "ln_cost", Language::zh), "ln 成本 · 合并各期");
    EXPECT_EQ(names.name("a-nowhere", Language::en), "a-nowhere") << "no pair: as it stands";
    EXPECT_EQ(names.label({.label = "none"}, Language::zh), "无");
    Atlas own;
    own.places = {{.id = "one", .name_zh = "一号站", .name_en = "Stop 1"}};
    EXPECT_EQ(RowNames(own).name("one", Language::zh), "一号站") << "somebody's own id is no word of ours";
}

}  // namespace
}  // namespace flowspace
