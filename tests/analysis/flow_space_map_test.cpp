// Places laid out by their flows, over the map.
#include "data/analysis/flow_space_map.h"

#include <gtest/gtest.h>

#include <cmath>

namespace flowspace {
namespace {

/// Two clusters of three, tied strongly inside and weakly between; the sixth place has no flow at all.
class FlowSpaceLayout : public testing::Test {
protected:
    Atlas atlas = [] {
        Atlas made;
        made.places.resize(7);
        made.groups.push_back({.id = "g", .members = {{.place = PlaceId{0}}, {.place = PlaceId{1}}}});
        return made;
    }();
    std::vector<Pair> pairs;
    LayerSums sums;
    FlowSpaceLayout() {
        for (std::uint32_t from = 0; from < 6; ++from)
            for (std::uint32_t to = 0; to < 6; ++to) {
                if (from == to) continue;
                pairs.push_back({PlaceId{from}, PlaceId{to}});
                sums.sums.push_back({.scaled = from / 3 == to / 3 ? 1000 : 1, .rows = 1, .digits = 0});
                sums.counted.push_back(1);
            }
    }
    double apart(const FlowSpaceMap& map, std::size_t a, std::size_t b) const {
        return std::hypot(map.places[a]->x - map.places[b]->x, map.places[a]->y - map.places[b]->y);
    }
};

TEST_F(FlowSpaceLayout, TiesMakeNear) {
    const FlowSpaceMap map = flow_space_map(atlas, pairs, sums);
    EXPECT_EQ(map.placed, 6U);
    EXPECT_FALSE(map.places[6]) << "no flow ties it";
    EXPECT_LT(apart(map, 0, 1), 0.3 * apart(map, 0, 4));
    // Within a cluster 1 - ln(1000/2003) to either neighbour, between clusters 1 - ln(1/2003): the plane
    // shows most of it.
    EXPECT_GT(map.stress, 0);
    EXPECT_LT(map.stress, 0.3);
}

TEST_F(FlowSpaceLayout, LiesOverTheMapWithItsSpread) {
    const FlowSpaceMap map = flow_space_map(atlas, pairs, sums);
    // Home: the clusters east and west, mirrored against whatever scaling gives.
    std::vector<MapPoint> nodes = {{1000, 10}, {1010, -10}, {990, 0}, {-1000, 5},
                                   {-990, 0},  {-1010, -5}, {7, 7},   {1005, 0}};
    const std::vector<MapPoint> laid = laid_over(map, atlas, nodes);
    for (std::size_t place = 0; place < 3; ++place) EXPECT_GT(laid[place].x_m, 500);
    for (std::size_t place = 3; place < 6; ++place) EXPECT_LT(laid[place].x_m, -500);
    EXPECT_EQ(laid[6], nodes[6]) << "what is not placed stays at home";
    EXPECT_NEAR(laid[7].x_m, (laid[0].x_m + laid[1].x_m) / 2, 1e-6) << "a group between its members";
    double home = 0, there = 0;
    for (std::size_t place = 0; place < 6; ++place) {
        home += std::pow(nodes[place].x_m, 2) + std::pow(nodes[place].y_m, 2);
        there += std::pow(laid[place].x_m, 2) + std::pow(laid[place].y_m, 2);
    }
    EXPECT_NEAR(there / home, 0.92 * 0.92, 0.01);
}

TEST_F(FlowSpaceLayout, NothingAndStopGiveNothing) {
    const LayerSums none{.sums = std::vector<ExactSum>(pairs.size()),
                         .counted = std::vector<std::uint8_t>(pairs.size())};
    EXPECT_EQ(flow_space_map(atlas, pairs, none).placed, 0U);
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(flow_space_map(atlas, pairs, sums, stop.get_token()).placed, 0U);
}

}  // namespace
}  // namespace flowspace
