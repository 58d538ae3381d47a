#include "data/analysis/interaction.h"

#include "tests/analysis/reference_table.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace flowspace {
namespace {

constexpr double no_way = std::numeric_limits<double>::infinity();

std::vector<double> sums_of_rows(const std::vector<double>& flow, std::size_t columns) {
    std::vector<double> sums(flow.size() / columns, 0);
    for (std::size_t cell = 0; cell < flow.size(); ++cell) sums[cell / columns] += flow[cell];
    return sums;
}

std::vector<double> sums_of_columns(const std::vector<double>& flow, std::size_t columns) {
    std::vector<double> sums(columns, 0);
    for (std::size_t cell = 0; cell < flow.size(); ++cell) sums[cell % columns] += flow[cell];
    return sums;
}

/// demo40 as matrices; the diagonal has no way.
struct Demo40 {
    std::vector<std::string> ids;
    std::vector<double> flow, cost, mass;
    std::vector<std::uint8_t> used;
    Margins margins;

    std::size_t cell(const std::string& origin, const std::string& destination) const {
        const auto at = [&](const std::string& id) {
            return static_cast<std::size_t>(std::ranges::find(ids, id) - ids.begin());
        };
        return at(origin) * ids.size() + at(destination);
    }
};

Demo40 demo40() {
    Demo40 demo;
    for (const ReferenceRow& node : read_reference("data/demo40_nodes.csv")) {
        demo.ids.push_back(node.at("id"));
        demo.mass.push_back(number(node, "pop_10k"));
    }
    demo.flow.assign(1600, 0);
    demo.cost.assign(1600, no_way);
    demo.used.assign(1600, 0);
    for (const ReferenceRow& row : read_reference("data/demo40_flows.csv")) {
        const std::size_t cell = demo.cell(row.at("origin"), row.at("destination"));
        demo.flow[cell] = number(row, "flow");
        demo.cost[cell] = number(row, "distance_km");
        demo.used[cell] = 1;
    }
    demo.margins = {sums_of_rows(demo.flow, 40), sums_of_columns(demo.flow, 40)};
    return demo;
}

void expect_flows(const Demo40& demo, const std::vector<double>& flow, const std::string& column) {
    for (const ReferenceRow& row : read_reference("04_spatial_interaction/expected_demo40_flows.csv"))
        expect_reference(flow[demo.cell(row.at("origin"), row.at("destination"))], row.at(column),
                         iterated_fit, column + row.at("origin") + row.at("destination"));
}

void expect_fit(const Demo40& demo, const std::vector<double>& flow, const std::string& model) {
    const InteractionFit fit = compare(flow, {demo.flow, demo.cost, demo.used});
    for (const ReferenceRow& row : read_reference("04_spatial_interaction/expected_demo40_fit.csv")) {
        if (row.at("model") != model) continue;
        expect_reference(fit.mean_cost, row.at("mean_cost"), iterated_fit, model);
        expect_reference(fit.mean_ln_cost, row.at("mean_ln_cost"), iterated_fit, model);
        expect_reference(fit.srmse, row.at("srmse"), iterated_fit, model);
        expect_reference(fit.common_part, row.at("common_part_of_commuters"), iterated_fit, model);
        expect_reference(fit.r2, row.at("r2"), iterated_fit, model);
        expect_reference(fit.deviance, row.at("deviance"), iterated_fit, model);
        return;
    }
    FAIL() << model;
}

TEST(Furness, EqualsTheReferenceByHand) {
    std::vector<double> cost;
    Margins margins{{0, 0, 0}, {0, 0, 0}};
    for (const ReferenceRow& row : read_reference("04_spatial_interaction/input_3x3.csv")) {
        margins.out[cost.size() / 3] = number(row, "O_i");
        margins.in[cost.size() % 3] = number(row, "D_j");
        cost.push_back(number(row, "cost_min"));
    }
    // Deterrence of the example: exp(-0.1 c).
    const FurnessFit fit = furness(deterrence_of(cost, Deterrence::exponential, 0.1), margins);
    EXPECT_TRUE(fit.converged);
    const auto expected = read_reference("04_spatial_interaction/expected_3x3.csv");
    for (std::size_t cell = 0; cell < 9; ++cell)
        expect_reference(fit.flow[cell], expected[cell].at("flow"), iterated_fit, std::to_string(cell));
}

TEST(Furness, EqualsTheReferenceOnDemo40) {
    const Demo40 demo = demo40();
    const FurnessFit fit = furness(deterrence_of(demo.cost, Deterrence::exponential, 0.004), demo.margins);
    expect_flows(demo, fit.flow, "exp_beta_0.004");
    expect_fit(demo, fit.flow, "exp, beta given 0.004");
}

TEST(Calibration, TakesHymansSteps) {
    const Demo40 demo = demo40();
    const double target = mean_cost(demo.flow, demo.cost, Deterrence::exponential);
    const Calibration made = calibrate({.cost = demo.cost,
                                        .allowed = demo.used,
                                        .margins = demo.margins,
                                        .target = target,
                                        .tolerance = 1e-9});
    EXPECT_TRUE(made.converged);
    const auto expected = read_reference("04_spatial_interaction/expected_hyman_steps.csv");
    ASSERT_EQ(made.steps.size(), expected.size());
    for (std::size_t step = 0; step < expected.size(); ++step) {
        expect_reference(made.steps[step].beta, expected[step].at("beta"), iterated_fit,
                         std::to_string(step));
        expect_reference(made.steps[step].mean_cost, expected[step].at("modelled_mean_cost"), iterated_fit,
                         "");
    }
    expect_reference(made.target, expected[0].at("target_mean_cost"), closed_formula, "target");
    expect_flows(demo, made.fit.flow, "exp_calibrated");
    expect_fit(demo, made.fit.flow, "exp, beta by mean cost");
    const std::vector<double> divided = production_constrained(
        deterrence_of(demo.cost, Deterrence::exponential, made.beta), demo.margins.out, demo.margins.in);
    expect_flows(demo, divided, "production_constrained");
    expect_fit(demo, divided, "production-constrained exp, same beta");
}

TEST(Calibration, OfThePowerLawMeetsTheMeanLogCost) {
    const Demo40 demo = demo40();
    const Calibration made = calibrate({.cost = demo.cost,
                                        .allowed = demo.used,
                                        .margins = demo.margins,
                                        .law = Deterrence::power,
                                        .target = mean_cost(demo.flow, demo.cost, Deterrence::power)});
    EXPECT_TRUE(made.converged);
    EXPECT_NEAR(made.beta, 1.5039373762031314, 1e-7);
    expect_flows(demo, made.fit.flow, "power_calibrated");
    expect_fit(demo, made.fit.flow, "power, beta by mean ln cost");
}

TEST(Radiation, EqualsTheReference) {
    const Demo40 demo = demo40();
    const std::vector<double> finite =
        radiation(demo.cost, demo.margins.out, demo.mass, RadiationSystem::finite);
    expect_flows(demo, finite, "radiation");
    expect_fit(demo, finite, "radiation, finite-size factor 1/(1-m_i/M)");
    expect_fit(demo, radiation(demo.cost, demo.margins.out, demo.mass, RadiationSystem::unbounded),
               "radiation, no factor (flow leaks out of the system)");
    const std::vector<double> out = sums_of_rows(finite, 40);
    for (std::size_t row = 0; row < 40; ++row) EXPECT_NEAR(out[row], demo.margins.out[row], 1e-6);
}

TEST(Radiation, PlacesAtEqualCostAreNotBetween) {
    // From 0: places 1 and 2 at 10, place 3 at 20; masses 1 2 3 4; 100 set out.
    const std::vector<double> cost = {0, 10, 10, 20, 10, 0, 5, 7, 10, 5, 0, 7, 20, 7, 7, 0};
    const std::vector<double> flow = radiation(cost, std::vector<double>{100, 0, 0, 0},
                                               std::vector<double>{1, 2, 3, 4}, RadiationSystem::unbounded);
    EXPECT_NEAR(flow[1], 100.0 * 1 * 2 / (1 * 3), 1e-12);
    EXPECT_NEAR(flow[2], 100.0 * 1 * 3 / (1 * 4), 1e-12);
    EXPECT_NEAR(flow[3], 100.0 * 1 * 4 / (6 * 10), 1e-12);
}

TEST(Furness, InfeasibleMarginsFitColumnsAndSayByHowMuchRowsDoNot) {
    // Place 0 may only go to 0 and sends 10, but only 4 arrive there.
    const std::vector<double> f = {1, 0, 1, 1};
    const FurnessFit fit = furness(f, {{10, 5}, {4, 11}}, {.most = 500});
    EXPECT_FALSE(fit.converged);
    EXPECT_LE(fit.sweeps, 500);
    EXPECT_GT(fit.residual, 0.2);
    EXPECT_NEAR(fit.flow[0] + fit.flow[2], 4, 1e-9);
    EXPECT_NEAR(fit.flow[1] + fit.flow[3], 11, 1e-9);
    EXPECT_NEAR(fit.flow[0] + fit.flow[1], 4, 0.1);  // not 10
}

TEST(Furness, UnequalTotalsAreScaledToTheOrigins) {
    const FurnessFit fit = furness(std::vector<double>{1, 2, 3, 1}, {{10, 20}, {25, 35}});
    EXPECT_TRUE(fit.converged);
    EXPECT_DOUBLE_EQ(fit.scale, 0.5);
    EXPECT_NEAR(fit.flow[0] + fit.flow[2], 12.5, 1e-9);
    EXPECT_NEAR(fit.flow[0] + fit.flow[1], 10, 1e-9);
}

TEST(Furness, AMarginOfZeroIsARowOfZeros) {
    const FurnessFit fit = furness(std::vector<double>(9, 1.0), {{0, 6, 3}, {5, 0, 4}});
    EXPECT_TRUE(fit.converged);
    for (const std::size_t cell : {0, 1, 2, 4, 7}) EXPECT_EQ(fit.flow[cell], 0);
    EXPECT_NEAR(fit.flow[3], 6 * 5 / 9.0, 1e-12);
    const FurnessFit nothing = furness(std::vector<double>(4, 1.0), {{0, 0}, {0, 0}});
    EXPECT_EQ(nothing.flow, std::vector<double>(4, 0.0));
}

TEST(Deterrence, IsNothingWhereThereIsNoWay) {
    const std::vector<double> cost = {0, 2, no_way, std::nan("")};
    EXPECT_EQ(deterrence_of(cost, Deterrence::power, 2), (std::vector<double>{0, 0.25, 0, 0}));
    EXPECT_EQ(deterrence_of(cost, Deterrence::exponential, 0)[0], 1);
    EXPECT_EQ(deterrence_of(cost, Deterrence::exponential, 0)[2], 0);
}

TEST(Calibration, ThatCannotBeMetSaysSo) {
    // Two places that each send all to the other: the mean cost is 5 whatever beta is.
    const std::vector<double> cost = {no_way, 5, 5, no_way};
    const Margins margins{{1, 1}, {1, 1}};
    const Calibration made = calibrate({.cost = cost, .allowed = {}, .margins = margins, .target = 4});
    EXPECT_FALSE(made.converged);
}

TEST(Compare, HasNoDevianceWhereAFlowIsImpossible) {
    const std::vector<double> observed = {0, 4, 6, 0}, cost = {no_way, 1, 1, no_way};
    const std::vector<std::uint8_t> used = {0, 1, 1, 0};
    const InteractionFit fit = compare(std::vector<double>{0, 0, 10, 0}, {observed, cost, used});
    EXPECT_FALSE(fit.deviance);
    EXPECT_NEAR(*fit.common_part, 0.6, 1e-15);
    EXPECT_NEAR(fit.srmse, 4 / 5.0, 1e-15);
}

}  // namespace
}  // namespace flowspace
