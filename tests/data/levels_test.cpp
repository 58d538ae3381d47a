// Levels of the hierarchy and changes between windows, on four places in two overlapping groups.
#include "data/analysis/levels.h"

#include "data/analysis/aggregation.h"
#include "data/analysis/changes.h"

#include <gtest/gtest.h>

#include <cmath>

namespace flowspace {
namespace {

ExactSum whole(std::int64_t number, std::uint64_t rows = 1) {
    return {.scaled = number, .rows = rows, .digits = 0};
}

/// Places a, b, c, d; group g holds a and b, group h holds b and c; d is in none.
class Levels : public testing::Test {
protected:
    Atlas atlas = [] {
        Atlas made;
        for (const char* id : {"a", "b", "c", "d"}) made.places.push_back({.id = id});
        made.groups.push_back({.id = "g", .members = {{.place = PlaceId{0}}, {.place = PlaceId{1}}}});
        made.groups.push_back(
            {.id = "h", .members = {{.place = PlaceId{1}, .primary = false}, {.place = PlaceId{2}}}});
        return made;
    }();
    std::vector<Pair> pairs = [] {
        std::vector<Pair> made;
        for (std::uint32_t from = 0; from < 4; ++from)
            for (std::uint32_t to = 0; to < 4; ++to) made.push_back({PlaceId{from}, PlaceId{to}});
        return made;
    }();
    LayerSums sums = [this] {
        LayerSums made{.counted = std::vector<std::uint8_t>(pairs.size(), 1)};
        for (std::int64_t row = 0; row < 16; ++row) made.sums.push_back(whole(std::int64_t{1} << row));
        made.sums[7] = {};  // b to d: no row
        made.counted[7] = 0;
        return made;
    }();
    LevelMap map = map_level(atlas, pairs, Level::agglomeration, MembershipRows::listed);
};

TEST_F(Levels, NodesAreGroupsAndThePlacesInNone) {
    EXPECT_EQ(map.nodes, (std::vector{NodeId{3}, NodeId{4}, NodeId{5}}));
    EXPECT_EQ(map.of_place[1], (std::vector{NodeId{4}, NodeId{5}}));
    EXPECT_TRUE(map.overlaps);
    EXPECT_EQ(parent_at(map, atlas, NodeId{1}), NodeId{4}) << "where it is primary";
    EXPECT_EQ(parent_at(map, atlas, NodeId{3}), NodeId{3});
}

TEST_F(Levels, RowsBetweenGroupsAreThoseThatSumPrints) {
    const LevelFlows flows = sums_at_level(map, atlas, pairs, std::span(&sums, 1));
    const std::vector<GroupFlow> expected =
        aggregate(atlas, {pairs, sums.sums, sums.counted}, {.kind = GroupKind::agglomeration});
    std::size_t compared = 0;
    for (std::size_t row = 0; row < map.pairs.size(); ++row) {
        const auto from = group_of(atlas, map.pairs[row].origin),
                   to = group_of(atlas, map.pairs[row].destination);
        if (!from || !to) continue;
        for (const GroupFlow& flow : expected)
            if (flow.origin == from && flow.destination == to) {
                EXPECT_EQ(flows.sums[0].sums[row], flow.sum);
                ++compared;
            }
    }
    EXPECT_EQ(compared, 2U);
}

TEST_F(Levels, TotalsAreThoseOfTheAggregation) {
    const LevelFlows flows = sums_at_level(map, atlas, pairs, std::span(&sums, 1));
    for (const GroupTotals& totals :
         group_totals(atlas, {pairs, sums.sums, sums.counted}, {.kind = GroupKind::agglomeration})) {
        const NodeTotals& node = flows.totals[0][index(node_of(atlas, totals.group))];
        EXPECT_EQ(node.out, value(totals.out));
        EXPECT_EQ(node.in, value(totals.in));
        EXPECT_EQ(node.inside, value(totals.internal));
    }
    double volume = 0;
    for (std::size_t pair = 0; pair < pairs.size(); ++pair)
        if (pairs[pair].origin != pairs[pair].destination) volume += value(sums.sums[pair]);
    EXPECT_EQ(flows.volumes[0], volume);
}

TEST_F(Levels, APlaceWithoutFlowsKeepsItsPlaceAndUnknownStaysUnknown) {
    const LevelFlows flows = sums_at_level(map, atlas, pairs, std::span(&sums, 1));
    for (std::size_t row = 0; row < map.pairs.size(); ++row)
        if (map.pairs[row] == NodePair{NodeId{5}, NodeId{3}}) {
            EXPECT_EQ(flows.sums[0].sums[row], sums.sums[11]) << "h to d: c to d only";
        }
    const LevelMap places = map_level(atlas, pairs, Level::place, MembershipRows::listed);
    EXPECT_EQ(places.pairs.size(), pairs.size());
    EXPECT_FALSE(places.overlaps);
}

TEST(Changes, DifferencePercentAndShareWithUnknownKeptApart) {
    const LayerSums before{.sums = {whole(10), whole(30), {}, whole(5), {}, whole(0)},
                           .counted = {1, 1, 1, 1, 1, 1}};
    const LayerSums after{.sums = {whole(20), whole(30), whole(7), {}, {}, whole(3)},
                          .counted = {1, 1, 1, 1, 1, 1}};
    const auto of = [&](ChangeMeasure measure, bool zero) {
        return changes_between(std::span(&before, 1), std::span(&after, 1), measure, zero)[0];
    };
    const LayerChanges absolute = of(ChangeMeasure::absolute, false);
    EXPECT_EQ(absolute.kinds, (std::vector{ChangeKind::both, ChangeKind::both, ChangeKind::appears,
                                           ChangeKind::vanishes, ChangeKind::none, ChangeKind::both}));
    EXPECT_EQ(absolute.measured[0], 10);
    EXPECT_EQ(absolute.measured[1], 0);
    EXPECT_TRUE(std::isnan(absolute.measured[2])) << "before it is unknown, not zero";
    EXPECT_EQ(value(absolute.differences[3]), -5);
    EXPECT_EQ(absolute.largest, 10);
    EXPECT_EQ(absolute.appearing, 1U);
    EXPECT_EQ(absolute.vanishing, 1U);

    const LayerChanges percent = of(ChangeMeasure::percent, false);
    EXPECT_EQ(percent.measured[0], 100);
    EXPECT_TRUE(std::isnan(percent.measured[5])) << "of nothing there is no percent";
    const LayerChanges share = of(ChangeMeasure::share, false);
    EXPECT_DOUBLE_EQ(share.measured[0], 100 * (20.0 / 60 - 10.0 / 45));

    const LayerChanges zero = of(ChangeMeasure::absolute, true);
    EXPECT_EQ(zero.kinds[2], ChangeKind::both);
    EXPECT_EQ(zero.measured[2], 7);
    EXPECT_EQ(zero.measured[3], -5);
    EXPECT_EQ(zero.kinds[4], ChangeKind::none);
    const auto sums = differences_of(std::span(&absolute, 1));
    EXPECT_EQ(sums[0].counted, (std::vector<std::uint8_t>{1, 1, 1, 1, 0, 1}));
}

}  // namespace
}  // namespace flowspace
