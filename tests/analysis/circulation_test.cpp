#include "data/analysis/circulation.h"

#include "data/analysis/analysis.h"
#include "tests/analysis/demo15.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <map>
#include <string>
#include <utility>

namespace flowspace {
namespace {

AnalysisResult circulation_of_demo15() {
    const Dataset dataset = demo15_dataset();
    AnalysisInput input{.dataset = dataset};
    input.periods = *periods_of(dataset.flows->time_axis(), {}, Grain::year);
    const Result<AnalysisResult> result = run_analysis(*find_analysis("circulation"), input);
    EXPECT_TRUE(result);
    return *result;
}

const AnalysisRow* row_of(const AnalysisResult& result, const ReferenceRow& wanted, const std::string& item,
                          const std::string& measure) {
    for (const AnalysisRow& row : result.rows)
        if (row.layer == wanted.at("layer") && row.period == wanted.at("period") && row.scope == "all" &&
            row.item == item && row.measure == measure)
            return &row;
    return nullptr;
}

TEST(Circulation, EqualsTheReferenceSplit) {
    const AnalysisResult result = circulation_of_demo15();
    for (const ReferenceRow& row : read_reference("13_circulation/expected_split.csv")) {
        const AnalysisRow* flow = row_of(result, row, row.at("class"), "flow");
        const AnalysisRow* share = row_of(result, row, row.at("class"), "share");
        ASSERT_TRUE(flow && share) << row.at("class");
        expect_reference(flow->value, row.at("flow"), closed_formula, row.at("class"));
        expect_reference(share->value, row.at("share"), closed_formula, row.at("class"));
    }
}

TEST(Circulation, UnknownIsNotZero) {
    const Dataset dataset = demo15_dataset();
    AnalysisInput input{.dataset = dataset};
    const auto& groups = dataset.atlas->groups;
    const auto province = std::ranges::find(groups, GroupKind::province, &Group::kind);
    ASSERT_NE(province, groups.end());
    input.filter.inside = {GroupId{static_cast<std::uint32_t>(province - groups.begin())}};
    input.periods = *periods_of(dataset.flows->time_axis(), {}, Grain::year);
    const Result<AnalysisResult> result = run_analysis(*find_analysis("circulation"), input);
    ASSERT_TRUE(result) << result.error().message;
    int abroad = 0, other = 0;
    for (const AnalysisRow& row : result->rows) {
        if (row.measure != "flow" || row.scope != "all") continue;
        const bool international = row.item == "international";
        (international ? abroad : other) += 1;
        EXPECT_EQ(row.value.has_value(), !international) << row.item;
        EXPECT_EQ(row.note, international ? "no-place-abroad" : "") << row.item;
    }
    EXPECT_GT(abroad, 0);
    EXPECT_EQ(other, 5 * abroad);
    EXPECT_EQ(std::ranges::count(result->notes, "no-place-abroad", &OutputNote::code), 1);
}

TEST(Circulation, EqualsTheReferenceGateways) {
    const AnalysisResult result = circulation_of_demo15();
    for (const ReferenceRow& row : read_reference("13_circulation/expected_gateway.csv")) {
        expect_reference(row_of(result, row, "international", "flow")->value, row.at("international_flow"),
                         closed_formula, "flow");
        expect_reference(row_of(result, row, "", "gateway_hhi")->value, row.at("gateway_hhi"), closed_formula,
                         "hhi");
        const AnalysisRow* top = row_of(result, row, "", "top_gateway_share");
        expect_reference(top->value, row.at("top_gateway_share"), closed_formula, "top");
        EXPECT_EQ(top->label, row.at("top_gateway"));
        expect_reference(row_of(result, row, "international", "share")->value, row.at("international_share"),
                         closed_formula, "share");
    }
}

TEST(Circulation, RingsOfACoreHoldOneAnother) {
    const AnalysisResult result = circulation_of_demo15();
    std::map<std::pair<std::string, std::string>, std::map<std::string, double>> rings;
    for (const AnalysisRow& row : result.rows)
        if (row.measure == "ring_share") rings[{row.layer + row.period, row.scope}][row.item] = *row.value;
    ASSERT_FALSE(rings.empty());
    bool within = false, abroad = false;
    for (const auto& [core, share] : rings) {
        const double country = share.contains("in_country") ? share.at("in_country") : 1;
        const double agglomeration =
            share.contains("in_agglomeration") ? share.at("in_agglomeration") : country;
        if (share.contains("in_circle")) {
            EXPECT_LE(share.at("in_circle"), agglomeration) << core.second;
            EXPECT_GT(share.at("in_circle"), 0) << core.second;
        }
        EXPECT_LE(agglomeration, country) << core.second;
        EXPECT_LE(country, 1) << core.second;
        within = within || agglomeration < country;
        abroad = abroad || country < 1;
    }
    EXPECT_TRUE(within) << "some flow leaves an agglomeration";
    EXPECT_TRUE(abroad) << "some flow leaves the country";
}

TEST(CirculationClasses, TakeTheSmallestSpaceFirst) {
    const CirculationPlace core{.circles = {1}, .agglomerations = {5}, .provinces = {8}},
        across{.circles = {1}, .agglomerations = {6}, .provinces = {9}},  // a circle over two agglomerations
        both{.agglomerations = {5, 6}, .provinces = {9}}, third{.agglomerations = {7}, .provinces = {8}},
        none{.provinces = {8}}, elsewhere{.provinces = {3}}, abroad{.abroad = true};
    using enum CirculationClass;
    EXPECT_EQ(circulation_class(core, across), within_circle);
    EXPECT_EQ(circulation_class(core, both), within_agglomeration);  // in two: internal if they share any
    EXPECT_EQ(circulation_class(across, both), within_agglomeration);
    EXPECT_EQ(circulation_class(core, third), between_agglomerations);  // though they share a province
    EXPECT_EQ(circulation_class(core, none), within_province);
    EXPECT_EQ(circulation_class(core, elsewhere), other_domestic);
    EXPECT_EQ(circulation_class(abroad, core), international);
    EXPECT_EQ(circulation_class({}, {}), other_domestic);
}

TEST(CirculationSplit, LeavesOutTheDiagonalAndWhatIsUnknown) {
    const std::vector<CirculationPlace> places(2);
    const CirculationSplit made =
        split(std::vector<double>{50, 3, 4, 60}, std::vector<std::uint8_t>{1, 1, 0, 1}, places);
    EXPECT_EQ(made.total, 3);
    EXPECT_EQ(split({}, {}, {}).total, 0);
}

TEST(Reach, IsByCostBothWaysAndItsMedianWeighted) {
    constexpr double no_way = std::numeric_limits<double>::infinity();
    // Place 0 sends 10 to 1 (20 min), 30 to 2 (60 min); receives 20 from 1 (25 min), 40 from 2 (no way
    // known).
    const std::vector<double> flow = {0, 10, 30, 20, 0, 7, 40, 7, 0};
    const std::vector<double> cost = {0, 20, 60, 25, 0, 5, no_way, 5, 0};
    const std::vector<std::uint8_t> known = {0, 1, 1, 1, 0, 1, 1, 1, 0};
    const std::vector<double> limits = {10, 20, 30, 60};
    const Reach made = reach({flow, cost, known, 3}, 0, limits);
    EXPECT_EQ(*made.within[0], 0);
    EXPECT_NEAR(*made.within[1], 10 / 60.0, 1e-15);
    EXPECT_NEAR(*made.within[2], 30 / 60.0, 1e-15);
    EXPECT_EQ(*made.within[3], 1);
    EXPECT_EQ(made.median, 25);
    EXPECT_EQ(made.without_cost, 40);
    EXPECT_FALSE(reach({flow, cost, std::vector<std::uint8_t>(9, 0), 3}, 0, limits).median);
}

TEST(TieAsymmetry, IsFromMinusOneToOneAndNothingWithoutFlow) {
    EXPECT_EQ(tie_asymmetry(3, 1), 0.5);
    EXPECT_EQ(tie_asymmetry(0, 4), -1);
    EXPECT_FALSE(tie_asymmetry(0, 0));
}

TEST(Gateways, WithoutAbroadAreNone) {
    const std::vector<CirculationPlace> places(2);
    const Gateways made =
        gateways(std::vector<double>{0, 3, 4, 0}, std::vector<std::uint8_t>{0, 1, 1, 0}, places);
    EXPECT_FALSE(made.hhi);
    EXPECT_FALSE(made.top);
}

}  // namespace
}  // namespace flowspace
