// Commuting circles against the reference, and at their edges.
#include "data/analysis/commuting_circle.h"
#include "tests/analysis/demo_tables.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace flowspace {
namespace {

using reference::close;
using reference::number;

struct Counties {
    std::vector<std::string> ids;
    CommutingRegion region;

    std::uint32_t at(const std::string& id) const {
        const auto found = std::ranges::find(ids, id);
        EXPECT_NE(found, ids.end()) << id;
        return static_cast<std::uint32_t>(found - ids.begin());
    }
};

Counties counties() {
    Counties made;
    for (const auto& row : reference::table("08_commuting_circle/input_units.csv")) {
        made.ids.push_back(row.at("unit"));
        made.region.residents.push_back(number(row, "employed_residents"));
        made.region.core.emplace_back();
        if (!row.at("core").empty())
            made.region.core.back() = static_cast<std::uint32_t>(row.at("core")[1] - '1');
    }
    for (const auto& row : reference::table("08_commuting_circle/input_commuting.csv"))
        made.region.commuting.push_back(
            {made.at(row.at("home")), made.at(row.at("work")), number(row, "workers")});
    for (const auto& row : reference::table("08_commuting_circle/input_adjacency.csv"))
        made.region.neighbours.emplace_back(made.at(row.at("a")), made.at(row.at("b")));
    made.region.minutes = SquareMatrix(made.ids.size(), 0);
    for (const auto& row : reference::table("08_commuting_circle/input_minutes.csv"))
        made.region.minutes(made.at(row.at("from")), made.at(row.at("to"))) = number(row, "minutes");
    return made;
}

Circles by_rule(const CommutingRegion& region, const std::string& rule) {
    if (rule == "isochrone_60") return isochrone_circles(region, 60);
    CircleRule made{.share = rule.starts_with("oecd_15") ? 0.15 : rule.starts_with("share_10") ? 0.10 : 0.05};
    if (rule.ends_with("60min")) made.most_minutes = 60;
    if (rule.ends_with("iterative")) made.reach = CircleRule::Reach::area;
    return commuting_circles(region, made);
}

std::string name_of(CircleStatus status) {
    switch (status) {
        case CircleStatus::core:
            return "core";
        case CircleStatus::hinterland:
            return "hinterland";
        case CircleStatus::filled:
            return "enclave_added";
        case CircleStatus::dropped:
            return "exclave_dropped";
        case CircleStatus::outside:
            break;
    }
    return "outside";
}

TEST(Circles, MembershipIsTheReferences) {
    const Counties made = counties();
    std::map<std::string, Circles> found;
    for (const auto& row : reference::table("08_commuting_circle/expected_membership.csv")) {
        const std::string& rule = row.at("rule");
        if (!found.contains(rule)) found[rule] = by_rule(made.region, rule);
        const std::uint32_t unit = made.at(row.at("unit"));
        const auto circle = found[rule].circle[unit];
        EXPECT_EQ(circle ? "K" + std::to_string(*circle + 1) : "", row.at("circle"))
            << rule << row.at("unit");
        EXPECT_EQ(name_of(found[rule].status[unit]), row.at("status")) << rule << row.at("unit");
    }
    for (const auto& row : reference::table("08_commuting_circle/expected_circles.csv")) {
        const Circles& circles = found.at(row.at("rule"));
        for (const CircleTotals& total : circle_totals(made.region, circles)) {
            if ("K" + std::to_string(total.core + 1) != row.at("circle")) continue;
            EXPECT_EQ(static_cast<double>(total.units), number(row, "units"));
            EXPECT_EQ(total.residents, number(row, "employed_residents"));
            EXPECT_TRUE(close(*total.supply_containment, number(row, "supply_self_containment"), 1e-9));
            EXPECT_TRUE(close(*total.demand_containment, number(row, "demand_self_containment"), 1e-9));
            std::string merged;
            for (std::uint32_t core = 0; core < 3; ++core)
                if (circles.merged[core] == total.core)
                    merged += (merged.empty() ? "K" : "+K") + std::to_string(core + 1);
            EXPECT_EQ(merged, row.at("merged_cores"));
        }
    }
}

TEST(Circles, SharesAreTheReferences) {
    const Counties made = counties();
    const auto shares = core_shares(made.region);
    for (const auto& row : reference::table("08_commuting_circle/expected_shares.csv")) {
        const auto& unit = shares[made.at(row.at("unit"))];
        EXPECT_TRUE(close(unit[0], number(row, "share_to_K1"), 1e-9));
        EXPECT_TRUE(close(unit[1], number(row, "share_to_K2"), 1e-9));
        EXPECT_TRUE(close(unit[2], number(row, "share_to_K3"), 1e-9));
        EXPECT_TRUE(close(unit[0] + unit[1], number(row, "share_to_K1_K2_merged"), 1e-9));
    }
}

/// A row of units 0 - 1 - 2 - ..., `core` at its ends.
CommutingRegion row_of(std::vector<double> residents, std::vector<std::optional<std::uint32_t>> core) {
    CommutingRegion region{.residents = std::move(residents), .core = std::move(core)};
    for (std::uint32_t at = 1; at < region.residents.size(); ++at) region.neighbours.emplace_back(at - 1, at);
    return region;
}

TEST(Circles, ACoreAloneIsACircleOfOne) {
    const CommutingRegion region = row_of({100, 50}, {0u, {}});
    const Circles circles = commuting_circles(region, {});
    // The second has one neighbour only, and that is in the circle: it is surrounded.
    EXPECT_EQ(circles.status[1], CircleStatus::filled);
    const Circles alone = commuting_circles(row_of({100, 50, 60}, {0u, {}, {}}), {});
    EXPECT_EQ(alone.status,
              (std::vector<CircleStatus>{CircleStatus::core, CircleStatus::outside, CircleStatus::outside}));
    EXPECT_FALSE(circle_totals(row_of({0, 0}, {0u, {}}), alone).front().supply_containment);
}

TEST(Circles, TiesGoToTheLargerCore) {
    CommutingRegion region = row_of({100, 10, 300}, {0u, {}, 1u});
    region.commuting = {{1, 0, 4}, {1, 2, 4}};
    EXPECT_EQ(commuting_circles(region, {}).circle[1], 1u);
    region.residents = {300, 10, 100};
    EXPECT_EQ(commuting_circles(region, {}).circle[1], 0u);
}

TEST(Circles, AUnitWithoutWorkersJoinsNothing) {
    CommutingRegion region = row_of({100, 0, 5}, {0u, {}, {}});
    const Circles circles = commuting_circles(region, {.share = 0});
    EXPECT_EQ(circles.status[1], CircleStatus::outside);
    EXPECT_TRUE(std::isnan(core_shares(region)[1][0]));
}

TEST(Circles, WorkersAbroadCountInTheDenominator) {
    CommutingRegion region = row_of({100, 20, 5, 5}, {0u, {}, {}, {}});
    region.commuting = {{1, 0, 2}};  // 10 % of 20; the other 18 work somewhere outside the table
    EXPECT_EQ(commuting_circles(region, {.share = 0.15}).status[1], CircleStatus::outside);
    EXPECT_EQ(commuting_circles(region, {.share = 0.10}).status[1], CircleStatus::hinterland);
}

TEST(Circles, AnIslandIsDropped) {
    CommutingRegion region = row_of({100, 20}, {0u, {}});
    region.neighbours.clear();
    region.commuting = {{1, 0, 10}};
    EXPECT_EQ(commuting_circles(region, {}).status[1], CircleStatus::dropped);
}

TEST(Circles, CoresMergeInChains) {
    CommutingRegion region = row_of({100, 200, 50}, {0u, 1u, 2u});
    region.commuting = {{2, 0, 10}, {0, 1, 20}};
    EXPECT_EQ(commuting_circles(region, {}).merged, (std::vector<std::uint32_t>{1, 1, 1}));
}

TEST(Circles, TimesAndMatch) {
    CommutingRegion region = row_of({100, 20}, {0u, {}});
    region.commuting = {{0, 0, 60}, {1, 0, 40}};
    region.minutes = SquareMatrix(2, 70);
    const Circles circles = commuting_circles(region, {});
    const auto times = commute_times(region, circles, 0, 20);
    EXPECT_DOUBLE_EQ(times->mean_minutes, 40);
    EXPECT_DOUBLE_EQ(times->within_45, 0.6);
    EXPECT_DOUBLE_EQ(times->beyond_60, 0.4);
    EXPECT_FALSE(commute_times(region, circles, 1, 20));
    const auto match = area_match(std::vector<double>{1, 2, 3}, std::vector<std::uint8_t>{1, 1, 0},
                                  std::vector<std::uint8_t>{0, 1, 1});
    EXPECT_DOUBLE_EQ(match->recall, 0.4);
    EXPECT_DOUBLE_EQ(match->precision, 2.0 / 3);
    EXPECT_FALSE(
        area_match(std::vector<double>{1}, std::vector<std::uint8_t>{0}, std::vector<std::uint8_t>{1}));
}

}  // namespace
}  // namespace flowspace
