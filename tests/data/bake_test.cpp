// The steps of the bake on small input of our own.
#include "data/bake/atlas_tables.h"
#include "data/bake/border_graph.h"
#include "data/bake/border_lines.h"
#include "data/bake/clip.h"
#include "data/bake/csv_table.h"
#include "data/bake/echarts_shapes.h"
#include "data/bake/model_masses.h"
#include "data/bake/model_months.h"
#include "data/bake/simplify.h"
#include "data/bake/steady_math.h"
#include "data/geo/outline.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <numeric>

namespace flowspace::bake {
namespace {

class WithFile : public ::testing::Test {
protected:
    void TearDown() override { std::filesystem::remove(path_); }
    void write(std::string_view text) const { std::ofstream(path_, std::ios::binary) << text; }
    std::filesystem::path path_ =
        std::filesystem::temp_directory_path() / ("flowspace-bake-" + std::to_string(::getpid()) + ".tmp");
};

using StrictCsv = WithFile;
TEST_F(StrictCsv, KeepsQuotesAndRefusesEverythingOdd) {
    write("a,b\n\"1,\"\"x\"\"\",2\n010,\n");
    const auto table = read_csv(path_, "a,b");
    ASSERT_TRUE(table) << table.error().message;
    EXPECT_EQ(table->rows, (std::vector<std::vector<std::string>>{{"1,\"x\"", "2"}, {"010", ""}}));
    for (const char* bad :
         {"a,b\n1\n", "a,b\n1,2,3\n", "a,b\n\"1,2\n", "a,b\n1\"x,2\n", "a,c\n1,2\n", "a,b\n", ""}) {
        write(bad);
        EXPECT_FALSE(read_csv(path_, "a,b")) << bad;
    }
}

using EchartsFile = WithFile;
TEST_F(EchartsFile, DecodesZigzagOffsetsAndKeepsEveryRing) {
    // Steps of +1, -1 in zigzag are 2 and 1, above 64: 'B' and 'A'. The second part of the MultiPolygon has
    // two rings, the last with 3 points only.
    write(R"({"features":[{"id":"110000","properties":{"name":"甲"},"geometry":{"type":"MultiPolygon",
        "coordinates":[["@@B@@BA@"],["@@D@@DC@","@@B@@B"]],"encodeOffsets":[[[1024,2048]],[[0,0],[5,5]]]}}]})");
    const auto features = read_echarts(path_);
    ASSERT_TRUE(features) << features.error().message;
    ASSERT_EQ(features->size(), 1u);
    EXPECT_EQ(features->at(0).id, "110000");
    EXPECT_EQ(features->at(0).rings,
              (std::vector<GridRing>{{{1024, 2048}, {1025, 2048}, {1025, 2049}, {1024, 2049}},
                                     {{0, 0}, {2, 0}, {2, 2}, {0, 2}}}));
    for (
        const char* bad :
        {"", "{}", R"({"features":[{}]})", R"({"features":[{"geometry":{"type":"Point"}}]})",
         R"({"features":[{"geometry":{"type":"Polygon","coordinates":["@@@"],"encodeOffsets":[[0,0]]}}]})"}) {
        write(bad);
        EXPECT_FALSE(read_echarts(path_)) << bad;
    }
}

GridShape square(const char* id, GridPoint low, std::int32_t size) {
    const auto [x, y] = low;
    return {id, {{{x, y}, {x + size, y}, {x + size, y + size}, {x, y + size}}}};
}

std::vector<std::size_t> arcs_by_owners(const BorderGraph& graph) {
    std::vector<std::size_t> counts(4);
    for (const BorderArc& arc : border_arcs(graph)) ++counts[arc.owners.size()];
    return counts;
}

TEST(BorderGraph, NeighboursShareOneArc) {
    const std::vector<GridShape> shapes = {square("a", {0, 0}, 100), square("b", {100, 0}, 100)};
    const BorderGraph graph = build_border_graph(shapes);
    EXPECT_EQ(graph.edges.size(), 7u);
    EXPECT_EQ(arcs_by_owners(graph), (std::vector<std::size_t>{0, 2, 1, 0}));
}

TEST(BorderGraph, DistrictsOfOneShapeMeltTogether) {
    GridShape both = square("a", {0, 0}, 100);
    both.rings.push_back(square("", {100, 0}, 100).rings[0]);
    EXPECT_EQ(arcs_by_owners(build_border_graph(std::span(&both, 1))),
              (std::vector<std::size_t>{0, 1, 0, 0}));
}

