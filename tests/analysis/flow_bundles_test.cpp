// Bundled flows: along links of their own layer only, both ways alike.
#include "data/analysis/flow_bundles.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace flowspace {
namespace {

constexpr LayerId people{0}, goods{1};

struct Case {
    std::vector<MapPoint> points = {{0, 0}, {100, 10}, {200, 0}, {100, 300}};
    std::vector<ShownFlow> flows = {};
    std::vector<NodePair> ends = {};

    void add(LayerId layer, std::uint32_t from, std::uint32_t to) {
        flows.push_back({layer, PairId{static_cast<std::uint32_t>(flows.size())}, 1});
        ends.push_back({NodeId{from}, NodeId{to}});
    }
    FlowWays bundle() const { return bundle_flows({flows, ends, points}, {}); }
};

std::vector<NodeId> way(const FlowWays& ways, std::size_t flow) {
    return {ways.of(flow).begin(), ways.of(flow).end()};
}

TEST(FlowBundles, LongOnesRunAlongShortOnesOfTheirLayer) {
    Case one;
    one.add(people, 0, 2);
    one.add(people, 1, 0);
    one.add(people, 1, 2);
    one.add(people, 2, 0);
    one.add(people, 1, 1);  // stays in its place
    one.add(goods, 0, 2);   // in a layer without the short ones
    const FlowWays ways = one.bundle();
    ASSERT_EQ(ways.flows(), one.flows.size());
    EXPECT_EQ(way(ways, 0), (std::vector{NodeId{1}}));
    EXPECT_EQ(way(ways, 3), (std::vector{NodeId{1}}));
    for (const std::size_t alone : {1, 2, 4, 5}) EXPECT_TRUE(ways.of(alone).empty()) << alone;
    EXPECT_EQ(ways.bundled, 2u);
}

TEST(FlowBundles, TheWayIsInTheDirectionOfTravel) {
    Case one;
    one.points = {{0, 0}, {100, 0}, {200, 0}, {300, 0}};
    for (const auto& [from, to] :
         std::vector<std::pair<std::uint32_t, std::uint32_t>>{{0, 1}, {1, 2}, {2, 3}})
        one.add(people, from, to);
    one.add(people, 0, 3);
    one.add(people, 3, 0);
    const FlowWays ways = one.bundle();
    EXPECT_EQ(way(ways, 3), (std::vector{NodeId{1}, NodeId{2}}));
    EXPECT_EQ(way(ways, 4), (std::vector{NodeId{2}, NodeId{1}}));
}

TEST(FlowBundles, NoPieceIsAFalseLink) {
    Case one;
    one.points.clear();
    std::uint32_t state = 7;
    const auto random = [&] { return state = state * 1664525u + 1013904223u; };
    for (int node = 0; node < 60; ++node)
        one.points.push_back({static_cast<double>(random() >> 12), static_cast<double>(random() >> 12)});
    for (int flow = 0; flow < 400; ++flow)
        one.add(LayerId{random() >> 31}, (random() >> 8) % 60, (random() >> 8) % 60);
    std::map<LayerId, std::set<std::set<NodeId>>> links;
    for (std::size_t row = 0; row < one.flows.size(); ++row)
        links[one.flows[row].layer].insert({one.ends[row].origin, one.ends[row].destination});
    const FlowWays ways = one.bundle();
    EXPECT_GT(ways.bundled, 50u);
    for (std::size_t row = 0; row < one.flows.size(); ++row) {
        NodeId from = one.ends[row].origin;
        std::vector<NodeId> rest = way(ways, row);
        rest.push_back(one.ends[row].destination);
        for (const NodeId to : rest) {
            EXPECT_TRUE(links[one.flows[row].layer].contains({from, to})) << row;
            from = to;
        }
    }
}

TEST(FlowBundles, StoppedTheyStayAsTheyAre) {
    Case one;
    one.add(people, 0, 2);
    one.add(people, 0, 1);
    one.add(people, 1, 2);
    std::stop_source stop;
    stop.request_stop();
    const FlowWays ways = bundle_flows({one.flows, one.ends, one.points}, stop.get_token());
    EXPECT_EQ(ways.bundled, 0u);
    EXPECT_EQ(ways.flows(), 3u);
    EXPECT_EQ(Case().bundle().flows(), 0u);
}

}  // namespace
}  // namespace flowspace
