// Shortest ways, loads and centralities against the reference, and at their edges.
#include "data/analysis/centrality.h"

#include "data/analysis/graph_library.h"
#include "data/analysis/shortest_paths.h"
#include "tests/analysis/demo_tables.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

namespace flowspace {
namespace {

using reference::close;
using reference::number;

TEST(Centrality, ShortestMinutesAreTheReferences) {
    const reference::Demo15 demo = reference::demo15();
    const auto distances = all_distances(Neighbours(demo.network), {}, {});
    ASSERT_TRUE(distances);
    for (const auto& row : reference::table("06_centrality/expected_shortest_minutes.csv"))
        EXPECT_EQ((*distances)(demo.at(row.at("origin")), demo.at(row.at("destination"))),
                  number(row, "minutes"));
}

TEST(Centrality, NetworkMeasuresAreTheReferences) {
    const reference::Demo15 demo = reference::demo15();
    const Neighbours neighbours(demo.network);
    const auto between = betweenness(neighbours, {}, {});
    const auto distances = all_distances(neighbours, {}, {});
    const auto load = path_load(neighbours, demo.flows("people", "2024"), {}, {});
    ASSERT_TRUE(between && distances && load);
    const auto near = nearness(*distances, demo.column("pop_10k"), {});
    for (const auto& row : reference::table("06_centrality/expected_network_centrality.csv")) {
        const std::size_t at = demo.at(row.at("city"));
        EXPECT_EQ(between->place[at], number(row, "betweenness_unnormalised_undirected")) << row.at("city");
        EXPECT_TRUE(close(near[at].closeness, number(row, "closeness_reciprocal_mean"), 1e-9));
        EXPECT_TRUE(close(near[at].harmonic, number(row, "harmonic_sum_per_min"), 1e-9));
        EXPECT_EQ(near[at].population_within, number(row, "population_within_60_min"));
        EXPECT_TRUE(close(near[at].hansen, number(row, "hansen_potential_exp_60min"), 1e-9));
        EXPECT_TRUE(close(load->through[at], number(row, "demand_weighted_betweenness"), 1e-9))
            << row.at("city") << load->through[at];
    }
}

TEST(Centrality, FlowMeasuresAreTheReferences) {
    const reference::Demo15 demo = reference::demo15();
    const SquareMatrix flows = demo.flows("people", "2024");
    const auto strength = strengths(flows);
    const auto rank = pagerank(flows, 0.85);
    const auto hits = hubs_and_authorities(flows);
    const auto eigen = eigenvector_centrality(flows);
    ASSERT_TRUE(rank && hits && eigen);
    for (const auto& row : reference::table("06_centrality/expected_flow_centrality.csv")) {
        const std::size_t at = demo.at(row.at("city"));
        EXPECT_EQ(strength[at].out, number(row, "out_strength"));
        EXPECT_EQ(strength[at].in, number(row, "in_strength"));
        EXPECT_EQ(strength[at].out_degree, number(row, "out_degree"));
        EXPECT_EQ(strength[at].in_degree, number(row, "in_degree"));
        EXPECT_TRUE(close((*rank)[at], number(row, "pagerank_d085"), 1e-7));
        EXPECT_TRUE(close(hits->hub[at], number(row, "hits_hub_sum1"), 1e-7));
        EXPECT_TRUE(close(hits->authority[at], number(row, "hits_authority_sum1"), 1e-7));
        EXPECT_TRUE(close((*eigen)[at], number(row, "eigenvector_undirected_max1"), 1e-7));
    }
}

TEST(Centrality, TiesOfSumsThatRoundDifferentlyAreTies) {
    // Two ways from 0 to 3: 0.1 + 0.2 + 0.3 and 0.3 + 0.2 + 0.1 differ in the last bit.
    const Network network{6, {{0, 1, 0.1}, {1, 2, 0.2}, {2, 3, 0.3}, {0, 4, 0.3}, {4, 5, 0.2}, {5, 3, 0.1}}};
    ASSERT_NE(0.1 + 0.2 + 0.3, 0.3 + 0.2 + 0.1);
    SquareMatrix demand(6, 0);
    demand(0, 3) = 1;
    const auto load = path_load(Neighbours(network), demand, {}, {});
    ASSERT_TRUE(load);
    for (const std::size_t at : {1, 2, 4, 5}) EXPECT_DOUBLE_EQ(load->through[at], 0.5);
    for (const double link : load->link) EXPECT_DOUBLE_EQ(link, 0.5);
    EXPECT_DOUBLE_EQ(load->ends[0] + load->ends[3], 2);
}

TEST(Centrality, LinksOfATriangleWithATail) {
    const Network network{4, {{0, 1, 1}, {1, 2, 1}, {0, 2, 1}, {2, 3, 1}}};
    const auto between = betweenness(Neighbours(network), {}, {});
    ASSERT_TRUE(between);
    EXPECT_EQ(between->link, (std::vector<double>{1, 2, 2, 3}));
    EXPECT_EQ(between->place, (std::vector<double>{0, 0, 2, 0}));
}

TEST(Centrality, ADisconnectedPlaceIsFarNotNear) {
    const Network network{4, {{0, 1, 10}, {1, 2, 10}}};
    const auto distances = all_distances(Neighbours(network), {}, {});
    ASSERT_TRUE(distances);
    EXPECT_TRUE(std::isinf((*distances)(0, 3)));
    const std::vector<double> population = {1, 2, std::nan(""), 8};
    const auto near = nearness(*distances, population, {});
    EXPECT_EQ(near[3].closeness, 0);
    EXPECT_EQ(near[3].harmonic, 0);
    EXPECT_EQ(near[3].hansen, 8);
    EXPECT_DOUBLE_EQ(near[1].closeness, 0.1);  // within its own component
    EXPECT_EQ(near[0].population_within, 3);   // an unknown population is left out
}

TEST(Centrality, WhatDoesNotWorkIsNotPassed) {
    const Network network{3, {{0, 1, 1}, {1, 2, 1}, {0, 2, 5}}};
    const Neighbours neighbours(network);
    const Working without_1{.place = {1, 0, 1}};
    const auto distances = all_distances(neighbours, without_1, {});
    EXPECT_EQ((*distances)(0, 2), 5);
    EXPECT_TRUE(std::isinf((*distances)(0, 1)));
    EXPECT_EQ(largest_component(neighbours, without_1), 2u);
    EXPECT_EQ(largest_component(neighbours, {.place = {0, 0, 0}}), 0u);
    EXPECT_EQ(components(neighbours, {.place = {1, 1, 1}, .link = {1, 0, 0}}),
              (std::vector<std::uint32_t>{0, 0, 1}));
}

TEST(Centrality, NothingFlowsAndNobodyIsThere) {
    const auto rank = pagerank(SquareMatrix(4, 0), 0.85);
    ASSERT_TRUE(rank);
    EXPECT_EQ(*rank, std::vector<double>(4, 0.25));
    EXPECT_TRUE(hubs_and_authorities(SquareMatrix(4, 0))->hub.empty());
    EXPECT_TRUE(eigenvector_centrality(SquareMatrix(4, 0))->empty());
    EXPECT_TRUE(pagerank(SquareMatrix(), 0.85)->empty());
    EXPECT_TRUE(betweenness(Neighbours(Network{}), {}, {})->place.empty());
}

TEST(Centrality, RankOfAPlaceThatNothingLeavesIsSpread) {
    SquareMatrix flows(3, 0);
    flows(0, 2) = 5;
    flows(1, 2) = 1;
    const auto rank = pagerank(flows, 0.85);  // x0 = x1 = .05 + .85 x2 / 3, x2 = x0 + .85 (x0 + x1)
    ASSERT_TRUE(rank);
    const double x0 = (*rank)[0], x2 = (*rank)[2];
    EXPECT_NEAR(x0, 0.05 + 0.85 * x2 / 3, 1e-12);
    EXPECT_NEAR(x2, x0 + 0.85 * 2 * x0, 1e-12);
    EXPECT_NEAR(2 * x0 + x2, 1, 1e-12);
}

TEST(Centrality, StopsWhenAsked) {
    std::stop_source stop;
    stop.request_stop();
    const reference::Demo15 demo = reference::demo15();
    EXPECT_FALSE(betweenness(Neighbours(demo.network), {}, stop.get_token()));
    EXPECT_FALSE(all_distances(Neighbours(demo.network), {}, stop.get_token()));
}

}  // namespace
}  // namespace flowspace
