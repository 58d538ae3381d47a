// Backbones, coverage, residuals and bundling against the reference, and at their edges.
#include "data/analysis/backbone.h"

#include "data/analysis/bundling.h"
#include "data/disparity.h"
#include "tests/analysis/demo_tables.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <sstream>

namespace flowspace {
namespace {

using reference::close;
using reference::number;

TEST(Backbone, DisparityIsTheReferences) {
    const reference::Demo15 demo = reference::demo15();
    const auto found = disparity(demo.flows("people", "2024"));
    const auto rows = reference::table("15_flowmap/expected_disparity.csv");
    ASSERT_EQ(found.size(), rows.size());
    std::map<std::pair<std::string, std::string>, BackboneFlow> by_ends;
    for (const BackboneFlow& flow : found)
        by_ends[{demo.ids[flow.origin], demo.ids[flow.destination]}] = flow;
    for (std::size_t at = 0; at < rows.size(); ++at) {
        const auto& row = rows[at];
        EXPECT_EQ(found[at].flow, number(row, "flow"));  // in the order of the table: largest first
        const BackboneFlow& flow = by_ends.at({row.at("origin"), row.at("destination")});
        EXPECT_NEAR(flow.alpha_out / number(row, "alpha_out"), 1, 1e-9);
        EXPECT_NEAR(flow.alpha_in / number(row, "alpha_in"), 1, 1e-9);
        EXPECT_NEAR(flow.alpha() / number(row, "alpha_min"), 1, 1e-9);
        EXPECT_EQ(flow.alpha() < 0.05, row.at("keep_0.05") == "1");
        EXPECT_EQ(flow.alpha() < 0.01, row.at("keep_0.01") == "1");
    }
    // "25 edges by disparity .05 cover 77 % of flow and 14 of 15 cities; top 20 cover 76 % but 11; top 40: 87
    // %, 13".
    double total = 0;
    for (const BackboneFlow& flow : found) total += flow.flow;
    const auto curve = coverage_curve(found, 15, total);
    EXPECT_EQ(curve[19].places, 11u);
    EXPECT_NEAR(curve[19].volume_share, 0.76, 0.005);
    EXPECT_EQ(curve[39].places, 13u);
    EXPECT_NEAR(curve[39].volume_share, 0.87, 0.005);
    EXPECT_NEAR(curve.back().volume_share, 1, 1e-12);
    const std::vector<std::uint32_t> nowhere(15, no_group);
    std::vector<BackboneFlow> some;
    for (const std::size_t at : kept(found, nowhere, {.level = 0.05})) some.push_back(found[at]);
    const ListCoverage shown = coverage_curve(some, 15, total).back();
    EXPECT_EQ(shown.flows, 25u);
    EXPECT_EQ(shown.places, 14u);
    EXPECT_NEAR(shown.volume_share, 0.77, 0.005);
}

TEST(Backbone, TheMapsFilterIsTheAnalyses) {
    const reference::Demo15 demo = reference::demo15();
    const SquareMatrix flows = demo.flows("people", "2024");
    std::vector<Pair> pairs;
    LayerSums sums{LayerId{0}};
    for (std::uint32_t from = 0; from < flows.size; ++from)
        for (std::uint32_t to = 0; to < flows.size; ++to) {
            pairs.push_back({PlaceId{from}, PlaceId{to}});
            sums.sums.push_back({.high = flows(from, to), .rows = flows(from, to) > 0 ? 1U : 0U});
        }
    const std::vector<double> alphas = disparity_alphas(sums, std::span<const Pair>(pairs));
    for (const BackboneFlow& flow : disparity(flows))
        EXPECT_DOUBLE_EQ(alphas[flow.origin * flows.size + flow.destination], flow.alpha());
    const std::vector<double> levels = {0.01, 0.05, 1};
    const auto curve = backbone_curve(sums, std::span<const Pair>(pairs), levels);
    EXPECT_EQ(curve[1].flows, 25u);
    EXPECT_EQ(curve[1].places, 14u);
    EXPECT_NEAR(curve[1].volume_share, 0.77, 0.005);
    EXPECT_LT(curve[0].flows, curve[1].flows);
    EXPECT_LT(curve[1].volume_share, curve[2].volume_share);
}

TEST(Backbone, AnEndWithOneFlowNeverKeepsIt) {
    SquareMatrix flows(3, 0);
    flows(0, 1) = 5;
    flows(2, 2) = 9;
    const auto found = disparity(flows);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].alpha(), 1);
    EXPECT_TRUE(kept(found, std::vector<std::uint32_t>{0, 0, 0}, {.level = 1}).empty());
    EXPECT_EQ(kept(found, std::vector<std::uint32_t>{0, 0, 0}, {.level = 0, .top = 1}).size(), 1u);
    EXPECT_TRUE(disparity(SquareMatrix(3, 0)).empty());
    EXPECT_TRUE(coverage_curve({}, 3, 0).empty());
}

