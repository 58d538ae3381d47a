#include "render/scene/build_draw_list.h"

#include "data/import/import_report.h"
#include "render/scene/furniture_words.h"
#include "render/scene/map_scale.h"
#include "render/scene/place_items.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

namespace flowspace {
namespace {

/// Answers from a fixed table: two layers, three pairs, no times.
class FixedSource : public FlowSource {
public:
    std::span<const LayerInfo> layers() const override { return layers_; }
    const TimeAxis& time_axis() const override { return axis_; }
    std::span<const Pair> pairs() const override { return pairs_; }
    std::uint64_t row_count() const override { return 4; }

private:
    Result<std::vector<ExactSum>> sum_pairs(LayerId, Window, std::stop_token) const override {
        return std::vector<ExactSum>{};
    }
    Result<std::vector<ExactSum>> sum_steps(LayerId, std::span<const std::uint8_t>,
                                            std::stop_token) const override {
        return std::vector<ExactSum>{};
    }

    std::vector<LayerInfo> layers_ = {{.key = "people",
                                       .name_zh = "人流",
                                       .name_en = "People",
                                       .unit = "persons",
                                       .unit_zh = "人次",
                                       .unit_en = "trips",
                                       .status = Status::modelled,
                                       .source_zh = "某模型",
                                       .source_en = "a model"},
                                      {.key = "goods", .name_zh = "物流", .name_en = "Goods"}};
    TimeAxis axis_ = {Grain::none, {TimeMs{0}}};
    std::vector<Pair> pairs_ = {{PlaceId{0}, PlaceId{1}}, {PlaceId{1}, PlaceId{0}}, {PlaceId{1}, PlaceId{1}}};
};

ExactSum sum_of(std::int64_t number) { return {.scaled = number, .rows = 1, .digits = 0}; }

struct Case {
    Dataset dataset;
    Filter filter;
    Style style;
    std::vector<LayerSums> sums;
    ShownFlows shown;

