#include "data/shown_flows.h"

#include "data/disparity.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace flowspace {
namespace {

/// Every directed pair among `places`, no self-pairs, by (origin, destination).
std::vector<Pair> all_pairs(std::uint32_t places) {
    std::vector<Pair> pairs;
    for (std::uint32_t from = 0; from < places; ++from)
        for (std::uint32_t to = 0; to < places; ++to)
            if (from != to) pairs.push_back({PlaceId{from}, PlaceId{to}});
    return pairs;
}

/// Values by a fixed rule that has no ties; place 0 is large, the last one tiny.
LayerSums sums_over(const std::vector<Pair>& pairs, std::uint32_t layer) {
    LayerSums sums{LayerId{layer}, {}};
    for (std::size_t row = 0; row < pairs.size(); ++row) {
        const auto from = static_cast<std::int64_t>(index(pairs[row].origin));
        const auto to = static_cast<std::int64_t>(index(pairs[row].destination));
        sums.sums.push_back(
            {.scaled = 1000000 / ((from + 1) * (to + 2)) + static_cast<std::int64_t>(row % 7) + layer,
             .rows = 1,
             .digits = 0});
    }
    return sums;
}

bool shows(const ShownFlows& shown, LayerId layer, PairId pair) {
    return std::ranges::any_of(
        shown.flows, [&](const ShownFlow& flow) { return flow.layer == layer && flow.pair == pair; });
}

TEST(ChooseShown, GivesEveryPlaceItsStrongestPartnersAndTheMapItsStrongestFlows) {
    const std::vector<Pair> pairs = all_pairs(12);
    const std::vector<LayerSums> sums = {sums_over(pairs, 0)};
    const ShownFlows shown = choose_shown(sums, pairs, {.per_place = 1, .strongest = 5});
    std::vector<int> out(12), in(12);
    for (const ShownFlow& flow : shown.flows) {
        ++out[index(pairs[index(flow.pair)].origin)];
        ++in[index(pairs[index(flow.pair)].destination)];
    }
    EXPECT_GE(std::ranges::min(out), 1);
    EXPECT_GE(std::ranges::min(in), 1);
    std::vector<std::int64_t> values;
    for (const ExactSum& sum : sums[0].sums) values.push_back(sum.scaled);
    std::ranges::sort(values, std::ranges::greater{});
    for (std::size_t rank = 0; rank < 5; ++rank)
        EXPECT_EQ(shown.flows[shown.flows.size() - 1 - rank].value, values[rank]);
    EXPECT_TRUE(std::ranges::is_sorted(shown.flows, {}, &ShownFlow::value));
}

TEST(ChooseShown, CountsWhatIsShownOfWhatIsSelected) {
    const std::vector<Pair> pairs = all_pairs(6);
    std::vector<LayerSums> sums = {sums_over(pairs, 0)};
    sums[0].sums[3] = {};                                     // no rows: not selected
    sums[0].sums[4] = {.scaled = 0, .rows = 2, .digits = 0};  // a true zero: selected, nothing to draw
    double total = 0;
    for (const ExactSum& sum : sums[0].sums) total += value(sum);
    const ShownFlows shown = choose_shown(sums, pairs, {.per_place = 0, .strongest = 7});
    ASSERT_EQ(shown.coverage.size(), 1u);
    EXPECT_EQ(shown.coverage[0].shown, 7u);
    EXPECT_EQ(shown.coverage[0].selected, pairs.size() - 1);
    EXPECT_EQ(shown.coverage[0].selected_value, total);
    double drawn = 0;
    for (const ShownFlow& flow : shown.flows) drawn += flow.value;
    EXPECT_EQ(shown.coverage[0].shown_value, drawn);
    const ShownFlows all = choose_shown(sums, pairs, {.per_place = 0, .strongest = 1000});
    EXPECT_EQ(all.coverage[0].shown, pairs.size() - 2);
    EXPECT_FALSE(shows(all, LayerId{0}, PairId{3}));
    EXPECT_FALSE(shows(all, LayerId{0}, PairId{4}));
}

TEST(ChooseShown, FiveLayersFillTheMapNoMoreThanOne) {
    const std::vector<Pair> pairs = all_pairs(30);
    std::vector<LayerSums> sums;
    for (std::uint32_t layer = 0; layer < 5; ++layer) sums.push_back(sums_over(pairs, layer));
    const ShowRule rule{.per_place = 2, .strongest = 100};
    const std::size_t most = 2u * 30 * rule.per_place + rule.strongest;
    EXPECT_LE(choose_shown(sums, pairs, rule).flows.size(), most);
    const ShownFlows strongest = choose_shown(sums, pairs, {.per_place = 0, .strongest = 100});
    for (const ShownFlows::Coverage& coverage : strongest.coverage) EXPECT_EQ(coverage.shown, 20u);
}

TEST(ChooseShown, ANegativeFlowIsAsStrongAsItsOpposite) {
    const std::vector<Pair> pairs = {{PlaceId{0}, PlaceId{1}}, {PlaceId{1}, PlaceId{0}}};
    const std::vector<LayerSums> sums = {
        {LayerId{0}, {{.scaled = 5, .rows = 1, .digits = 0}, {.scaled = -9, .rows = 1, .digits = 0}}}};
    const ShownFlows shown = choose_shown(sums, pairs, {.per_place = 0, .strongest = 1});
    ASSERT_EQ(shown.flows.size(), 1u);
    EXPECT_EQ(shown.flows[0].value, -9);
    EXPECT_EQ(shown.coverage[0].largest, 9);
    EXPECT_EQ(shown.coverage[0].selected_value, 14);
}

TEST(ChooseShown, NothingSelectedShowsNothing) {
    const std::vector<Pair> pairs = all_pairs(3);
    const std::vector<LayerSums> sums = {{LayerId{0}, std::vector<ExactSum>(pairs.size())}};
    EXPECT_TRUE(choose_shown(sums, pairs, {}).flows.empty());
    EXPECT_TRUE(choose_shown({}, std::span<const Pair>(), {}).flows.empty());
}

ExactSum whole(std::int64_t number) { return {.scaled = number, .rows = 1, .digits = 0}; }

TEST(ChooseShown, SelfFlowsCompeteWithEachOtherOnly) {
    const std::vector<Pair> pairs = {{PlaceId{0}, PlaceId{0}},
                                     {PlaceId{0}, PlaceId{1}},
                                     {PlaceId{0}, PlaceId{2}},
                                     {PlaceId{1}, PlaceId{0}},
                                     {PlaceId{1}, PlaceId{1}}};
    const std::vector<LayerSums> sums = {
        {LayerId{0}, {whole(1000), whole(5), whole(4), whole(3), whole(900)}},
        {LayerId{1}, {whole(10), whole(2), whole(1), whole(1), whole(90)}}};
    const ShownFlows shown = choose_shown(sums, pairs, {.per_place = 1, .strongest = 0});
    EXPECT_TRUE(shows(shown, LayerId{1}, PairId{1})) << "2 of 3 out of place 0: the self-flow takes no turn";
    EXPECT_TRUE(shows(shown, LayerId{0}, PairId{0})) << "one loop per place: the larger share of its layer";
    EXPECT_FALSE(shows(shown, LayerId{1}, PairId{0}));
    EXPECT_TRUE(shows(shown, LayerId{1}, PairId{4}));
    EXPECT_FALSE(shows(shown, LayerId{0}, PairId{4}));
    EXPECT_EQ(shown.coverage[0].selected, 5u) << "counted in x of y";
    const ShownFlows none = choose_shown(sums, pairs, {.per_place = 0, .strongest = 0});
    EXPECT_TRUE(none.flows.empty());
    const ShownFlows strongest = choose_shown(sums, pairs, {.per_place = 0, .strongest = 2});
    EXPECT_TRUE(shows(strongest, LayerId{0}, PairId{0})) << "strong is strong";
}

TEST(ChooseShown, TheBackboneTakesThePlaceOfTheStrongest) {
    // Place 0 sends 90 of 100 to 1 and 5 each to 2 and 3: alphas .01, .9025, .9025 out; each other end has
    // one.
    const std::vector<Pair> pairs = {{PlaceId{0}, PlaceId{0}},
                                     {PlaceId{0}, PlaceId{1}},
                                     {PlaceId{0}, PlaceId{2}},
                                     {PlaceId{0}, PlaceId{3}},
                                     {PlaceId{4}, PlaceId{5}}};
    const std::vector<LayerSums> sums = {
        {LayerId{0}, {whole(500), whole(-90), whole(5), whole(5), whole(100'000)}}};
    const std::vector<double> alphas = disparity_alphas(sums[0], std::span<const Pair>(pairs));
    EXPECT_DOUBLE_EQ(alphas[0], 2) << "what stays is in no backbone";
    EXPECT_NEAR(alphas[1], 0.01, 1e-12) << "magnitudes count";
    EXPECT_NEAR(alphas[2], 0.9025, 1e-12);
    EXPECT_DOUBLE_EQ(alphas[4], 1) << "an end with one flow decides nothing, however large";
    const ShownFlows shown = choose_shown(sums, pairs, {.per_place = 0, .strongest = 400, .backbone = 0.05});
    ASSERT_EQ(shown.flows.size(), 1u);
    EXPECT_EQ(shown.flows[0].pair, PairId{1});
    EXPECT_EQ(shown.coverage[0].negative, 1u);
    EXPECT_EQ(shown.ends_shown, 2u);
    EXPECT_EQ(shown.ends_selected, 6u);
    EXPECT_EQ(shown.rule.backbone, 0.05);
    EXPECT_EQ(choose_shown(sums, pairs, {.per_place = 0, .strongest = 0, .backbone = 1.0}).flows.size(), 3u)
        << "below, not at";
    EXPECT_EQ(choose_shown(sums, pairs, {.per_place = 1, .strongest = 0, .backbone = 1e-9}).flows.size(), 5u)
        << "the strongest of each place stay";
}

TEST(ChooseShown, ChoosesTheSameWithAnyNumberOfThreads) {
    const std::vector<Pair> pairs = all_pairs(260);
    std::vector<LayerSums> sums;
    for (std::uint32_t layer = 0; layer < 3; ++layer) sums.push_back(sums_over(pairs, layer));
    for (const std::optional<double> backbone : {std::optional<double>(), std::optional(0.05)}) {
        const ShowRule rule{.per_place = 2, .strongest = 300, .backbone = backbone};
        const ShownFlows alone = choose_shown(sums, pairs, rule, 1);
        for (const unsigned threads : {2U, 5U}) {
            const ShownFlows together = choose_shown(sums, pairs, rule, threads);
            ASSERT_EQ(together.flows.size(), alone.flows.size());
            for (std::size_t row = 0; row < alone.flows.size(); ++row) {
                EXPECT_EQ(together.flows[row].layer, alone.flows[row].layer);
                EXPECT_EQ(together.flows[row].pair, alone.flows[row].pair);
                EXPECT_EQ(together.flows[row].value, alone.flows[row].value);
            }
            for (std::size_t layer = 0; layer < sums.size(); ++layer) {
                EXPECT_EQ(together.coverage[layer].shown, alone.coverage[layer].shown);
                EXPECT_EQ(together.coverage[layer].shown_value, alone.coverage[layer].shown_value);
                EXPECT_EQ(together.coverage[layer].selected_value, alone.coverage[layer].selected_value);
            }
            EXPECT_EQ(together.ends_shown, alone.ends_shown);
            EXPECT_EQ(together.ends_selected, alone.ends_selected);
        }
        EXPECT_GT(alone.flows.size(), 300U);
    }
}

}  // namespace
}  // namespace flowspace
