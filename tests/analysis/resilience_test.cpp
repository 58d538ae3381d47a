// Failures, cascades, robustness and structure against the reference, and at their edges.
#include "data/analysis/cascade.h"
#include "data/analysis/failure.h"
#include "data/analysis/graph_structure.h"
#include "data/analysis/inoperability.h"
#include "data/analysis/shortest_paths.h"
#include "tests/analysis/demo_tables.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <set>
#include <sstream>

namespace flowspace {
namespace {

using reference::close;
using reference::number;

struct Demo {
    reference::Demo15 demo = reference::demo15();
    Neighbours neighbours{demo.network};
    Intact intact = *intact_state(neighbours, demo.flows("people", "2024"), {});
};

TEST(Resilience, TheIntactStateIsTheReferences) {
    const Demo demo;
    std::map<std::string, double> expected;
    for (const auto& row : reference::table("09_resilience/expected_baseline.csv"))
        expected[row.at("quantity")] = number(row, "value");
    EXPECT_TRUE(close(demo.intact.efficiency, expected.at("global_efficiency_per_min"), 1e-9));
    EXPECT_EQ(static_cast<double>(demo.intact.largest_component), expected.at("largest_component"));
    const GraphStructure structure = graph_structure(demo.demo.network);
    EXPECT_TRUE(close(*structure.density, expected.at("density"), 1e-9));
    EXPECT_TRUE(close(*structure.transitivity, expected.at("transitivity"), 1e-9));
    EXPECT_TRUE(close(*structure.mean_local_clustering, expected.at("mean_local_clustering"), 1e-9));
    EXPECT_TRUE(close(*structure.assortativity, expected.at("degree_assortativity"), 1e-9));
    EXPECT_TRUE(close(*structure.degree_hierarchy, expected.at("degree_hierarchy_slope"), 1e-9));
    EXPECT_TRUE(close(*structure.matching, expected.at("neighbour_degree_slope_matching"), 1e-9));
    std::vector<double> strength(15, 0);
    for (std::size_t from = 0; from < 15; ++from)
        for (std::size_t to = 0; to < 15; ++to) {
            strength[from] += demo.intact.demand(from, to);
            strength[to] += demo.intact.demand(from, to);
        }
    EXPECT_TRUE(close(*rank_slope(strength), expected.at("strength_hierarchy_slope"), 1e-9));
}

TEST(Resilience, EveryRemovalIsTheReferences) {
    const Demo demo;
    for (const auto& row : reference::table("09_resilience/expected_single_removals.csv")) {
        Working working;
        if (row.at("kind") == "node") {
            working.place.assign(15, 1);
            working.place[demo.demo.at(row.at("removed"))] = 0;
        } else {
            const std::string name = row.at("removed");
            const std::size_t a = demo.demo.at(name.substr(0, name.find('-')));
            const std::size_t b = demo.demo.at(name.substr(name.find('-') + 1));
            for (const Link& link : demo.demo.network.links)
                working.link.push_back(std::minmax<std::size_t>(link.a, link.b) != std::minmax(a, b));
            ASSERT_EQ(std::ranges::count(working.link, 0), 1);
        }
        const auto effect = failure_effect(demo.neighbours, demo.intact, working, {});
        ASSERT_TRUE(effect);
        SCOPED_TRACE(row.at("removed"));
        EXPECT_TRUE(close(effect->largest_component_share, number(row, "largest_component_share"), 1e-9));
        EXPECT_TRUE(close(effect->efficiency_relative, number(row, "efficiency_relative"), 1e-9));
        EXPECT_TRUE(close(effect->demand_at_failed, number(row, "flow_lost_at_removed_nodes"), 1e-9));
        EXPECT_TRUE(close(effect->demand_cut_off, number(row, "flow_cut_off"), 1e-9));
        EXPECT_TRUE(
            close(effect->extra_length_per_trip, number(row, "extra_minutes_per_surviving_trip"), 1e-9))
            << effect->extra_length_per_trip;
        EXPECT_TRUE(close(effect->demand_slowed, number(row, "flow_slowed_over_50pct"), 1e-9))
            << effect->demand_slowed;
        EXPECT_NEAR(effect->demand_served + effect->demand_at_failed + effect->demand_cut_off, 1, 1e-12);
    }
}

TEST(Resilience, RobustnessCurvesAreTheReferences) {
    const Demo demo;
    std::map<std::string, std::vector<std::uint32_t>> orders;
    std::map<std::string, std::vector<double>> curves;
    for (const auto& row : reference::table("09_resilience/expected_robustness_curves.csv")) {
        orders[row.at("order_name")].push_back(static_cast<std::uint32_t>(demo.demo.at(row.at("removed"))));
        curves[row.at("order_name")].push_back(number(row, "largest_component_share"));
    }
    ASSERT_EQ(orders.size(), 8u);
    for (const auto& [name, order] : orders) {
        const std::vector<double> curve = removal_curve(demo.neighbours, order);
        for (std::size_t at = 0; at < 15; ++at)
            EXPECT_TRUE(close(curve[at], curves[name][at], 1e-12)) << name;
        EXPECT_EQ(curve.back(), 0);
        EXPECT_GE(robustness(curve), 0.0);
        EXPECT_LE(robustness(curve), 0.5);
    }
    EXPECT_EQ(*adaptive_order(demo.neighbours, {}), orders.at("betweenness_adaptive"));
    std::vector<double> degree(15, 0), strength(15, 0);
    for (const Link& link : demo.demo.network.links) ++degree[link.a], ++degree[link.b];
    for (std::size_t from = 0; from < 15; ++from)
        for (std::size_t to = 0; to < 15; ++to) {
            strength[from] += demo.intact.demand(from, to);
            strength[to] += demo.intact.demand(from, to);
        }
    EXPECT_EQ(order_by(strength), orders.at("strength_static"));
    EXPECT_EQ(order_by(degree), orders.at("degree_static"));
}

TEST(Resilience, EveryCascadeIsTheReferences) {
    const Demo demo;
    std::map<LoadKind, std::vector<double>> loads;
    for (const LoadKind kind : {LoadKind::pairs, LoadKind::demand})
        loads[kind] = *intact_load(demo.neighbours, demo.intact, kind, {});
    for (const auto& row : reference::table("09_resilience/expected_motter_lai.csv")) {
        const LoadKind kind =
            row.at("load") == "betweenness_with_endpoints" ? LoadKind::pairs : LoadKind::demand;
        const std::vector<std::uint32_t> first = {
            static_cast<std::uint32_t>(demo.demo.at(row.at("first_failed")))};
        const auto result = cascade(demo.neighbours, demo.intact, loads[kind], first,
                                    {.load = kind, .tolerance = number(row, "alpha")}, {});
        ASSERT_TRUE(result);
        std::string rounds;
        for (const CascadeRound& round : result->rounds) {
            if (!rounds.empty()) rounds += '|';
            for (std::size_t at = 0; at < round.failed.size(); ++at)
                rounds += (at > 0 ? " " : "") + demo.demo.ids[round.failed[at]];
        }
        SCOPED_TRACE(row.at("load") + " " + row.at("alpha") + " " + row.at("first_failed"));
        EXPECT_EQ(rounds, row.at("failures_by_round"));
        EXPECT_EQ(static_cast<double>(result->failed), number(row, "failed_nodes"));
        EXPECT_EQ(static_cast<double>(result->rounds.size() - 1), number(row, "cascade_rounds"));
        const FailureEffect& last = result->rounds.back().effect;
        EXPECT_TRUE(close(last.largest_component_share, number(row, "largest_component_share"), 1e-9));
        EXPECT_TRUE(close(last.demand_served, number(row, "flow_still_served_share"), 1e-9));
    }
}

TEST(Resilience, InoperabilitySolvesTheReferencesTable) {
    SquareMatrix dependence(4, 0);
    for (const auto& row : reference::table("09_resilience/input_inoperability_A.csv"))
        dependence(static_cast<std::size_t>(number(row, "i")) - 1,
                   static_cast<std::size_t>(number(row, "j")) - 1) = number(row, "a_star");
    const std::vector<double> blow = {0.1, 0.2, 0, 0.05};
    const auto q = inoperability(dependence, blow);
    for (std::size_t i = 0; i < 4; ++i) {
        double sum = blow[i];
        for (std::size_t j = 0; j < 4; ++j) sum += dependence(i, j) * q[j];
        EXPECT_NEAR(q[i], sum, 1e-12);
        EXPECT_LT(q[i], 1);
    }
    // By hand: q1 = .5, q2 = .5 q1 + .1.
    SquareMatrix chain(2, 0);
    chain(1, 0) = 0.5;
    EXPECT_EQ(inoperability(chain, std::vector<double>{0.5, 0.1}), (std::vector<double>{0.5, 0.35}));
}

TEST(Resilience, InoperabilityIsCappedAtOne) {
    SquareMatrix chain(3, 0);
    chain(1, 0) = 2;    // the second fails wholly by half of the first
    chain(2, 1) = 0.5;  // and hands on 1, not 2
    EXPECT_EQ(inoperability(chain, std::vector<double>{0.9, 0, 0}), (std::vector<double>{0.9, 1, 0.5}));
    SquareMatrix loop(2,
                      0);  // each takes over more than all of the other: no finite solution without the cap
    loop(0, 1) = loop(1, 0) = 1.5;
    EXPECT_EQ(inoperability(loop, std::vector<double>{0.1, 0}), (std::vector<double>{1, 1}));
    EXPECT_EQ(inoperability(loop, std::vector<double>{0, 0}), (std::vector<double>{0, 0}));
}

TEST(Resilience, OnePlaceNoneAndAllGone) {
    EXPECT_EQ(global_efficiency(SquareMatrix(1, 0)), 0);
    EXPECT_EQ(global_efficiency(SquareMatrix()), 0);
    const Neighbours pair(Network{2, {{0, 1, 4}}});
    const auto intact = intact_state(pair, SquareMatrix(2, 3), {});
    ASSERT_TRUE(intact);
    EXPECT_EQ(intact->efficiency, 0.25);
    const auto effect = failure_effect(pair, *intact, {.place = {0, 0}}, {});
    EXPECT_EQ(effect->efficiency_relative, 0);
    EXPECT_EQ(effect->largest_component_share, 0);
    EXPECT_EQ(effect->demand_at_failed, 1);
    const auto all = cascade(pair, *intact, *intact_load(pair, *intact, LoadKind::pairs, {}),
                             std::vector<std::uint32_t>{0, 1}, {}, {});
    EXPECT_EQ(all->rounds.size(), 1u);
    const auto empty = intact_state(Neighbours(Network{1, {}}), SquareMatrix(1, 0), {});
    EXPECT_EQ(failure_effect(Neighbours(Network{1, {}}), *empty, {}, {})->efficiency_relative, 0);
    const GraphStructure none = graph_structure(Network{3, {}});
    EXPECT_FALSE(none.transitivity || none.assortativity || none.degree_hierarchy || none.matching);
    EXPECT_EQ(none.density, 0);
}

TEST(Resilience, DemandWithoutAWayBeforeIsNotCutOffByTheFailure) {
    const Neighbours neighbours(Network{4, {{0, 1, 1}, {1, 2, 1}}});
    SquareMatrix demand(4, 0);
    demand(0, 3) = 6;  // never had a way
    demand(0, 2) = 2;
    const auto intact = intact_state(neighbours, demand, {});
    const auto effect = failure_effect(neighbours, *intact, {.place = {1, 0, 1, 1}}, {});
    EXPECT_EQ(effect->demand_cut_off, 0.25);
    EXPECT_EQ(effect->demand_served, 0);
    EXPECT_EQ(effect->extra_length_per_trip, 0);
}

TEST(Resilience, RandomOrdersAreFixed) {
    EXPECT_EQ(random_order(6, 7), random_order(6, 7));
    EXPECT_NE(random_order(60, 7), random_order(60, 8));
    std::set<std::uint32_t> seen;
    for (const std::uint32_t place : random_order(60, 7)) seen.insert(place);
    EXPECT_EQ(seen.size(), 60u);
    EXPECT_EQ(order_by(std::vector<double>{1, 3, 3, 0}), (std::vector<std::uint32_t>{1, 2, 0, 3}));
}

TEST(Resilience, StopsWhenAsked) {
    const Demo demo;
    std::stop_source stop;
    stop.request_stop();
    EXPECT_FALSE(adaptive_order(demo.neighbours, stop.get_token()));
    EXPECT_FALSE(failure_effect(demo.neighbours, demo.intact, {}, stop.get_token()));
    const std::vector<double> load(15, 1);
    EXPECT_FALSE(
        cascade(demo.neighbours, demo.intact, load, std::vector<std::uint32_t>{0}, {}, stop.get_token()));
}

}  // namespace
}  // namespace flowspace
