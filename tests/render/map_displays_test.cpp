// The displays of their own that lie on the map: walls that fade, towers, tubes, classes, what hangs
// together.
#include "render/scene/blend.h"
#include "render/scene/border_lines.h"
#include "render/scene/build_draw_list.h"
#include "tests/render/overlay_ground.h"

#include <gtest/gtest.h>

namespace flowspace {
namespace {

TEST(MapDisplays, AWallWhoseBandHoldsOneIsFaintAndSaysWhatItRestsOn) {
    Ground ground;
    AnalysisRow& mean = ground.add("each period", {}, "border_multiplier", 4);
    mean.lower = 2;
    mean.upper = 8;
    mean.n = 1200;
    ground.add("each period", {}, "zeros", 12);
    AnalysisRow& own = ground.add("each period", "south-north", "one_border_multiplier", 8);
    own.n = 30;
    ground.add("each period", "south-north", "crossing_zeros", 3);
    MapOverlay made = ground.overlay("border");
    ASSERT_EQ(made.walls.size(), 2U);
    EXPECT_FALSE(made.walls[0].faded);
    EXPECT_FALSE(made.legend.swatches[0].faded);
    ASSERT_EQ(made.borders.size(), 2U) << "one per wall";
    EXPECT_FALSE(made.borders[0].a) << "every other border";
    EXPECT_NE(made.borders[0].said.find("4 times as much"), std::string::npos) << made.borders[0].said;
    EXPECT_NE(made.borders[0].said.find("95 % interval 2 – 8"), std::string::npos) << made.borders[0].said;
    EXPECT_NE(made.borders[0].said.find("n = 1,200, of which 12 without flow"), std::string::npos);
    EXPECT_EQ(made.borders[1].a, GroupId{0});
    EXPECT_EQ(made.borders[1].b, GroupId{1});
    EXPECT_EQ(made.borders[1].title, "South – North");
    EXPECT_NE(made.borders[1].said.find("n = 30, of which 3 without flow"), std::string::npos);
    EXPECT_NE(made.borders[1].said.find("a description, not a test"), std::string::npos);

    ground.result.rows.front().lower = 0.9;
    made = ground.overlay("border");
    EXPECT_TRUE(made.walls[0].faded);
    EXPECT_FALSE(made.walls[1].faded) << "nothing tests one border by itself";
    EXPECT_TRUE(made.legend.swatches[0].faded);
    EXPECT_NE(all_words(made.legend).find("interval holds 1"), std::string::npos);
    EXPECT_NE(made.borders[0].said.find("may be chance"), std::string::npos);
}

TEST(MapDisplays, WhoPointsIsToldOfTheWallElseOfWhatLiesBeneath) {
    MapOverlay made;
    made.borders = {{.title = "mean", .said = "all"},
                    {.a = GroupId{0}, .b = GroupId{1}, .title = "own", .said = "one"}};
    made.discs = {{.place = PlaceId{2}, .said = "a place"}};
    made.areas = {{.group = GroupId{1}, .said = "an area"}};
    EXPECT_EQ(overlay_words(made, {.group = GroupId{1}, .border = BorderRef{GroupId{0}, GroupId{1}}}).said,
              "one");
    EXPECT_EQ(overlay_words(made, {.border = BorderRef{GroupId{0}, GroupId{2}}}).title, "mean");
    EXPECT_EQ(overlay_words(made, {.border = BorderRef{}}).said, "all");
    EXPECT_EQ(overlay_words(made, {.place = PlaceId{2}}).said, "a place");
    EXPECT_EQ(overlay_words(made, {.group = GroupId{1}}).said, "an area");
    EXPECT_TRUE(overlay_words(made, {.place = PlaceId{0}}).said.empty());
    made.borders.clear();
    EXPECT_EQ(overlay_words(made, {.group = GroupId{1}, .border = BorderRef{}}).said, "an area");
}

TEST(MapDisplays, ABorderIsMetAtItsFootAndAlongTheWallAboveIt) {
    const MapLine line{.points = {{0, -10}, {0, 10}}, .keep_m = {1, 1}, .low = {0, -10}, .high = {0, 10}};
    const std::span<const MapLine> lines(&line, 1);
    EXPECT_EQ(met_along({{5, 0}, {5, 0}, 4}, lines), std::nullopt) << "flat, and too far";
    EXPECT_EQ(met_along({{3, 0}, {3, 0}, 4}, lines), 1.0) << "flat, within reach";
    EXPECT_EQ(met_along({{-10, 0}, {30, 0}, 4}, lines), 0.25) << "the ray passes above the line";
    EXPECT_EQ(met_along({{-10, 12}, {30, 12}, 4}, lines), std::nullopt) << "beyond its end";
    const std::array walls = {WallItem{.width_px = 1},
                              WallItem{.a = GroupId{0}, .b = GroupId{1}, .width_px = 2}};
    EXPECT_EQ(wall_of(walls, std::pair(GroupId{0}, GroupId{1})), &walls[1]);
    EXPECT_EQ(wall_of(walls, std::pair(GroupId{0}, GroupId{2})), &walls[0]);
    EXPECT_EQ(wall_of(walls, std::nullopt), &walls[0]);
    EXPECT_EQ(wall_of({walls.data() + 1, 1}, std::nullopt), nullptr);
}

TEST(MapDisplays, StrengthIsATowerAndNothingElseIs) {
    Ground ground;
    for (const char* measure : {"out_strength", "pagerank"}) {
        ground.add("a", {}, measure, 1234);
        ground.add("b", {}, measure, 617);
    }
    const MapOverlay towers = ground.overlay_of("centrality", "out_strength");
    ASSERT_EQ(towers.discs.size(), 2U);
    EXPECT_TRUE(towers.discs[0].tower);
    EXPECT_GT(towers.discs[0].height_px, 0);
    EXPECT_FLOAT_EQ(towers.discs[1].height_px, towers.discs[0].height_px / 2) << "height is the value";
    EXPECT_EQ(towers.discs[0].said, "out strength: 1,234");
    EXPECT_NE(all_words(towers.legend).find("tower"), std::string::npos);
    const DrawList list = build_draw_list(
        {.dataset = ground.data, .filter = {}, .style = {}, .sums = {}, .shown = {}, .overlay = &towers});
    EXPECT_TRUE(list.places[0].tower);
    const MapOverlay flat = ground.overlay_of("centrality", "pagerank");
    EXPECT_FALSE(flat.discs[0].tower);
    EXPECT_EQ(flat.discs[0].height_px, 0);
    EXPECT_EQ(all_words(flat.legend).find("tower"), std::string::npos);
}

TEST(MapDisplays, LinksAreTubesAsWideAsTheirLoad) {
    Ground ground;
    ground.add("link", "a-b", "link_load", 10);
    ground.add("link", "b-c", "link_load", 100);
    ground.add("link", "c-d", "link_load", 0);
    ground.add("link", "c-atlantis", "link_load", 50);
    const MapOverlay made = ground.overlay_of("centrality", "link_load");
    ASSERT_EQ(made.tubes.size(), 2U) << "of known places, and of more than nothing";
    EXPECT_EQ(made.tubes[1].a, PlaceId{1}) << "the widest last";
    EXPECT_EQ(made.tubes[1].b, PlaceId{2});
    EXPECT_FLOAT_EQ(made.tubes[0].width_px, made.tubes[1].width_px / 10);
    EXPECT_EQ(made.legend.swatches.front().text, "100");
    EXPECT_FLOAT_EQ(made.legend.swatches.front().width_px, made.tubes[1].width_px);
    EXPECT_NE(all_words(made.legend).find("People"), std::string::npos);
    ground.add("link", "a-b", "link_betweenness", 3, {}, "");
    EXPECT_EQ(all_words(ground.overlay_of("centrality", "link_betweenness").legend).find("People"),
              std::string::npos)
        << "of the network, not of flows";
    DrawList list = build_draw_list(
        {.dataset = ground.data, .filter = {}, .style = {}, .sums = {}, .shown = {}, .overlay = &made});
    EXPECT_EQ(list.tubes, made.tubes);
    const DrawList half = blended({}, list, 0.5);
    ASSERT_EQ(half.tubes.size(), 2U);
    EXPECT_FLOAT_EQ(half.tubes[1].width_px, made.tubes[1].width_px / 2) << "they grow from nothing";
}

TEST(MapDisplays, WhatHangsTogetherAtAThresholdIsLit) {
    Ground ground;
    for (const auto& [link, weight] : {std::pair{"a-b", 50.0}, {"c-d", 30.0}, {"b-c", 10.0}})
        ground.add("link", link, "spanning_link", weight);
    for (const char* threshold : {"50", "20", "10"}) ground.add("all", threshold, "largest_component", 2);
    const auto at = [&](const char* item) { return ground.overlay_of("flowspace", "spanning_link", item); };
    EXPECT_EQ(at("50").discs.size(), 2U) << "a and b; the others stand alone";
    const MapOverlay two = at("20");
    ASSERT_EQ(two.discs.size(), 4U);
    EXPECT_EQ(two.discs[0].fill, two.discs[1].fill);
    EXPECT_EQ(two.discs[2].fill, two.discs[3].fill);
    EXPECT_FALSE(two.discs[0].fill == two.discs[2].fill);
    EXPECT_EQ(two.tubes.size(), 2U);
    EXPECT_EQ(at("").discs, two.discs) << "unless asked the middle one";
    const MapOverlay whole = at("10");
    EXPECT_EQ(whole.discs[0].fill, whole.discs[3].fill) << "at that a link itself counts";
    EXPECT_EQ(whole.tubes.size(), 3U);
    EXPECT_NE(all_words(whole.legend).find("Threshold 10:"), std::string::npos) << all_words(whole.legend);
    EXPECT_NE(all_words(at("7").legend).find("'7', is not in the answer"), std::string::npos);
}

TEST(MapDisplays, ARoseIsSharesByDirectionAndNoVolume) {
    Ground ground;
    ground.add("a", "north", "sector_out", 30);
    ground.add("a", "east", "sector_out", 10);
    ground.add("a", "south", "sector_in", 5);
    ground.add("b", "west", "sector_out", 400);
    ground.add("a", {}, "direction_entropy", 0.5);
    const MapOverlay made = ground.overlay_of("flowspace", "sector_out");
    ASSERT_EQ(made.donuts.size(), 2U);
    ASSERT_EQ(made.donuts[0].node, node_of(PlaceId{1})) << "the most flow first: it is drawn where they meet";
    const DonutItem::Rose& rose = *made.donuts[1].rose;
    ASSERT_EQ(rose.filled.size(), 8U);
    EXPECT_FLOAT_EQ(rose.filled[0], 0.75F);
    EXPECT_FLOAT_EQ(rose.filled[2], 0.25F);
    EXPECT_FLOAT_EQ(rose.outlined[4], 1);
    EXPECT_TRUE(made.donuts[0].rose->outlined.empty()) << "nothing is known to arrive";
    EXPECT_EQ(made.discs.at(0).said, "direction entropy 0.500");
    EXPECT_NE(all_words(made.legend).find("says nothing of volume"), std::string::npos);
    EXPECT_EQ(ground.overlay_of("flowspace", "sector_in").donuts, made.donuts) << "both ways at once";
    ground.result.rows.resize(0);
    ground.add("a", {}, "direction_entropy", 0.5);
    const MapOverlay without = ground.overlay_of("flowspace", "sector_out");
    EXPECT_TRUE(without.empty());
    EXPECT_NE(all_words(without.legend).find("show = sectors"), std::string::npos)
        << all_words(without.legend);
}

TEST(MapDisplays, AWaveIsAnOrderOfArrivalFromTheSelectedPlace) {
    Ground ground;
    for (const auto& [from, to, distance] :
         {std::tuple{"a", "b", 3.0}, {"a", "c", 1.5}, {"b", "a", 2.0}, {"b", "c", 1.0}, {"c", "a", 9.0}})
        ground.add(from, std::string(from) + ">" + to, "effective_distance", distance);
    for (const auto& [place, mean] : {std::pair{"a", 2.25}, {"b", 1.5}, {"c", 9.0}, {"d", 4.0}})
        ground.add(place, {}, "mean_effective_distance", mean);
    const auto from = [&](std::optional<PlaceId> place, std::string_view item = {}) {
        return build_map_overlay({.data = ground.data,
                                  .analysis = *find_analysis("flowspace"),
                                  .result = ground.result,
                                  .layer = "people",
                                  .measure = "effective_distance",
                                  .item = item,
                                  .place = place,
                                  .language = Language::en});
    };
    const MapOverlay made = from(PlaceId{0});
    ASSERT_EQ(made.discs.size(), 4U);
    EXPECT_EQ(made.discs[0].ring.kind, Kind::warning) << "where it begins";
    EXPECT_EQ(made.discs[2].said, "arrival 1; effective distance 1.50");
    EXPECT_EQ(made.discs[1].said, "arrival 2; effective distance 3");
    EXPECT_GT(made.discs[2].fill.tone, made.discs[1].fill.tone) << "the nearer front is stronger";
    EXPECT_EQ(made.discs[3].fill.kind, Kind::none) << "no flow leads there";
    const std::string words = all_words(made.legend);
    EXPECT_NE(words.find("from a"), std::string::npos) << words;
    EXPECT_NE(words.find("not times"), std::string::npos) << words;
    EXPECT_NE(words.find("no flow leads there (1)"), std::string::npos) << words;
    EXPECT_EQ(from(std::nullopt).discs[1].said, "the origin") << "b is nearest to the others";
    EXPECT_EQ(from(std::nullopt, "c").discs[2].said, "the origin") << "the one asked for";
    EXPECT_EQ(from(PlaceId{3}).discs[1].said, "the origin") << "from d nothing is known to spread";
    ground.result.rows.erase(ground.result.rows.begin(), ground.result.rows.begin() + 5);
    EXPECT_NE(all_words(from(PlaceId{0}).legend).find("show = pairs"), std::string::npos);
}

TEST(MapDisplays, WhatIsOfOtherPeriodsThanTheLastIsDrawnWhereNoneIsChosen) {
    Ground ground;
    ground.add("north", {}, "growth_contribution", 0.75).period = "2010..2020";
    ground.result.rows.back().note = "partly-known";
    ground.add("south", {}, "growth_contribution", 0.25).period = "2010..2020";
    ground.add("north", {}, "gini", 0.3);  // the last period
    const MapOverlay made = ground.overlay_of("equity", "growth_contribution");
    ASSERT_EQ(made.areas.size(), 2U);
    const std::string words = all_words(made.legend);
    EXPECT_NE(words.find("2010–2020; of places known in both years"), std::string::npos) << words;
    EXPECT_NE(words.find("1 groups have members that are not known"), std::string::npos) << words;
}

TEST(MapDisplays, StagesAreThreeTonesAndHatchedInBetween) {
    Ground ground;
    auto atlas = std::make_shared<Atlas>(*ground.data.atlas);
    atlas->groups.push_back(
        {.id = "west", .kind = GroupKind::agglomeration, .name_zh = "西群", .name_en = "West"});
    ground.data.atlas = atlas;
    ground.add("north", {}, "stage", {}, "mature", "");
    ground.add("south", {}, "stage", {}, "cultivating", "");
    ground.add("west", {}, "stage", {}, "between-stages", "");
    ground.add("west", "entropy", "class", {}, "growing", "");
    ground.add("west", "equal", "class", {}, "mature", "");
    ground.add("west", "geometric", "class", {}, "growing", "");
    const MapOverlay made = ground.overlay("stage");
    ASSERT_EQ(made.areas.size(), 3U) << "it is what the analysis is about";
    EXPECT_GT(made.areas[0].tint.tone, made.areas[2].tint.tone);
    EXPECT_GT(made.areas[2].tint.tone, made.areas[1].tint.tone);
    EXPECT_FLOAT_EQ(made.areas[2].tint.tone, 0.75F) << "half-way between growing and mature";
    EXPECT_FALSE(made.areas[0].hatched);
    EXPECT_TRUE(made.areas[2].hatched);
    EXPECT_EQ(made.areas[2].said,
              "between stages: entropy weights growing, equal weights mature, geometric mean growing");
    const std::string words = all_words(made.legend);
    EXPECT_NE(words.find("mature (1)\ngrowing (0)\ncultivating (1)\nbetween stages"), std::string::npos)
        << words;
    EXPECT_NE(words.find("official tier stays the label"), std::string::npos);
}

TEST(MapDisplays, WithoutIndicatorsTheOfficialTiersLieOnTheMap) {
    Ground ground;
    ground.add("north", {}, "official_tier", {}, "mature", "");
    ground.add("south", {}, "official_tier", {}, "cultivating", "");
    const MapOverlay made = ground.overlay("stage");
    ASSERT_EQ(made.areas.size(), 2U) << "the answer has no other measure";
    EXPECT_GT(made.areas[0].tint.tone, made.areas[1].tint.tone);
    const std::string words = all_words(made.legend);
    EXPECT_NE(words.find("to be improved and upgraded (1)\nto be strengthened (0)\nto be nurtured (1)"),
              std::string::npos)
        << words;
    EXPECT_NE(words.find("not a computation"), std::string::npos);
    EXPECT_EQ(words.find("A diagnosis"), std::string::npos);
}

TEST(MapDisplays, CommutingIsInStepsAroundTheCore) {
    Ground ground;
    ground.add("a", {}, "status", {}, "core", "");
    ground.add("a", "K", "share", 0.9, {}, "");
    ground.add("b", "K", "share", 0.1, {}, "");
    ground.add("b", "L", "share", 0.3, {}, "");
    ground.add("c", "K", "share", 0.149, {}, "");
    ground.add("d", "K", "share", 0.049, {}, "");
    ground.add("d", {}, "official_circle", {}, "K", "");
    ground.add("c", {}, "official_circle", {}, "none", "");
    const MapOverlay made = ground.overlay("circles");
    ASSERT_EQ(made.discs.size(), 4U);
    EXPECT_EQ(made.discs[0].fill.kind, OverlayInk::Kind::warning) << "the core itself";
    EXPECT_FLOAT_EQ(made.discs[1].fill.tone, 1) << "30 % is in the first step, of the core that draws most";
    EXPECT_LT(made.discs[2].fill.tone, made.discs[1].fill.tone);
    EXPECT_EQ(made.discs[3].fill.kind, OverlayInk::Kind::quiet) << "below 5%";
    EXPECT_TRUE(made.discs[3].ring) << "in the plan though few commute";
    EXPECT_FALSE(made.discs[2].ring);
    const std::string words = all_words(made.legend);
    EXPECT_NE(words.find("≥ 30%\n≥ 10%\nbelow 5%"), std::string::npos) << words;
}

TEST(MapDisplays, PlacesAreColouredByHowOftenTheyAreWithTheirCore) {
    Ground ground;
    ground.add("b", {}, "with_core", 0.75, "a").n = 50;
    ground.add("c", {}, "with_core", 0, "a").n = 50;
    const MapOverlay made = ground.overlay_of("communities", "with_core");
    ASSERT_EQ(made.discs.size(), 3U);
    EXPECT_EQ(made.discs[0].ring.kind, OverlayInk::Kind::warning) << "the core";
    EXPECT_FALSE(made.discs[0].fill);
    EXPECT_FLOAT_EQ(made.discs[1].fill.tone, 0.75F) << "of all runs, not of the largest value";
    EXPECT_FLOAT_EQ(made.discs[2].fill.tone, 0);
    EXPECT_NE(all_words(made.legend).find("Of 50 runs"), std::string::npos);
}

}  // namespace
}  // namespace flowspace
