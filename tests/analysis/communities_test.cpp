// Communities, the map equation, agreement and misfits against the reference, and at their edges.
#include "data/analysis/communities.h"

#include "data/analysis/agreement.h"
#include "data/analysis/map_equation.h"
#include "tests/analysis/demo_tables.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <thread>

namespace flowspace {
namespace {

using reference::close;
using reference::number;

/// demo15 without abroad: the reference leaves it out here.
struct Cities {
    reference::Demo15 demo = reference::demo15();
    std::size_t count = 14;

    SquareMatrix flows(const std::string& layer, const std::string& period) const {
        const SquareMatrix all = demo.flows(layer, period);
        SquareMatrix part(count, 0);
        for (std::size_t from = 0; from < count; ++from)
            for (std::size_t to = 0; to < count; ++to) part(from, to) = all(from, to);
        return part;
    }
    /// The groups of a column; a city in none is one of its own.
    Partition groups(const std::string& column) const {
        std::map<std::string, std::uint32_t> known;
        Partition partition;
        for (std::size_t at = 0; at < count; ++at) {
            const std::string& name = demo.nodes[at].at(column);
            const auto label = static_cast<std::uint32_t>(known.size());
            partition.push_back(
                known.try_emplace(name.empty() ? "solo_" + demo.ids[at] : name, label).first->second);
        }
        return partition;
    }
};

TEST(Communities, QualityAndAgreementAreTheReferences) {
    const Cities cities;
    const Partition official = cities.groups("agglomeration"), province = cities.groups("province");
    for (const auto& row : reference::table("07_communities/expected_quality.csv")) {
        SCOPED_TRACE(row.at("layer") + row.at("period"));
        const SquareMatrix flows = cities.flows(row.at("layer"), row.at("period"));
        const SquareMatrix gain = modularity_gain(flows, 1);
        EXPECT_TRUE(close(modularity(gain, official), number(row, "Q_official"), 1e-9));
        EXPECT_TRUE(close(modularity(gain, province), number(row, "Q_province"), 1e-9));
        EXPECT_TRUE(close(modularity(gain, cities.groups("circle")), number(row, "Q_circle"), 1e-9));
        const auto found = find_communities(flows, gain, 50, {});
        ASSERT_TRUE(found);
        EXPECT_GE(found->quality, number(row, "Q_best_of_50_leiden") - 1e-9);
        EXPECT_NEAR(found->quality, modularity(gain, found->best), 1e-15);
        EXPECT_EQ(found->runs.size(), 50u);
        if (found->quality > number(row, "Q_best_of_50_leiden") + 1e-9) continue;  // then another partition
        EXPECT_EQ(found->count, number(row, "communities"));
        const Agreement with_official = agreement(found->best, official);
        EXPECT_TRUE(close(with_official.nmi, number(row, "nmi_official"), 1e-9));
        EXPECT_TRUE(close(with_official.ari, number(row, "ari_official"), 1e-9));
        EXPECT_TRUE(close(with_official.ami, number(row, "ami_official"), 1e-9)) << with_official.ami;
        EXPECT_TRUE(close(with_official.variation_nats, number(row, "vi_official_nats"), 1e-9));
        const Agreement with_province = agreement(found->best, province);
        EXPECT_TRUE(close(with_province.nmi, number(row, "nmi_province"), 1e-9));
        EXPECT_TRUE(close(with_province.ari, number(row, "ari_province"), 1e-9));
    }
}

TEST(Communities, TheBestIsTheExactOptimum) {
    const Cities cities;
    for (const auto& row : reference::table("07_communities/expected_exact_optimum.csv")) {
        const SquareMatrix flows = cities.flows(row.at("layer"), row.at("period"));
        const auto found = find_communities(flows, modularity_gain(flows, 1), 50, {});
        EXPECT_TRUE(close(found->quality, number(row, "Q_exact_maximum"), 1e-9)) << found->quality;
    }
}

TEST(Communities, PartitionsAndTheirStabilityAreTheReferences) {
    const Cities cities;
    std::map<std::pair<std::string, std::string>, Partition> expected;
    for (const auto& row : reference::table("07_communities/expected_leiden_partition.csv"))
        expected[{row.at("layer"), row.at("period")}].push_back(
            static_cast<std::uint32_t>(number(row, "community")));
    std::vector<Partition> years;
    for (const auto& [key, partition] : expected) {
        const SquareMatrix flows = cities.flows(key.first, key.second);
        const auto found = find_communities(flows, modularity_gain(flows, 1), 50, {});
        EXPECT_EQ(agreement(found->best, partition).ari, 1) << key.first << key.second;
        if (key.first == "people") years.push_back(found->best);
    }
    const SquareMatrix together = co_assignment(years);
    for (const auto& row : reference::table("07_communities/expected_coassignment.csv"))
        EXPECT_TRUE(close(together(cities.demo.at(row.at("a")), cities.demo.at(row.at("b"))),
                          number(row, "share_of_years_together"), 1e-12));
}

TEST(Communities, MisfitsAreTheReferences) {
    const Cities cities;
    const Partition official = cities.groups("agglomeration");
    std::map<std::string, std::uint32_t> label;
    for (std::size_t at = 0; at < cities.count; ++at) {
        const std::string& name = cities.demo.nodes[at].at("agglomeration");
        label[name.empty() ? "solo_" + cities.demo.ids[at] : name] = official[at];
    }
    std::map<std::pair<std::string, std::string>, std::vector<Misfit>> all;
    for (const auto& row : reference::table("07_communities/expected_misfit.csv")) {
        auto& found = all[{row.at("layer"), row.at("period")}];
        if (found.empty()) {
            const SquareMatrix flows = cities.flows(row.at("layer"), row.at("period"));
            found = misfits(flows, modularity_gain(flows, 1), official);
        }
        const Misfit& misfit = found[cities.demo.at(row.at("city"))];
        EXPECT_TRUE(close(misfit.ties_in_group, number(row, "share_of_ties_in_official_group"), 1e-9));
        EXPECT_TRUE(close(misfit.better->gain, number(row, "modularity_gain_if_moved"), 1e-9));
        EXPECT_EQ(misfit.better->community, label.at(row.at("best_other_group")));
        EXPECT_EQ(misfit.misfit, row.at("misfit") == "1");
    }
}

TEST(Communities, CodeLengthsAreTheReferences) {
    const Cities cities;
    std::map<std::string, Partition> fixed = {{"one module", Partition(cities.count, 0)},
                                              {"official agglomerations", cities.groups("agglomeration")},
                                              {"provinces", cities.groups("province")}};
    std::map<std::pair<std::string, std::string>, Partition> expected;
    for (const auto& row : reference::table("07_communities/expected_infomap_partition.csv"))
        expected[{row.at("layer"), row.at("period")}].push_back(
            static_cast<std::uint32_t>(number(row, "module")));
    for (const auto& row : reference::table("07_communities/expected_infomap.csv")) {
        SCOPED_TRACE(row.at("layer") + row.at("period") + row.at("partition"));
        const SquareMatrix flows = cities.flows(row.at("layer"), row.at("period"));
        const double length = number(row, "codelength_bits_formula");
        if (const auto found = fixed.find(row.at("partition")); found != fixed.end()) {
            EXPECT_TRUE(close(code_length(map_flow(flows), found->second), length, 1e-9));
            continue;
        }
        const auto modules = find_modules(flows, 10, {}, {});
        ASSERT_TRUE(modules);
        EXPECT_LE(modules->code_length, length + 1e-9);
        EXPECT_EQ(agreement(modules->best, expected.at({row.at("layer"), row.at("period")})).ari, 1);
        EXPECT_NEAR(modules->code_length, code_length(map_flow(flows), modules->best), 1e-12);
        EXPECT_EQ(modules->count, number(row, "modules"));
    }
}

TEST(Communities, IndicesByHandAreTheReferences) {
    Partition a, b;
    for (const auto& row : reference::table("07_communities/input_indices_hand.csv")) {
        a.push_back(static_cast<std::uint32_t>(number(row, "a")));
        b.push_back(static_cast<std::uint32_t>(number(row, "b")));
    }
    std::map<std::string, double> expected;
    for (const auto& row : reference::table("07_communities/expected_indices_hand.csv"))
        expected[row.at("quantity")] = number(row, "value");
    const Agreement found = agreement(a, b);
    EXPECT_TRUE(close(found.nmi, expected.at("nmi_arithmetic"), 1e-9));
    EXPECT_TRUE(close(found.ari, expected.at("ari"), 1e-9));
    EXPECT_TRUE(close(found.ami, expected.at("ami_arithmetic"), 1e-9));
    EXPECT_TRUE(close(found.variation_nats, expected.at("vi_nats"), 1e-9));
}

TEST(Communities, TheKarateClubHasItsKnownOptimum) {
    SquareMatrix flows(34, 0);
    for (const auto& row : reference::table("07_communities/input_karate_edges.csv")) {
        const auto u = static_cast<std::size_t>(number(row, "u")),
                   v = static_cast<std::size_t>(number(row, "v"));
        flows(u, v) = flows(v, u) = 1;
    }
    const auto found = find_communities(flows, modularity_gain(flows, 1), 50, {});
    EXPECT_NEAR(found->quality, 0.4197896120973044, 1e-9);  // Brandes et al. (2008)
    EXPECT_EQ(found->count, 4u);
}

TEST(Communities, LabelsHaveNoMeaning) {
    const Partition a = {0, 0, 1, 1, 2}, b = {7, 7, 3, 3, 9};
    const Agreement same = agreement(a, b);
    EXPECT_DOUBLE_EQ(same.nmi, 1);
    EXPECT_DOUBLE_EQ(same.ari, 1);
    EXPECT_DOUBLE_EQ(same.ami, 1);
    EXPECT_NEAR(same.variation_nats, 0, 1e-15);
    EXPECT_EQ(renumbered(Partition{9, 4, 4, no_community, 9, 4}), (Partition{1, 0, 0, no_community, 1, 0}));
}

TEST(Communities, OneCommunityEachAgreesAndOneAgainstAllAloneDoesNot) {
    const Partition one = {0, 0, 0}, alone = {0, 1, 2};
    EXPECT_EQ(agreement(one, one).nmi, 1);
    EXPECT_EQ(agreement(one, one).ari, 1);
    EXPECT_EQ(agreement(one, alone).nmi, 0);
    EXPECT_EQ(agreement(one, alone).ari, 0);
    EXPECT_EQ(agreement(alone, alone).ari, 1);
    EXPECT_EQ(agreement(Partition{no_community, 0}, Partition{0, 0}).places, 1u);
}

TEST(Communities, APlaceWithoutFlowsIsLeftOut) {
    SquareMatrix flows(5, 0);
    flows(0, 1) = flows(1, 0) = 10;
    flows(3, 4) = flows(4, 3) = 10;
    flows(2, 2) = 99;  // a self-flow is no tie
    const SquareMatrix gain = modularity_gain(flows, 1);
    const auto found = find_communities(flows, gain, 5, {});
    ASSERT_TRUE(found);
    EXPECT_EQ(found->best, (Partition{0, 0, no_community, 1, 1}));
    EXPECT_TRUE(std::isnan(misfits(flows, gain, Partition{0, 0, 0, 1, 1})[2].ties_in_group));
    const auto modules = find_modules(flows, 3, {}, {});
    EXPECT_EQ(modules->best, (Partition{0, 0, no_community, 1, 1}));
    const SquareMatrix together = co_assignment(found->runs);
    EXPECT_TRUE(std::isnan(together(2, 0)));
    EXPECT_EQ(together(0, 1), 1);
    EXPECT_EQ(together(0, 3), 0);
    EXPECT_FALSE(find_communities(SquareMatrix(3, 0), SquareMatrix(3, 0), 5, {}));
    EXPECT_FALSE(find_modules(SquareMatrix(3, 0), 5, {}, {}));
}

TEST(Communities, ResolutionSplitsAndMerges) {
    const Cities cities;
    const SquareMatrix flows = cities.flows("people", "2024");
    std::uint32_t before = 0;
    for (const double gamma : {0.2, 1.0, 2.0}) {
        const auto found = find_communities(flows, modularity_gain(flows, gamma), 20, {});
        EXPECT_GE(found->count, before);
        before = found->count;
    }
    EXPECT_GT(before, 3u);
}

TEST(Communities, AGravityNullOfItsOwnIsUsed) {
    // Flows equal their expectation: every partition is as good as none.
    const Cities cities;
    const SquareMatrix flows = cities.flows("people", "2024");
    const SquareMatrix gain = modularity_gain(flows, flows, 1);
    EXPECT_NEAR(modularity(gain, cities.groups("province")), 0, 1e-15);
}

TEST(Communities, TheSameSeedsGiveTheSameRuns) {
    const Cities cities;
    const SquareMatrix flows = cities.flows("goods", "2024");
    const SquareMatrix gain = modularity_gain(flows, 1);
    EXPECT_EQ(find_communities(flows, gain, 20, {})->runs, find_communities(flows, gain, 20, {})->runs);
}

TEST(Communities, EndsWherePlacesMayMoveBetweenEqualPartitionsForEver) {
    // One destination: every gain is 0 but for rounding, and a community is as good as any other.
    SquareMatrix star(3, 0);
    star(0, 1) = 6;
    star(2, 1) = 5;
    const auto found = find_communities(star, modularity_gain(star, 1), 20, {});
    ASSERT_TRUE(found);
    EXPECT_EQ(found->runs.size(), 20u);
    EXPECT_NEAR(found->quality, 0, 1e-15);
    for (std::size_t size = 2; size <= 6; ++size)  // stars, rings and pairs of other sizes
        for (const double value : {1.0, 3.0, 0.1, 1e9}) {
            SquareMatrix in(size, 0), ring(size, 0), pairs(size, 0);
            for (std::size_t at = 0; at + 1 < size; ++at) in(at, size - 1) = value + static_cast<double>(at);
            for (std::size_t at = 0; at < size; ++at) ring(at, (at + 1) % size) = value;
            for (std::size_t at = 0; at + 1 < size; at += 2) pairs(at, at + 1) = value;
            for (const SquareMatrix& flows : {in, ring, pairs})
                EXPECT_TRUE(find_communities(flows, modularity_gain(flows, 1), 20, {}));
        }
}

TEST(Communities, StopsSoonWhereASeedNeverEnded) {
    SquareMatrix star(3, 0);
    star(0, 1) = 6;
    star(2, 1) = 5;
    const SquareMatrix gain = modularity_gain(star, 1);
    std::stop_source stop;
    using Clock = std::chrono::steady_clock;
    Clock::time_point asked;
    std::jthread asking([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        asked = Clock::now();
        stop.request_stop();
    });
    const auto found = find_communities(star, gain, 100'000'000, stop.get_token());
    const Clock::time_point ended = Clock::now();
    asking.join();
    EXPECT_LT(ended - asked, std::chrono::milliseconds(100));
    ASSERT_TRUE(found);
    EXPECT_LT(found->runs.size(), 100'000'000u);
}

TEST(Communities, StopsWhenAsked) {
    const Cities cities;
    const SquareMatrix flows = cities.flows("people", "2024");
    std::stop_source stop;
    const auto after_two = [&](double) { stop.request_stop(); };
    const auto part = find_communities(flows, modularity_gain(flows, 1), 50, stop.get_token(), after_two);
    ASSERT_TRUE(part);
    EXPECT_LT(part->runs.size(), 50u);
    EXPECT_FALSE(find_communities(flows, modularity_gain(flows, 1), 50, stop.get_token()));
    EXPECT_FALSE(find_modules(flows, 5, {}, stop.get_token()));
}

}  // namespace
}  // namespace flowspace