TEST(Backbone, TheTopOfEachGroupIsKept) {
    SquareMatrix flows(4, 0);
    flows(0, 1) = 100;
    flows(1, 0) = 90;
    flows(2, 3) = 1;
    const auto found = disparity(flows);
    EXPECT_EQ(kept(found, std::vector<std::uint32_t>{7, 7, 8, 8}, {.level = 0, .top = 1}),
              (std::vector<std::size_t>{0, 2}));
}

TEST(Backbone, ResidualsAreTheReferences) {
    const auto rows = reference::table("15_flowmap/expected_gravity_residuals.csv");
    std::vector<double> flow, expected;
    for (const auto& row : rows) {
        flow.push_back(number(row, "flow"));
        expected.push_back(number(row, "expected"));
    }
    const auto found = flow_residuals(flow, expected, 28);  // 14 origins + 14 destinations - 1 + 1 slope
    const auto fit = reference::table("15_flowmap/expected_gravity_dispersion.csv").front();
    EXPECT_TRUE(close(found->dispersion, number(fit, "phi"), 1e-9));
    EXPECT_EQ(static_cast<double>(found->degrees_of_freedom), number(fit, "df"));
    for (std::size_t at = 0; at < rows.size(); ++at) {
        EXPECT_TRUE(close(found->flows[at].log_ratio, number(rows[at], "log_ratio"), 1e-9));
        EXPECT_TRUE(close(found->flows[at].z, number(rows[at], "z"), 1e-9));
    }
    EXPECT_FALSE(flow_residuals(std::vector<double>{1, 2}, std::vector<double>{1, 2}, 2));
    EXPECT_EQ(flow_residuals(std::vector<double>{1, 2}, std::vector<double>{1, 2}, 1)->flows[0].z, 0);
}

TEST(Backbone, EdgePathsAreTheReferences) {
    const reference::Demo15 demo = reference::demo15();
    std::vector<PlanePoint> points(15);
    std::vector<PlaneLink> links;
    for (const auto& row : reference::table("15_flowmap/input_edge_path_edges.csv")) {
        const auto a = static_cast<std::uint32_t>(demo.at(row.at("a")));
        const auto b = static_cast<std::uint32_t>(demo.at(row.at("b")));
        points[a] = {number(row, "x0"), number(row, "y0")};
        points[b] = {number(row, "x1"), number(row, "y1")};
        links.push_back({a, b});
    }
    const auto paths = edge_paths(points, links, {.longest = 1.5}, {});  // as the reference was made
    const auto rows = reference::table("15_flowmap/expected_edge_path_control.csv");
    ASSERT_EQ(paths.size(), rows.size());
    for (std::size_t at = 0; at < rows.size(); ++at) {
        std::string nodes;
        for (const std::uint32_t point : paths[at]) nodes += (nodes.empty() ? "" : " ") + demo.ids[point];
        EXPECT_EQ(nodes, rows[at].at("control_nodes"));
    }
    std::map<std::string, std::vector<PlanePoint>> curves;
    for (const auto& row : reference::table("15_flowmap/expected_edge_path.csv"))
        curves[row.at("edge")].push_back({number(row, "x"), number(row, "y")});
    for (std::size_t at = 0; at < paths.size(); ++at) {
        std::vector<PlanePoint> control;
        for (const std::uint32_t point : paths[at]) control.push_back(points[point]);
        const auto curve = bezier(control, 20);
        const auto& expected = curves.at(std::to_string(at + 1));
        ASSERT_EQ(curve.size(), expected.size());
        for (std::size_t i = 0; i < curve.size(); ++i) {
            EXPECT_TRUE(close(curve[i].x, expected[i].x, 1e-9)) << at + 1 << " " << i;
            EXPECT_TRUE(close(curve[i].y, expected[i].y, 1e-9)) << at + 1 << " " << i;
        }
    }
}

