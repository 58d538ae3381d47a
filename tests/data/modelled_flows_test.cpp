// The structure of the modelled flows against the targets they were calibrated to; prints the figures.
#include "data/geo/geodesic_distance.h"
#include "tests/data/built_in_atlas.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace flowspace {
namespace {

using testing::built_in_atlas;
using testing::groups_by_place;

struct Structure {
    double inside_percent = 0;     // both ends in one agglomeration
    double both_ends_percent = 0;  // each end in some agglomeration
    double top_percent = 0;        // carried by the strongest hundredth of the pairs
    double median_km = 0;          // of the volume
    std::size_t pairs = 0;
};

struct Flow {
    double volume = 0, km = 0;
};

double median_km(std::vector<Flow> flows) {
    std::ranges::sort(flows, {}, &Flow::km);
    double half = 0, sum = 0;
    for (const Flow& flow : flows) half += flow.volume / 2;
    for (const Flow& flow : flows)
        if ((sum += flow.volume) >= half) return flow.km;
    return 0;
}

Structure structure_of(const Dataset& dataset, LayerId layer) {
    const auto groups = groups_by_place(*dataset.atlas, GroupKind::agglomeration);
    const auto pairs = dataset.flows->pairs();
    const std::vector<ExactSum> sums = *dataset.flows->pair_sums(layer, {});
    std::vector<Flow> flows;
    double total = 0, inside = 0, both = 0, top = 0;
    for (std::size_t row = 0; row < pairs.size(); ++row) {
        if (sums[row].rows == 0) continue;
        const auto &from = groups[index(pairs[row].origin)], &to = groups[index(pairs[row].destination)];
        const double volume = value(sums[row]);
        total += volume;
        if (std::ranges::any_of(from, [&](std::size_t group) { return to.contains(group); }))
            inside += volume;
        if (!from.empty() && !to.empty()) both += volume;
        flows.push_back({volume, distance_km(dataset.atlas->places[index(pairs[row].origin)].location,
                                             dataset.atlas->places[index(pairs[row].destination)].location)});
    }
    std::ranges::sort(flows, std::ranges::greater(), &Flow::volume);
    for (std::size_t row = 0; row < flows.size() / 100; ++row) top += flows[row].volume;
    return {100 * inside / total, 100 * both / total, 100 * top / total, median_km(flows), flows.size()};
}

TEST(ModelledFlows, HaveFiveLayersThatSayTheyAreModelled) {
    const Dataset dataset = built_in_atlas();
    std::vector<std::string> keys;
    for (const LayerInfo& layer : dataset.flows->layers()) {
        keys.push_back(layer.key);
        EXPECT_EQ(layer.status, Status::modelled);
        EXPECT_NE(layer.source_en.find("model"), std::string::npos);
        EXPECT_NE(layer.source_zh.find("模型"), std::string::npos);
        EXPECT_FALSE(layer.unit.empty());
        EXPECT_FALSE(layer.unit_zh.empty());
        EXPECT_FALSE(layer.unit_en.empty());
    }
    EXPECT_EQ(keys, (std::vector<std::string>{"people", "goods", "capital", "technology", "information"}));
    EXPECT_EQ(dataset.flows->time_axis().grain, Grain::month);
    EXPECT_EQ(dataset.flows->time_axis().size(), 60u);
    EXPECT_EQ(format_time(Grain::month, dataset.flows->time_axis().starts.front()), "2019-01");
    EXPECT_EQ(format_time(Grain::month, dataset.flows->time_axis().starts.back()), "2023-12");
}

TEST(ModelledFlows, PeopleMeetTheTargetsOfTheirStructure) {
    const Structure people = structure_of(built_in_atlas(), LayerId{0});
    EXPECT_NEAR(people.inside_percent, 57, 3);
    EXPECT_NEAR(people.both_ends_percent, 82, 3);
    EXPECT_NEAR(people.top_percent, 39, 3);
}

TEST(ModelledFlows, DistancesAreAsReached) {
    const Dataset dataset = built_in_atlas();
    // Of the real data: 164, 105, 1179, 200, 657 km. Capital stays shorter: no decay at all would not bring
    // it farther, as most of the masses lie in the east.
    const std::vector<double> reached_km = {182, 106, 906, 194, 609};
    for (std::uint32_t layer = 0; layer < reached_km.size(); ++layer) {
        const Structure of = structure_of(dataset, LayerId{layer});
        fmt::print(
            "{:12} {:6} pairs: {:.1f} % inside one agglomeration, {:.1f} % with both ends in some, top 1 % "
            "of pairs carry "
            "{:.1f} %, median {:.0f} km\n",
            dataset.flows->layers()[layer].key, of.pairs, of.inside_percent, of.both_ends_percent,
            of.top_percent, of.median_km);
        EXPECT_NEAR(of.median_km, reached_km[layer], 0.1 * reached_km[layer]) << layer;
    }
}

double month_sum(const Dataset& dataset, LayerId layer, const char* month) {
    const TimeMs from = parse_time(month)->start;
    double sum = 0;
    const auto sums = *dataset.flows->pair_sums(layer, {from, step_end(Grain::month, from)});
    for (const ExactSum& of : sums) sum += value(of);
    return sum;
}

double pair_in_month(const Dataset& dataset, Pair pair, const char* month) {
    const TimeMs from = parse_time(month)->start;
    const auto sums = *dataset.flows->pair_sums(LayerId{0}, {from, step_end(Grain::month, from)});
    const auto pairs = dataset.flows->pairs();
    return value(sums[static_cast<std::size_t>(std::ranges::find(pairs, pair) - pairs.begin())]);
}

TEST(ModelledFlows, FollowTheSpringFestivalAndTheCourseOfTheYears) {
    const Dataset dataset = built_in_atlas();
    const LayerId people{0}, goods{1}, technology{3};
    EXPECT_LT(month_sum(dataset, people, "2020-02"), 0.3 * month_sum(dataset, people, "2019-02"));
    EXPECT_LT(month_sum(dataset, people, "2022-04"), 0.6 * month_sum(dataset, people, "2019-04"));
    EXPECT_GT(month_sum(dataset, people, "2023-08"), month_sum(dataset, people, "2019-08"));
    EXPECT_LT(month_sum(dataset, goods, "2019-02"), 0.85 * month_sum(dataset, goods, "2019-01"));
    EXPECT_GT(month_sum(dataset, technology, "2023-12"), 1.5 * month_sum(dataset, technology, "2019-12"));
    // The festival of 2020 fell on 25 January, that of 2021 on 12 February: home before, back after.
    const PlaceId shenzhen = *find_place(*dataset.atlas, "440300"),
                  zhoukou = *find_place(*dataset.atlas, "411600");
    const auto homeward = [&](const char* month) {
        return pair_in_month(dataset, {shenzhen, zhoukou}, month) /
               pair_in_month(dataset, {zhoukou, shenzhen}, month);
    };
    EXPECT_GT(homeward("2021-01"), 1.1 * homeward("2021-06"));
    EXPECT_LT(homeward("2021-03"), 0.9 * homeward("2021-06"));
    EXPECT_GT(homeward("2020-01"), 1.3 * homeward("2020-06"));
    EXPECT_LT(homeward("2020-02"), 0.8 * homeward("2020-06"));
}

TEST(ModelledFlows, WuhanAllButStoodStillInFebruary2020) {
    const Dataset dataset = built_in_atlas();
    const Pair pair = {*find_place(*dataset.atlas, "420100"), *find_place(*dataset.atlas, "430100")};
    EXPECT_LT(pair_in_month(dataset, pair, "2020-02"), 0.05 * pair_in_month(dataset, pair, "2019-11"));
}

TEST(ModelledFlows, EveryPairHasAValueEveryMonth) {
    const Dataset dataset = built_in_atlas();
    for (std::uint32_t layer = 0; layer < 5; ++layer) {
        const auto sums = *dataset.flows->pair_sums(LayerId{layer}, {});
        for (const ExactSum& sum : sums) {
            if (sum.rows == 0) continue;
            ASSERT_EQ(sum.rows, 60u);
            ASSERT_EQ(sum.digits, 0);
            ASSERT_GT(sum.scaled, 60);
        }
    }
}

TEST(ModelledFlows, ListEveryMassThatWasFilledIn) {
    const Dataset dataset = built_in_atlas();
    std::set<std::pair<std::string, std::string>> listed;
    for (const ImputedMass& mass : dataset.imputed) {
        EXPECT_GT(mass.value, 0);
        EXPECT_FALSE(mass.rule.empty());
        listed.emplace(mass.quantity, dataset.atlas->places[index(mass.place)].id);
    }
    std::size_t expected = 0;
    for (const Place& place : dataset.atlas->places) {
        expected += (place.population_2020 ? 0u : 1u) + (place.gdp_2020 ? 0u : 1u);
        EXPECT_EQ(listed.contains({"population_2020", place.id}), !place.population_2020) << place.id;
        EXPECT_EQ(listed.contains({"gdp_2020_100m_yuan", place.id}), !place.gdp_2020) << place.id;
    }
    EXPECT_EQ(dataset.imputed.size(), expected);
}

}  // namespace
}  // namespace flowspace
