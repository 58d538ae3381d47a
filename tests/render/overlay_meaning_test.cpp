// What the legend of an answer says beside its numbers: units, what they are of, stand-ins, what is not
// known.
#include "render/scene/analysis_words.h"
#include "render/scene/map_overlay.h"
#include "tests/render/overlay_ground.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace flowspace {
namespace {

bool says(const MapOverlay& overlay, std::string_view words) {
    return all_words(overlay.legend).find(words) != std::string::npos;
}

MapOverlay in_chinese(const Ground& ground, std::string_view analysis, std::string_view measure) {
    return build_map_overlay({.data = ground.data,
                              .analysis = *find_analysis(analysis),
                              .result = ground.result,
                              .layer = "people",
                              .measure = measure,
                              .language = Language::zh});
}

/// Groups of so many places of the ground's four.
void set_members(Ground& ground, std::size_t north, std::size_t south) {
    auto atlas = std::make_shared<Atlas>(*ground.data.atlas);
    for (const auto& [group, count] : {std::pair{std::size_t{0}, north}, {std::size_t{1}, south}})
        for (std::uint32_t place = 0; place < count; ++place)
            atlas->groups[group].members.push_back({.place = PlaceId{place}});
    ground.data.atlas = atlas;
}

TEST(OverlayMeaning, GroupsOfWhichFewMembersAreKnownAreHatchedAndTheLegendSaysSo) {
    Ground ground;
    set_members(ground, 4, 4);
    AnalysisRow& few = ground.add("north", {}, "gini", 0.3, {}, "");
    few.n = 2;
    few.note = "of-2-of-4-members";
    AnalysisRow& most = ground.add("south", {}, "gini", 0.2, {}, "");
    most.n = 3;
    most.note = "of-3-of-4-members";
    const MapOverlay made = ground.overlay_of("equity", "gini");
    ASSERT_EQ(made.areas.size(), 2U);
    EXPECT_TRUE(made.areas[0].hatched);
    EXPECT_FALSE(made.areas[1].hatched) << "three of four stand for the group";
    EXPECT_EQ(made.areas[0].said, "gini: 0.300, of 2 of 4 members");
    EXPECT_EQ(made.areas[1].said, "gini: 0.200, of 3 of 4 members");
    EXPECT_TRUE(says(made, "at most half of the members are counted: read with care (1)"))
        << all_words(made.legend);
    EXPECT_EQ(made.legend.swatches.back().shape, OverlaySwatch::Shape::hatch);
    EXPECT_TRUE(says(in_chinese(ground, "equity", "gini"), "计入的成员不超过半数，数值仅供参考（1 组）"));
}

TEST(OverlayMeaning, GroupsKnownInFullAreNotHatched) {
    Ground ground;
    set_members(ground, 2, 2);
    ground.add("north", {}, "gini", 0.3, {}, "").n = 2;
    ground.add("south", {}, "gini", 0.2, {}, "").n = 1;  // a measure of fewer: its note would say so
    const MapOverlay made = ground.overlay_of("equity", "gini");
    for (const MapOverlay::Area& area : made.areas) EXPECT_FALSE(area.hatched);
    EXPECT_FALSE(says(made, "at most half"));
}

TEST(OverlayMeaning, AGiniSaysOfWhatItIs) {
    Ground ground;
    ground.add("north", {}, "gini", 0.3, {}, "");
    EXPECT_TRUE(says(ground.overlay_of("equity", "gini"), "values per head in the table of indicators"));
    ground.result.facts.push_back({"values", "GDP of 2020 per head, yuan: 4 places, 0 without it"});
    EXPECT_TRUE(says(ground.overlay_of("equity", "gini"), "GDP per head of 2020"));
    EXPECT_TRUE(says(in_chinese(ground, "equity", "gini"), "2020 年人均 GDP"));
    ground.add("north", {}, "growth_contribution", 0.3, {}, "");
    EXPECT_TRUE(says(ground.overlay_of("equity", "growth_contribution"), "GDP at current prices"));
}

TEST(OverlayMeaning, TitlesHaveTheUnit) {
    Ground ground;
    ground.add("north", {}, "density", 420, {}, "");
    EXPECT_TRUE(says(ground.overlay_of("pressures", "density"), "density (persons/km²)"));
    EXPECT_TRUE(says(in_chinese(ground, "pressures", "density"), "集聚密度（人/km²）"));
    ground.add("a", {}, "extra_length", 12);
    ground.result.cost_unit = "minutes";
    EXPECT_TRUE(says(ground.overlay_of("resilience", "extra_length"), "extra length (minutes)"));
    EXPECT_TRUE(says(in_chinese(ground, "resilience", "extra_length"), "（分钟）"));
    ground.result.cost_unit = "km";
    EXPECT_TRUE(says(ground.overlay_of("resilience", "extra_length"), "extra length (km)"));
}

/// Two layers, each with its own unit.
class TripsSource : public RingSource {
public:
    TripsSource() : own_(RingSource::layers().begin(), RingSource::layers().end()) {
        own_[0].unit = "trips";
        own_[0].unit_zh = "人次";
        own_[0].unit_en = "trips";
    }
    std::span<const LayerInfo> layers() const override { return own_; }

private:
    std::vector<LayerInfo> own_;
};

TEST(OverlayMeaning, LoadsAndThresholdsHaveTheUnitOfTheirLayer) {
    Ground ground;
    ground.data.flows = std::make_shared<TripsSource>();
    ground.add("a", {}, "load", 12);
    EXPECT_TRUE(says(ground.overlay_of("centrality", "load"), "load (trips)"));
    EXPECT_TRUE(says(in_chinese(ground, "centrality", "load"), "过境流量（人次）"));
    ground.add("link", "a-b", "spanning_link", 50);
    ground.add("all", "50", "largest_component", 2);
    EXPECT_TRUE(says(ground.overlay_of("flowspace", "spanning_link"), "Threshold 50 (trips)"));
    ground.add("a", "north", "sector_out", 5);
    EXPECT_FALSE(says(ground.overlay_of("flowspace", "sector_out"), "trips")) << "roses show shares";
}

TEST(OverlayMeaning, ANetworkThatNobodyGaveIsNamedAStandIn) {
    Ground ground;
    ground.add("a", {}, "load", 12);
    ground.add("a", {}, "out_strength", 12);
    ground.add("link", "a-b", "link_load", 10);
    ground.add("a", {}, "criticality", 0.4);
    ground.add("a", {}, "cascade_served", 0.6);
    for (const auto& [analysis, measure] :
         {std::pair{"centrality", "load"}, {"centrality", "link_load"}, {"resilience", "criticality"}})
        EXPECT_FALSE(says(ground.overlay_of(analysis, measure), "stand-in")) << measure;
    EXPECT_TRUE(says(ground.overlay_of("centrality", "link_load"), "links of the table of costs"));
    ground.result.notes.push_back({"made-network", "no links were given", "未给出线路"});
    for (const auto& [analysis, measure] :
         {std::pair{"centrality", "load"}, {"centrality", "link_load"}, {"resilience", "criticality"}}) {
        EXPECT_TRUE(says(ground.overlay_of(analysis, measure), "a stand-in network")) << measure;
        EXPECT_TRUE(says(in_chinese(ground, analysis, measure), "代替网络")) << measure;
    }
    EXPECT_FALSE(says(ground.overlay_of("centrality", "link_load"), "table of costs"));
    EXPECT_FALSE(says(ground.overlay_of("centrality", "out_strength"), "stand-in")) << "no network in it";
    EXPECT_TRUE(says(ground.overlay_of("resilience", "criticality"), "share of all flow"));
}

TEST(OverlayMeaning, FlowsThatAreNotPublishedAreToldUnderTheMap) {
    Ground ground;
    ground.add("north", {}, "premium", 4);
    EXPECT_FALSE(says(ground.overlay("integration"), "not listed"));
    ground.result.notes.push_back(
        {"unpublished", "pairs that are not listed take no part", "31 个城市对未列出"});
    EXPECT_TRUE(says(ground.overlay("integration"), "Pairs that are not listed take no part"));
    EXPECT_TRUE(says(in_chinese(ground, "integration", "premium"), "31 个城市对未列出"));
    ground.add("north", {}, "premium", 4, {}, "goods");
    EXPECT_FALSE(says(ground.overlay("integration", "goods"), "not listed"))
        << "modelled: no source hides them";
}

TEST(OverlayMeaning, OverlappingGroupsSayWhichLiesOnTop) {
    Ground ground;
    ground.add("north", {}, "premium", 4);
    ground.add("south", {}, "premium", 2);
    EXPECT_FALSE(says(ground.overlay("integration"), "overlap"));
    set_members(ground, 1, 2);
    EXPECT_TRUE(says(ground.overlay("integration"), "Where groups overlap the smaller one is on top"));
}

TEST(OverlayMeaning, GroupsWithoutAValueAreNamed) {
    Ground ground;
    ground.add("north", {}, "gini", 0.3, {}, "");
    EXPECT_FALSE(says(ground.overlay_of("equity", "gini"), "not coloured"));
    AnalysisRow& unknown = ground.add("south", {}, "gini", 0, {}, "");
    unknown.value.reset();
    const MapOverlay made = ground.overlay_of("equity", "gini");
    ASSERT_EQ(made.areas.size(), 1U);
    EXPECT_TRUE(says(made, "Without a value, so not coloured: ")) << all_words(made.legend);
    EXPECT_FALSE(says(made, "more"));
    EXPECT_TRUE(says(in_chinese(ground, "equity", "gini"), "没有数值、未着色："));
}

TEST(OverlayMeaning, EveryColourOfACommunityIsInTheLegend) {
    Ground ground;
    auto atlas = std::make_shared<Atlas>();
    for (int row = 0; row < 31; ++row) {
        const std::string id = "p" + std::to_string(100 + row);
        atlas->places.push_back({.id = id, .name_zh = id, .name_en = id});
    }
    ground.data.atlas = atlas;
    const auto colours_of = [&](int communities) {
        ground.result.rows.clear();
        for (int row = 0; row < 31; ++row)  // the first ones are the larger
            ground.add("p" + std::to_string(100 + row), {}, "community",
                       std::min(row / 2, communities - 1) + 1);
        const MapOverlay made = ground.overlay("communities");
        for (const MapOverlay::Disc& disc : made.discs)
            EXPECT_TRUE(std::ranges::any_of(made.legend.swatches, [&](const OverlaySwatch& swatch) {
                return swatch.ink == disc.fill;
            })) << "a colour without a word";
        return made;
    };
    EXPECT_EQ(colours_of(11).legend.swatches.size(), 11U);
    EXPECT_FALSE(says(colours_of(11), "besides"));
    const MapOverlay many = colours_of(16);
    EXPECT_EQ(many.legend.swatches.size(), 13U);
    EXPECT_TRUE(says(many, "4 smaller communities besides, all in this colour"));
}

TEST(OverlayMeaning, ACommunityOfOnePlaceHasItsNameAlone) {
    Ground ground;
    for (const char* id : {"a", "b", "c", "d"})
        ground.add(id, {}, "community", id == std::string("d") ? 2 : 1);
    EXPECT_TRUE(says(ground.overlay("communities"), "a and others, 3 places\nd\n"));
}

/// A list offers measures by these names: two alike, or one that leans on the one above it, say nothing.
TEST(MeasureNames, InChineseTellMeasuresApart) {
    for (const Analysis& analysis : all_analyses()) {
        std::set<std::string> names;
        for (const Measure& measure : analysis.measures) {
            const std::string name = measure_name(measure, Language::zh);
            EXPECT_TRUE(names.insert(name).second) << analysis.key << " " << measure.key << " " << name;
            for (const std::string_view leaning : {"同上", "上述", "其中", "该类"})
                EXPECT_FALSE(name.starts_with(leaning)) << analysis.key << " " << measure.key << " " << name;
        }
    }
}

}  // namespace
}  // namespace flowspace
