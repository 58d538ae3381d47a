// Rescue on the map: who is within reach of helpers, who loses them with a place, and gaps of agreements.
#include "tests/render/overlay_ground.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace flowspace {
namespace {

struct Rescued : Ground {
    Rescued() {
        const auto place = [&](const char* id, double helpers, double lost) {
            add(id, {}, "helpers_within", helpers, {}, "").period.clear();
            add(id, {}, "rescue_people_lost", lost, {}, "").period.clear();
            add(id, {}, "rescue_cover_after", 0.25, {}, "").period.clear();
        };
        place("a", 2, 500);
        place("b", 1, 0);
        place("c", 0, 0);
        add("a", {}, "rescue_base", 1, {}, "").period.clear();
        add("all", {}, "rescue_cover", 0.75, {}, "").period.clear();
        add("a", {}, "rescue_lost_at", {}, "a b", "").period.clear();
        add("all", "a>b", "rescue_gap", 0.2);
        add("all", {}, "rescue_gap_share", 0.3).n = 7;
    }
};

TEST(OverlayRescue, PlacesByHowManyHelpersReachThem) {
    const MapOverlay made = Rescued().overlay_of("resilience", "helpers_within");
    ASSERT_EQ(made.discs.size(), 3U);
    EXPECT_EQ(made.discs[0].fill, (OverlayInk{Kind::sequential, 1}));
    EXPECT_EQ(made.discs[0].ring.kind, Kind::category) << "rescue is based there";
    EXPECT_EQ(made.discs[1].fill, (OverlayInk{Kind::sequential, 0.35f}));
    EXPECT_EQ(made.discs[2].fill.kind, Kind::warning);
    EXPECT_EQ(made.discs[1].said, "1 place of rescue within reach");
    const std::string words = all_words(made.legend);
    EXPECT_NE(words.find("cover: 75"), std::string::npos) << words;
    EXPECT_NE(words.find("fewer than 2 (1)"), std::string::npos) << words;
    EXPECT_EQ(words.find("People"), std::string::npos) << "no flow has a part in it";
    EXPECT_FALSE(made.layer);
    EXPECT_EQ(Rescued().overlay_of("resilience", "rescue_cover").discs, made.discs)
        << "one number for all is shown by what it is of";
}

TEST(OverlayRescue, WithAPlaceSelectedWhoLosesCover) {
    Rescued ground;
    const MapOverlay made = build_map_overlay({.data = ground.data,
                                               .analysis = *find_analysis("resilience"),
                                               .result = ground.result,
                                               .measure = "rescue_people_lost",
                                               .place = PlaceId{0},
                                               .language = Language::en});
    ASSERT_EQ(made.discs.size(), 2U);
    EXPECT_EQ(made.discs[0].ring.kind, Kind::warning);
    EXPECT_EQ(made.discs[1].fill, (OverlayInk{Kind::sequential, 1}));
    const std::string words = all_words(made.legend);
    EXPECT_NE(words.find("if a fails"), std::string::npos) << words;
    EXPECT_NE(words.find("from 75.0% to 25.0%"), std::string::npos) << words;
    const MapOverlay all = ground.overlay_of("resilience", "rescue_people_lost");
    EXPECT_FLOAT_EQ(*all.discs[0].share, 1);
    EXPECT_EQ(all.discs[0].ring.kind, Kind::warning);
    EXPECT_FALSE(all.discs[1].ring) << "its failure uncovers nobody";
}

TEST(OverlayRescue, GapsAreArcsOfTheirFlows) {
    const MapOverlay made = Rescued().overlay_of("resilience", "rescue_gap");
    EXPECT_EQ(made.links, (std::vector<MapOverlay::Link>{{PlaceId{0}, PlaceId{1}}}));
    EXPECT_EQ(made.layer, LayerId{0});
    EXPECT_NE(all_words(made.legend).find("30.0% of all flow (7 pairs)"), std::string::npos)
        << all_words(made.legend);
}

TEST(OverlayRescue, WithoutATableTheLegendSaysWhichToGive) {
    Ground ground;
    AnalysisRow& wanting = ground.add("all", {}, "rescue_cover", {}, {}, "");
    wanting.note = "needs-helpers";
    wanting.period.clear();
    ground.add("a", {}, "criticality", 0.5);
    ground.result.notes = {{"needs-helpers", "give --helpers FILE", "请给出 --helpers 文件"}};
    const MapOverlay made = ground.overlay_of("resilience", "rescue_cover");
    EXPECT_TRUE(made.empty());
    EXPECT_EQ(made.legend.notes, std::vector<std::string>{"give --helpers FILE"}) << "no other measure helps";
}

}  // namespace
}  // namespace flowspace
