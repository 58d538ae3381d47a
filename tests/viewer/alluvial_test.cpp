// Blocks and streams of groups over periods, by hand.
#include "viewer/alluvial.h"

#include <gtest/gtest.h>

namespace flowspace {
namespace {

PeriodGroups period(const char* label, std::initializer_list<std::pair<std::uint32_t, std::uint32_t>> of) {
    PeriodGroups made{.period = label};
    for (const auto& [place, group] : of) made.group.emplace(PlaceId{place}, group);
    return made;
}

/// Five places in two groups whose numbers are exchanged between the years, and one that goes over.
TEST(Alluvial, FollowsPlacesWhateverTheNumbersOfTheGroups) {
    const std::vector<PeriodGroups> years = {period("2019", {{0, 2}, {1, 2}, {2, 2}, {3, 1}, {4, 1}}),
                                             period("2020", {{0, 1}, {1, 1}, {2, 2}, {3, 2}, {4, 2}})};
    const Alluvial made = make_alluvial(years);
    ASSERT_EQ(made.columns.size(), 2U);
    const auto& first = made.columns[0].blocks;
    ASSERT_EQ(first.size(), 2U);
    EXPECT_EQ(first[0].group, 2U) << "the colour of 2020's group 1, with which it shares two places";
    EXPECT_EQ(first[0].colour, 0U);
    EXPECT_EQ(first[0].places, (std::vector{PlaceId{0}, PlaceId{1}, PlaceId{2}}));
    EXPECT_EQ(made.columns[1].blocks[0].group, 1U);
    ASSERT_EQ(made.streams.size(), 3U);
    EXPECT_EQ(made.streams[1].from, 0U);
    EXPECT_EQ(made.streams[1].to, 1U);
    EXPECT_EQ(made.streams[1].places, std::vector{PlaceId{2}}) << "the one that goes over";
    const double each = first[0].bottom / 3;
    EXPECT_DOUBLE_EQ(made.streams[1].height, each);
    EXPECT_DOUBLE_EQ(made.streams[1].from_top, 2 * each);
    EXPECT_DOUBLE_EQ(made.streams[1].to_top, made.columns[1].blocks[1].top);
    EXPECT_DOUBLE_EQ(made.streams[2].to_top, made.columns[1].blocks[1].top + each);
    EXPECT_NEAR(first[1].bottom, 1, 1e-12);
}

TEST(Alluvial, WhatComesAndGoesFlowsNowhereAndHasItsOwnColour) {
    const std::vector<PeriodGroups> years = {period("a", {{0, 1}, {1, 2}, {2, 3}}),
                                             period("b", {{0, 1}, {1, 1}, {3, 2}})};
    const Alluvial made = make_alluvial(years);
    ASSERT_EQ(made.streams.size(), 2U);
    std::vector<std::uint32_t> colours;
    for (const Alluvial::Block& block : made.columns[0].blocks) colours.push_back(block.colour);
    EXPECT_EQ(colours, (std::vector<std::uint32_t>{0, 2, 3})) << "ties by order; never the colour of another";
    EXPECT_TRUE(make_alluvial({}).columns.empty());
}

}  // namespace
}  // namespace flowspace