TEST(Backbone, CrossingsAreTheReferences) {
    std::vector<Segment> segments;
    for (const auto& row : reference::table("15_flowmap/input_edge_path_edges.csv"))
        segments.push_back({{number(row, "x0"), number(row, "y0")}, {number(row, "x1"), number(row, "y1")}});
    for (const auto& row : reference::table("15_flowmap/expected_crossings.csv"))
        EXPECT_EQ(static_cast<double>(
                      crossings({segments.data(), static_cast<std::size_t>(number(row, "links_drawn"))})),
                  number(row, "crossings"));
}

TEST(Backbone, CompatibilityIsTheReferences) {
    std::vector<Segment> segments;
    for (const auto& row : reference::table("15_flowmap/input_bundle_edges.csv"))
        segments.push_back({{number(row, "x0"), number(row, "y0")}, {number(row, "x1"), number(row, "y1")}});
    for (const auto& row : reference::table("15_flowmap/expected_compatibility.csv")) {
        const Compatibility found =
            compatibility(segments[static_cast<std::size_t>(number(row, "edge_a")) - 1],
                          segments[static_cast<std::size_t>(number(row, "edge_b")) - 1]);
        EXPECT_TRUE(close(found.angle, number(row, "angle"), 1e-9));
        EXPECT_TRUE(close(found.scale, number(row, "scale"), 1e-9)) << found.scale << " " << row.at("scale");
        EXPECT_TRUE(close(found.position, number(row, "position"), 1e-9));
        EXPECT_TRUE(close(found.visibility, number(row, "visibility"), 1e-9))
            << found.visibility << " " << row.at("visibility");
        EXPECT_TRUE(close(found.product(), number(row, "product"), 1e-9));
        EXPECT_EQ(found.product() >= 0.6, row.at("compatible_at_0.6") == "1");
    }
}

TEST(Backbone, NoWayAndAStopLeaveLinksStraight) {
    const std::vector<PlanePoint> points = {{0, 0}, {10, 0}, {5, 1}, {90, 90}};
    const std::vector<PlaneLink> links = {{0, 1}, {0, 2}, {2, 1}, {0, 3}};
    const auto paths = edge_paths(points, links, {}, {});
    EXPECT_EQ(paths[0], (std::vector<std::uint32_t>{0, 2, 1}));
    EXPECT_EQ(paths[1], (std::vector<std::uint32_t>{0, 2}));  // it carries the first
    EXPECT_EQ(paths[3], (std::vector<std::uint32_t>{0, 3}));  // no other way
    EXPECT_EQ(edge_paths(points, links, {.longest = 1}, {})[0], (std::vector<std::uint32_t>{0, 1}));
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(edge_paths(points, links, {}, stop.get_token())[0], (std::vector<std::uint32_t>{0, 1}));
    EXPECT_EQ(crossings(std::vector<Segment>{{{0, 0}, {2, 2}}, {{0, 2}, {2, 0}}, {{0, 0}, {2, 0}}}), 1u);
}

}  // namespace
}  // namespace flowspace