double area_of(const BorderGraph& graph, std::uint16_t owner) {
    std::vector<Arc> lines;
    for (const BorderArc& arc : border_arcs(graph))
        if (arc.owners.contains(owner)) {
            lines.emplace_back();
            for (const GridPoint point : arc.line)
                lines.back().push_back({static_cast<double>(point.x), static_cast<double>(point.y)});
        }
    std::vector<const Arc*> arcs;
    for (const Arc& line : lines) arcs.push_back(&line);
    return area_sqdeg(rings_of(arcs));
}

/// b's side of the common border has one more point than a's: outwards (a gap) or inwards (an overlap).
TEST(HealSlivers, GapsAndOverlapsGoToTheNeighbourThatFollows) {
    for (const std::int32_t bulge : {5, -5, 0}) {
        std::vector<GridShape> shapes = {square("a", {0, 0}, 100), square("b", {100, 0}, 100)};
        shapes[1].rings[0].push_back({100 + bulge, 50});
        BorderGraph graph = build_border_graph(shapes);
        const HealReport report = heal_slivers(graph, 1);
        EXPECT_EQ(report.healed, 1u) << bulge;
        EXPECT_EQ(report.left, 0u) << bulge;
        EXPECT_EQ(arcs_by_owners(graph), (std::vector<std::size_t>{0, 2, 1, 0})) << bulge;
        EXPECT_DOUBLE_EQ(area_of(graph, 0), 10'000 + 50 * bulge) << bulge;  // a took or gave the sliver
        EXPECT_DOUBLE_EQ(area_of(graph, 1), 10'000 - 50 * bulge) << bulge;
    }
}

TEST(HealSlivers, IslandsAndLargeHolesStay) {
    GridShape ring = square("a", {0, 0}, 1000);
    ring.rings.push_back(square("", {100, 100}, 500).rings[0]);
    const std::vector<GridShape> shapes = {ring, square("b", {2000, 0}, 10)};
    BorderGraph graph = build_border_graph(shapes);
    const HealReport report = heal_slivers(graph, 0.01);
    EXPECT_EQ(report.healed, 0u);
    EXPECT_EQ(report.left, 1u);
    EXPECT_DOUBLE_EQ(area_of(graph, 1), 100);
    EXPECT_DOUBLE_EQ(area_of(graph, 0), 1'000'000 - 250'000);
}

TEST(BorderLines, RingsThatTouchAreSplitAndStrokesJoined) {
    // Two triangles that touch in a point, as four arcs.
    const std::vector<Arc> arcs = {
        {{0, 0}, {2, 0}, {1, 1}}, {{1, 1}, {0, 0}}, {{1, 1}, {2, 2}, {0, 2}}, {{0, 2}, {1, 1}}};
    std::vector<const Arc*> all;
    for (const Arc& arc : arcs) all.push_back(&arc);
    const Polygon polygon = rings_of(all);
    ASSERT_EQ(polygon.rings.size(), 2u);
    EXPECT_DOUBLE_EQ(area_sqdeg(polygon), 2);
    const std::vector<Line> lines = joined_lines(all);
    EXPECT_EQ(lines.size(), 2u);
    const std::size_t points =
        std::accumulate(lines.begin(), lines.end(), std::size_t{0},
                        [](std::size_t sum, const Line& line) { return sum + line.size(); });
    EXPECT_EQ(points, 8u);
}

TEST(Simplify, StaysWithinItsTolerance) {
    Line wave;
    for (int at = 0; at <= 1000; ++at) wave.push_back({at / 100.0, std::sin(at / 30.0)});
    const Line left = simplify(wave, 0.05);
    EXPECT_LT(left.size(), 100u);
    EXPECT_EQ(left.front(), wave.front());
    EXPECT_EQ(left.back(), wave.back());
    for (const LonLat point : wave) {
        double nearest = 1e9;
        for (std::size_t at = 1; at < left.size(); ++at) {
            const LonLat a = left[at - 1], b = left[at];
            const double dx = b.lon_deg - a.lon_deg, dy = b.lat_deg - a.lat_deg;
            const double t = std::clamp(
                ((point.lon_deg - a.lon_deg) * dx + (point.lat_deg - a.lat_deg) * dy) / (dx * dx + dy * dy),
                0.0, 1.0);
            nearest = std::min(
                nearest, std::hypot(point.lon_deg - a.lon_deg - t * dx, point.lat_deg - a.lat_deg - t * dy));
        }
        EXPECT_LE(nearest, 0.0501);
    }
    const Line islet = {{0, 0}, {0.001, 0}, {0.001, 0.001}, {0, 0}};
    EXPECT_EQ(simplify(islet, 0.05), islet);
}

TEST(Clip, KeepsWhatIsInsideAndKnowsTheEdgeOfTheFrame) {
    const Frame frame = {0, 0, 10, 10};
    const auto ring = clip({{-5, 5}, {5, 5}, {5, 15}, {-5, 15}}, frame);
    EXPECT_DOUBLE_EQ(area_sqdeg({{ring}}), 25);
    EXPECT_TRUE(along_edge(frame, {0, 5}, {0, 10}));
    EXPECT_FALSE(along_edge(frame, {0, 5}, {5, 5}));
    EXPECT_TRUE(clip({{20, 20}, {30, 20}, {30, 30}}, frame).empty());
}

TEST(SteadyMath, AgreesWithTheLibraryAndSpreadsLikeABell) {
    for (double x = -40; x < 40; x += 0.37) EXPECT_NEAR(steady_exp(x) / std::exp(x), 1, 1e-13) << x;
    for (double x = 1e-6; x < 1e12; x *= 1.7)
        EXPECT_NEAR(steady_log(x), std::log(x), 1e-13 * std::max(1.0, std::abs(std::log(x)))) << x;
    double sum = 0, squares = 0;
    constexpr int count = 20'000;
    for (int at = 0; at < count; ++at) {
        const double x = bell(draw(1, "x", static_cast<std::uint64_t>(at)));
        sum += x;
        squares += x * x;
    }
    EXPECT_NEAR(sum / count, 0, 0.03);
    EXPECT_NEAR(squares / count, 1, 0.03);
    EXPECT_NE(draw(1, "ab", 0), draw(1, "ba", 0));
    EXPECT_NE(draw(1, "ab", 0), draw(2, "ab", 0));
}

TEST(ModelMonths, TheFestivalSeasonMovesWithTheMoon) {
    const TimeAxis months = model_months();
    ASSERT_EQ(months.size(), 60u);
    const auto share = [&](std::size_t year, std::size_t month) {
        return festival_share(months.starts[12 * year + month - 1]);
    };
    EXPECT_NEAR(share(1, 1).before, 1.0, 1e-12);       // 2020-01-25: all fifteen days before lie in January
    EXPECT_NEAR(share(2, 1).before, 4.0 / 15, 1e-12);  // 2021-02-12: 28 to 31 January
    EXPECT_NEAR(share(2, 2).after, 17.0 / 25, 1e-12);  // 12 to 28 February
    EXPECT_NEAR(share(2, 3).after, 8.0 / 25, 1e-12);
    EXPECT_EQ(share(3, 7).before + share(3, 7).after, 0);
}

TEST(ModelMasses, UnknownIsFilledInByRuleAndListed) {
    Atlas atlas;
    for (int at = 0; at < 5; ++at)
        atlas.places.push_back({.id = std::to_string(110000 + at),
                                .province_zh = "甲",
                                .level = "市",
                                .population_2020 = 1000.0 * (at + 1),
                                .gdp_2020 = 10.0 * (at + 1) * (at + 1)});
    atlas.places.push_back({.id = "119999", .province_zh = "甲", .level = "市"});
    atlas.places.push_back({.id = "810000", .province_zh = "乙", .level = "市", .population_2020 = 100.0});
    const ModelMasses masses = model_masses(atlas);
    EXPECT_EQ(masses.population[2], 3000);
    EXPECT_EQ(masses.population[5], 1000);  // lower quartile of 100, 1000 .. 5000
    EXPECT_DOUBLE_EQ(masses.gdp[5], 20);    // 1000 x lower quartile (0.02) of 0.01 .. 0.05 a head
    EXPECT_DOUBLE_EQ(masses.gdp[6], 5);     // 100 x the highest, 0.05
    ASSERT_EQ(masses.imputed.size(), 3u);
    EXPECT_EQ(masses.imputed[0].quantity, "population_2020");
    EXPECT_EQ(std::ranges::count(imputed_csv(atlas, masses.imputed), '\n'), 4);
}

}  // namespace
}  // namespace flowspace::bake
