// Cover by helpers and gaps of agreements: by hand on five places, and against another algorithm on random
// networks.
#include "data/analysis/rescue.h"

#include "tests/analysis/demo_tables.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <vector>

namespace flowspace {
namespace {

/// 0 - 1 - 2 - 3, 30 minutes each, and 4 beyond 1 by 40.
Network five_places() { return {.places = 5, .links = {{0, 1, 30}, {1, 2, 30}, {2, 3, 30}, {1, 4, 40}}}; }

TEST(Rescue, CoverByHand) {
    const Neighbours neighbours(five_places());
    const std::vector<std::uint8_t> helper = {1, 0, 1, 0, 0};
    const std::vector<double> people = {10, 20, 30, 40, std::nan("")};
    const RescueAsked asked{helper, people, 60, 2};
    const auto intact = rescue_cover(neighbours, asked, std::nullopt, {});
    EXPECT_EQ(intact->helpers, (std::vector<std::uint32_t>{2, 2, 2, 1, 0})) << "60 minutes is within reach";
    EXPECT_EQ(intact->people, 100);
    EXPECT_EQ(intact->covered, 60);
    // Without 1 nothing passes from 0 to 2, but both still reach 1 itself.
    const auto middle = rescue_cover(neighbours, asked, 1, {});
    EXPECT_EQ(middle->helpers, (std::vector<std::uint32_t>{1, 2, 1, 1, 0}));
    EXPECT_EQ(middle->covered, 20);
    EXPECT_EQ(cover_lost(*intact, *middle, 2), (std::vector<std::uint32_t>{0, 2}));
    // A helper that fails helps nobody; its own people are still to be helped.
    const auto helpless = rescue_cover(neighbours, asked, 0, {});
    EXPECT_EQ(helpless->helpers, (std::vector<std::uint32_t>{1, 1, 1, 1, 0}));
    EXPECT_EQ(helpless->people, 100);
    EXPECT_EQ(helpless->covered, 0);
    EXPECT_EQ(rescue_cover(neighbours, asked, 3, {})->covered, 60) << "a place at the end takes nothing";
    const RescueAsked nearer{helper, people, 59.9, 1};
    EXPECT_EQ(rescue_cover(neighbours, nearer, std::nullopt, {})->helpers,
              (std::vector<std::uint32_t>{1, 2, 1, 1, 0}));
}

TEST(Rescue, NobodyHelpsAndNobodyIsKnown) {
    const Neighbours neighbours(five_places());
    const std::vector<std::uint8_t> none(5, 0);
    const std::vector<double> unknown(5, std::nan(""));
    const auto cover = rescue_cover(neighbours, {none, unknown, 60, 1}, std::nullopt, {});
    EXPECT_EQ(cover->helpers, std::vector<std::uint32_t>(5, 0));
    EXPECT_EQ(cover->people, 0);
    std::stop_source stop;
    stop.request_stop();
    EXPECT_FALSE(rescue_cover(neighbours, {none, unknown, 60, 1}, std::nullopt, stop.get_token()));
}

/// All ways at once (Floyd and Warshall), none of them out of the place that failed.
std::vector<std::uint32_t> counted_otherwise(const Network& network, const RescueAsked& asked,
                                             std::optional<std::uint32_t> failed) {
    const std::size_t n = network.places;
    SquareMatrix way(n, std::numeric_limits<double>::infinity());
    for (std::size_t at = 0; at < n; ++at) way(at, at) = 0;
    for (const Link& link : network.links) {
        if (link.a != failed) way(link.a, link.b) = std::min(way(link.a, link.b), link.length);
        if (link.b != failed) way(link.b, link.a) = std::min(way(link.b, link.a), link.length);
    }
    for (std::size_t over = 0; over < n; ++over)
        for (std::size_t from = 0; from < n; ++from)
            for (std::size_t to = 0; to < n; ++to)
                way(from, to) = std::min(way(from, to), way(from, over) + way(over, to));
    std::vector<std::uint32_t> helpers(n, 0);
    for (std::uint32_t from = 0; from < n; ++from)
        for (std::size_t to = 0; to < n; ++to)
            if (asked.helper[from] != 0 && from != failed && way(from, to) <= asked.within) ++helpers[to];
    return helpers;
}

TEST(Rescue, RandomNetworksAreAsAnotherAlgorithmCountsThem) {
    std::mt19937 random(7);
    const auto below = [&](std::uint32_t most) { return static_cast<std::uint32_t>(random() % most); };
    std::size_t fewer = 0;
    for (int round = 0; round < 60; ++round) {
        const std::uint32_t n = 4 + below(16);
        Network network{.places = n};
        for (std::uint32_t link = 0; link < 2 * n; ++link) {
            const std::uint32_t a = below(n), b = below(n);
            if (a != b) network.links.push_back({a, b, 5.0 + below(40)});
        }
        std::vector<std::uint8_t> helper(n);
        for (auto& one : helper) one = below(3) == 0;
        const std::vector<double> people(n, 1);
        const RescueAsked asked{helper, people, 60, 2};
        const Neighbours neighbours(network);
        const auto intact = rescue_cover(neighbours, asked, std::nullopt, {});
        EXPECT_EQ(intact->helpers, counted_otherwise(network, asked, std::nullopt));
        for (std::uint32_t failed = 0; failed < n; ++failed) {
            const auto after = rescue_cover(neighbours, asked, failed, {});
            EXPECT_EQ(after->helpers, counted_otherwise(network, asked, failed)) << round << " " << failed;
            fewer += cover_lost(*intact, *after, 2).size();
        }
    }
    EXPECT_GT(fewer, 50U) << "failures cost cover";
}

TEST(Rescue, GapsByHand) {
    SquareMatrix flows(3, 0), agreed(3, 0);
    flows(0, 1) = 6;
    flows(1, 0) = 2;
    flows(1, 2) = 1;
    flows(2, 0) = 1;
    flows(2, 2) = 99;  // to itself
    agreed(1, 0) = 1;  // said on one side only
    const RescueGaps found = rescue_gaps(flows, agreed);
    ASSERT_EQ(found.gaps.size(), 2U);
    EXPECT_EQ(found.gaps[0].from, 1U) << "of equals the one from the earlier place";
    EXPECT_EQ(found.gaps[0].to, 2U);
    EXPECT_DOUBLE_EQ(found.gaps[0].share, 0.1);
    EXPECT_DOUBLE_EQ(*found.share, 0.2);
    EXPECT_EQ(rescue_gaps(flows, SquareMatrix(3, 1)).share, 0);
    EXPECT_FALSE(rescue_gaps(SquareMatrix(3, 0), agreed).share) << "nothing flows";
}

}  // namespace
}  // namespace flowspace
