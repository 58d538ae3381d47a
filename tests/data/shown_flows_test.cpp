#include "data/shown_flows.h"

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

}  // namespace
}  // namespace flowspace