    Case() {
        auto atlas = std::make_shared<Atlas>();
        atlas->places = {{.id = "1", .level = "直辖市"}, {.id = "2", .population_2020 = 4e6}, {.id = "3"}};
        atlas->groups = {{.id = "c", .kind = GroupKind::circle},
                         {.id = "g",
                          .kind = GroupKind::agglomeration,
                          .members = {{.place = PlaceId{2}, .role = MemberRole::core}}},
                         {.id = "p", .kind = GroupKind::province}};
        dataset.atlas = atlas;
        dataset.flows = std::make_shared<FixedSource>();
        dataset.title_zh = "题";
        dataset.title_en = "Title";
        sums = {{LayerId{0}, {sum_of(900), sum_of(100), sum_of(5000)}}, {LayerId{1}, {sum_of(4), {}, {}}}};
        shown.flows = {
            {LayerId{0}, PairId{1}, 100}, {LayerId{0}, PairId{0}, 900}, {LayerId{1}, PairId{0}, 4}};
        shown.coverage = {{LayerId{0}, 2, 8, 1000, 2000, 900}, {LayerId{1}, 1, 1, 4, 4, 4}};
    }
    DrawList build() const { return build_draw_list({dataset, filter, style, sums, shown}); }
};

TEST(BuildDrawList, BundledFlowsKnowTheirWayAndTheLegendSaysItIsNone) {
    Case one;
    const FlowWays ways{.first = {0, 1, 1, 3}, .nodes = {NodeId{2}, NodeId{2}, NodeId{0}}, .bundled = 2};
    DrawListInput input{one.dataset, one.filter, one.style, one.sums, one.shown};
    one.style.language = Language::en;
    EXPECT_TRUE(build_draw_list(input).furniture.notes.empty());
    input.ways = &ways;
    const DrawList list = build_draw_list(input);
    EXPECT_EQ(list.way_nodes, ways.nodes);
    const auto count = [&](std::size_t row) { return list.arcs[row].way_count; };
    EXPECT_EQ((std::vector{count(0), count(1), count(2)}), (std::vector{1u, 0u, 2u}));
    EXPECT_EQ(list.arcs[2].way_first, 1u);
    ASSERT_EQ(list.furniture.notes.size(), 1u);
    EXPECT_EQ(list.furniture.notes[0],
              "Bundled: 2 flows are drawn along shorter ones of their layer; where they pass is no route");
}

TEST(BuildDrawList, ArcsKeepOrderAndIdsAndGrowBySquareRoot) {
    const DrawList list = Case().build();
    ASSERT_EQ(list.arcs.size(), 3u);
    EXPECT_EQ(list.arcs[0].origin, NodeId{1});
    EXPECT_EQ(list.arcs[0].destination, NodeId{0});
    const float widest = 8 / std::cbrt(2.0f);  // two layers share the width of one
    EXPECT_FLOAT_EQ(list.arcs[1].width_px, widest);
    EXPECT_FLOAT_EQ(list.arcs[0].width_px, widest / 3);
    EXPECT_EQ(list.arcs[0].stroke, Stroke::dashed);
    EXPECT_EQ(list.arcs[2].stroke, Stroke::solid);
    EXPECT_NE(list.arcs[0].phase, list.arcs[1].phase);
    EXPECT_EQ(list.arcs[1].phase, list.arcs[2].phase);
    for (const ArcItem& arc : list.arcs) EXPECT_TRUE(0 <= arc.phase && arc.phase < 1);
}

TEST(BuildDrawList, ManyFlowsOfLikeStrengthAreDrawnNarrowerThanFewOfUnlike) {
    Case one;
    const auto widest = [&](double weakest, int flows) {
        one.shown.flows.clear();
        for (int row = 0; row < flows; ++row)
            one.shown.flows.push_back({LayerId{0}, PairId{0}, row == 0 ? 900 : weakest});
        return widest_px({one.dataset, one.filter, one.style, one.sums, one.shown})[0];
    };
    const float most = 8 / std::cbrt(2.0f);
    EXPECT_FLOAT_EQ(widest(9, 1500), most) << "a steep layer keeps its width";
    EXPECT_LT(widest(800, 1500), 2) << "a flat one would cover the ground";
    EXPECT_FLOAT_EQ(widest(800, 50), most) << "few flows leave it free";
    EXPECT_LT(widest(800, 50000), widest(800, 1500));
    EXPECT_GE(widest(800, 500000), 1.2f) << "the strongest stays a line";
    EXPECT_LT(arc_width_px(9, 900, 1.2f), 1) << "weak ones fade";
}

TEST(BuildDrawList, EachLayerCountsAlikeInAPlacesMeasureAndLoopsDoNot) {
    const DrawList list = Case().build();
    EXPECT_DOUBLE_EQ(list.places[0].measure,
                     (1.0 + 1.0) / 4);  // in people it is an end of everything, in goods too
    EXPECT_DOUBLE_EQ(list.places[1].measure, (1.0 + 1.0) / 4);
    EXPECT_DOUBLE_EQ(list.places[2].measure, 0);
    EXPECT_FLOAT_EQ(list.places[0].out_share, (0.9f + 1) / 2);
    EXPECT_EQ(list.places[0].rank, 0);
    EXPECT_EQ(list.places[1].rank, 1);
    EXPECT_EQ(list.places[2].rank, 0) << "a core city of an agglomeration";
}

TEST(BuildDrawList, AreasFollowTheKindAndCanBeLeftOut) {
    Case one;
    EXPECT_EQ(one.build().areas.at(0).group, GroupId{1});
    one.filter.kind = GroupKind::circle;
    EXPECT_EQ(one.build().areas.at(0).group, GroupId{0});
    one.style.show_areas = false;
    EXPECT_TRUE(one.build().areas.empty());
}

TEST(FurnitureWords, SayWhatTheAreaOfADiscAndTheColoursOfItsRingMean) {
    Case one;
    const auto said = [&] {
        const DiscKey key = one.build().furniture.discs;
        return key.lead + "[o]" + key.out + key.between + "[o]" + key.in + key.tail;
    };
    EXPECT_EQ(said(), "圆面积：[o]流出 + [o]流入，各层份额平均");
    one.style.language = Language::en;
    EXPECT_EQ(said(), "Disc area: [o]out + [o]in, mean share of layers");
    one.shown.coverage.pop_back();
    EXPECT_EQ(said(), "Disc area: [o]out + [o]in");
    one.shown.flows.clear();
    const Difference compared;
    const DrawListInput changes{.dataset = one.dataset,
                                .filter = one.filter,
                                .style = one.style,
                                .sums = one.sums,
                                .shown = one.shown,
                                .difference = compared};
    EXPECT_TRUE(build_draw_list(changes).furniture.discs.empty()) << "their discs are plain";
    one.shown.coverage.clear();
    EXPECT_TRUE(one.build().furniture.discs.empty());
}

TEST(FurnitureWords, PlainDiscsOfAComparisonHaveNeitherCoreNorRing) {
    Case one;
    one.style.language = Language::en;
    one.shown.flows.clear();
    const LevelMap map{.level = Level::agglomeration};
    const LevelFlows flows;
    DrawListInput input{.dataset = one.dataset,
                        .filter = one.filter,
                        .style = one.style,
                        .sums = one.sums,
                        .shown = one.shown,
                        .level = AtLevel{map, flows}};
    const std::string area =
        "By urban agglomeration; cities in none stand alone. Disc area: share of all flow";
    EXPECT_EQ(build_draw_list(input).furniture.notes.at(0), area + "; core: inside; ring: out and in");
    EXPECT_FALSE(build_draw_list(input).furniture.discs.empty());
    input.difference = Difference{};
    EXPECT_EQ(build_draw_list(input).furniture.notes.at(0), area);
    EXPECT_TRUE(build_draw_list(input).furniture.discs.empty());
}

TEST(FurnitureWords, CountTheRowsThatWereRejected) {
    Case one;
    ImportReport report;
    report.sources = {{.path = "a.csv", .rows_in = 1327, .rows_kept = 665, .rejected = {{"bad-time", 662}}},
                      {.path = "b.csv", .rows_in = 10, .rows_kept = 10},
                      {.path = "p.csv",
                       .role = TableRole::places,
                       .rows_in = 5,
                       .rows_kept = 4,
                       .rejected = {{"missing-id", 1}}}};
    one.dataset.report = std::make_shared<const ImportReport>(report);
    EXPECT_EQ(one.build().furniture.source, "来源：某模型（模拟）；未声明观测或模拟；拒收 662 / 1,337 行");
    one.style.language = Language::en;
    EXPECT_NE(one.build().furniture.source.find("; 662 of 1,337 rows rejected"), std::string::npos);
    report.sources[0].cells = true;
    one.dataset.report = std::make_shared<const ImportReport>(report);
    EXPECT_NE(one.build().furniture.source.find("; 662 of 1,337 cells rejected"), std::string::npos);
    report.sources.erase(report.sources.begin());
    one.dataset.report = std::make_shared<const ImportReport>(report);
    EXPECT_EQ(one.build().furniture.source.find("rejected"), std::string::npos) << "of flows none was";
}

TEST(FurnitureWords, SayWhatIsShownOfHowMuchAndNeverAddLayers) {
    Case one;
    Furniture words = one.build().furniture;
    EXPECT_EQ(words.title, "题");
    EXPECT_EQ(words.shown, "显示 3 / 9 条流；占各层总量：人流 50.0%、物流 100%");
    EXPECT_EQ(words.legend.at(0).status, "模拟");
    EXPECT_EQ(words.legend.at(0).unit, "人次");
    EXPECT_EQ(words.legend.at(1).unit, "单位未声明");
    EXPECT_EQ(words.source, "来源：某模型（模拟）；未声明观测或模拟");
    EXPECT_EQ(words.notice, "") << "no base map, no border to review";
    one.style.language = Language::en;
    words = one.build().furniture;
    EXPECT_EQ(words.shown, "3 of 9 flows shown; share of each layer's volume: People 50.0%, Goods 100%");
    EXPECT_EQ(words.legend.at(1).status, "not declared observed or modelled");
    EXPECT_EQ(words.empty, "");
    one.shown.flows.clear();
    EXPECT_EQ(one.build().furniture.empty,
              "No flow passes the filter: widen the window, the minimum or the groups");
}

TEST(LegendSamples, AreRoundAscendingAndWithinTheData) {
    EXPECT_EQ(legend_samples(900), (std::vector<double>{20, 200, 500}));
    EXPECT_EQ(legend_samples(1), (std::vector<double>{0.02, 0.2, 1}));
    EXPECT_TRUE(legend_samples(0).empty());
    for (double largest = 1e-6; largest < 1e13; largest *= 1.7) {
        const std::vector<double> samples = legend_samples(largest);
        ASSERT_EQ(samples.size(), 3u) << largest;
        EXPECT_TRUE(samples[0] < samples[1] && samples[1] < samples[2] && samples[2] <= largest) << largest;
    }
}

TEST(BuildDrawList, NegativeFlowsAreMarkedAndSaidNeverDrawnAsMagnitudes) {
    Case one;
    one.shown.flows[0].value = -100;
    one.shown.coverage[0].negative = 1;
    const DrawList list = one.build();
    EXPECT_TRUE(list.arcs[0].negative);
    EXPECT_FALSE(list.arcs[1].negative);
    EXPECT_EQ(list.arcs[0].value, -100);
    EXPECT_GT(list.arcs[0].width_px, 1) << "as wide as its opposite";
    const auto& samples = list.furniture.legend.at(0).samples;
    ASSERT_EQ(samples.size(), 4u);
    EXPECT_TRUE(samples.back().negative);
    EXPECT_EQ(samples.back().text, "负值");
    ASSERT_EQ(list.furniture.notes.size(), 1u);
    EXPECT_EQ(list.furniture.notes[0], "负值 1 条，另色空心；总量与圆面积按绝对值计");
    EXPECT_FALSE(list.furniture.legend.at(1).samples.back().negative);
}

TEST(BuildDrawList, LoopsAreDrawnAndSaid) {
    Case one;
    one.filter.self_flows = SelfFlows::keep;
    one.shown.flows.push_back({LayerId{0}, PairId{2}, 5000});
    one.shown.coverage[0].largest = 5000;
    const DrawList list = one.build();
    ASSERT_EQ(list.arcs.size(), 4u);
    EXPECT_TRUE(list.arcs[3].loops());
    EXPECT_FALSE(list.arcs[0].loops());
    EXPECT_FLOAT_EQ(list.arcs[1].width_px / list.arcs[3].width_px, std::sqrt(900.0f / 5000)) << "one scale";
    EXPECT_EQ(list.furniture.notes.at(0), "环：地点内部的流，线宽同一比例；不计入圆面积");
}

TEST(BuildDrawList, VolumesAddedUpBeforeGiveTheSameDiscs) {
    Case one;
    DrawListInput input{one.dataset, one.filter, one.style, one.sums, one.shown};
    const DrawList without = build_draw_list(input);
    const MapScale scale = scale_of(input);
    const PlaceVolumes volumes = place_volumes(one.dataset, one.sums);
    ASSERT_EQ(volumes.layers.size(), one.sums.size());
    for (const PlaceVolumes::OfLayer& layer : volumes.layers) {
        EXPECT_DOUBLE_EQ(std::accumulate(layer.out.begin(), layer.out.end(), 0.0), layer.total);
        EXPECT_DOUBLE_EQ(std::accumulate(layer.in.begin(), layer.in.end(), 0.0), layer.total);
    }
    input.volumes = &volumes;
    EXPECT_EQ(scale_of(input), scale);
    const DrawList with = build_draw_list(input);
    ASSERT_EQ(with.places.size(), without.places.size());
    for (std::size_t place = 0; place < with.places.size(); ++place) {
        EXPECT_EQ(with.places[place].radius_px, without.places[place].radius_px);
        EXPECT_EQ(with.places[place].out_share, without.places[place].out_share);
    }
}

TEST(BuildDrawList, SeveralChosenPlacesKeepTheirDiscsAndAreNamedFirst) {
    Case one;
    one.style.language = Language::en;
    const std::vector<PlaceId> chosen = {PlaceId{1}, PlaceId{2}};
    DrawListInput input{one.dataset, one.filter, one.style, one.sums, one.shown};
    const DrawList all = build_draw_list(input);
    input.chosen = chosen;
    const DrawList some = build_draw_list(input);
    EXPECT_TRUE(some.places[0].plain);
    EXPECT_EQ(some.places[0].radius_px, 2) << "a dot";
    EXPECT_EQ(some.places[0].rank, 2) << "though it is the capital";
    EXPECT_FALSE(some.places[1].plain);
    EXPECT_GE(some.places[1].radius_px, all.places[1].radius_px);
    EXPECT_EQ(some.places[1].radius_px, 14) << "the largest of those chosen";
    EXPECT_EQ(some.places[1].rank, 1);
    EXPECT_EQ(some.places[2].rank, 0) << "a core city stays one";
    ASSERT_FALSE(some.furniture.notes.empty());
    EXPECT_EQ(some.furniture.notes.back(), "Discs are the 2 places chosen; others are dots");
}

TEST(BuildDrawList, AKeptScaleHoldsWidthsAndDiscsWhateverIsShown) {
    Case one;
    DrawListInput input{one.dataset, one.filter, one.style, one.sums, one.shown};
    const MapScale scale = scale_of(input);
    const DrawList before = build_draw_list(input);
    input.scale = &scale;
    EXPECT_EQ(build_draw_list(input).arcs[1].width_px, before.arcs[1].width_px)
        << "its own scale changes nothing";
    EXPECT_EQ(build_draw_list(input).places[0].radius_px, before.places[0].radius_px);
    // A quarter of the volume: half the widths and half the radii, where the free scale would show the same.
    for (LayerSums& layer : one.sums)
        for (ExactSum& sum : layer.sums) sum.high = value(sum) / 4, sum.digits = -1;
    for (ShownFlow& flow : one.shown.flows) flow.value /= 4;
    for (ShownFlows::Coverage& coverage : one.shown.coverage) coverage.largest /= 4;
    const DrawList after = build_draw_list(
        {one.dataset, one.filter, one.style, one.sums, one.shown, {}, {}, nullptr, {}, &scale});
    EXPECT_FLOAT_EQ(after.arcs[1].width_px, before.arcs[1].width_px / 2);
    EXPECT_FLOAT_EQ(after.places[0].radius_px, before.places[0].radius_px / 2);
    EXPECT_EQ(build_draw_list({one.dataset, one.filter, one.style, one.sums, one.shown}).arcs[1].width_px,
              before.arcs[1].width_px);
    EXPECT_EQ(after.furniture.legend[0].samples[2].text, before.furniture.legend[0].samples[2].text);
    one.shown.flows[1].value = 900 * 9;
    const DrawList over = build_draw_list(
        {one.dataset, one.filter, one.style, one.sums, one.shown, {}, {}, nullptr, {}, &scale});
    EXPECT_FLOAT_EQ(over.arcs[1].width_px, before.arcs[1].width_px * beyond);
    EXPECT_EQ(over.furniture.notes.at(0), "1 条流超出比例，按最宽画出");
}

}  // namespace
}  // namespace flowspace
