// Inequality and convergence against the reference, and at their edges.
#include "data/analysis/growth.h"
#include "data/analysis/inequality.h"
#include "tests/analysis/demo_tables.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

namespace flowspace {
namespace {

using reference::close;
using reference::number;

/// The panel in one year.
struct Year {
    std::vector<double> value, weight;
    std::vector<std::uint8_t> core;
    std::vector<std::string> agglomeration, province;

    explicit Year(const std::string& year) {
        for (const auto& row : reference::table("10_equity/input_panel.csv")) {
            if (row.at("year") != year) continue;
            value.push_back(number(row, "gdp_per_head_cny"));
            weight.push_back(number(row, "pop_10k"));
            core.push_back(row.at("core") == "1");
            agglomeration.push_back(row.at("agglomeration").empty() ? "(none)" : row.at("agglomeration"));
            province.push_back(row.at("province"));
        }
    }
    Weighted data() const { return {value, weight}; }
};

std::vector<std::uint32_t> labels(const std::vector<std::string>& names,
                                  std::map<std::string, std::uint32_t>& known) {
    for (const std::string& name : names) known.emplace(name, 0);
    std::uint32_t next = 0;
    for (auto& [name, label] : known) label = next++;
    std::vector<std::uint32_t> result;
    for (const std::string& name : names) result.push_back(known.at(name));
    return result;
}

/// The Gini is twice the area between the curve and the line of evenness, so the reference's Gini checks it.
TEST(Equity, TheLorenzCurveEnclosesTheReferencesGini) {
    for (const auto& row : reference::table("10_equity/expected_summary.csv")) {
        const Year year(row.at("year"));
        const std::vector<LorenzPoint> curve = lorenz_curve(year.data());
        ASSERT_EQ(curve.size(), year.value.size());
        double people = 0, value = 0, under = 0;
        for (const LorenzPoint& point : curve) {
            EXPECT_GE(point.people, people);
            EXPECT_LE(point.value, point.people + 1e-12) << "below the line of evenness";
            under += (point.people - people) * (point.value + value) / 2;
            people = point.people;
            value = point.value;
        }
        EXPECT_NEAR(1 - 2 * under, number(row, "gini_pop_weighted"), 1e-9) << row.at("year");
        EXPECT_EQ(people, 1);
        EXPECT_EQ(value, 1);
    }
    EXPECT_TRUE(lorenz_curve({}).empty());
    const std::vector<double> nothing = {0, 0}, alike = {1, 1};
    EXPECT_TRUE(lorenz_curve({nothing, alike}).empty());
    EXPECT_EQ(lorenz_curve({alike, alike})[0].row, 0U) << "ties keep their order";
}

TEST(Equity, IndicesAreTheReferences) {
    for (const auto& row : reference::table("10_equity/expected_summary.csv")) {
        const Year year(row.at("year"));
        const Inequality found = inequality(year.data());
        EXPECT_TRUE(close(*found.gini_unweighted, number(row, "gini"), 1e-9));
        EXPECT_TRUE(close(*found.gini_sample, number(row, "gini_n_minus_1"), 1e-9));
        EXPECT_TRUE(close(*found.gini, number(row, "gini_pop_weighted"), 1e-9));
        EXPECT_TRUE(close(*found.theil_t_unweighted, number(row, "theil_t"), 1e-9));
        EXPECT_TRUE(close(*found.theil_t, number(row, "theil_t_pop_weighted"), 1e-9));
        EXPECT_TRUE(close(*found.theil_l, number(row, "theil_l_pop_weighted"), 1e-9));
        EXPECT_TRUE(close(*found.cv, number(row, "cv_population"), 1e-9));
        EXPECT_TRUE(close(*found.williamson, number(row, "cv_williamson"), 1e-9));
        EXPECT_TRUE(close(*found.sigma, number(row, "sigma_sd_ln"), 1e-9)) << *found.sigma;
        EXPECT_TRUE(close(*found.max_min, number(row, "max_min_ratio"), 1e-9));
        EXPECT_TRUE(close(*core_ratio(year.data(), year.core), number(row, "core_periphery_ratio"), 1e-9));
    }
}

TEST(Equity, DecompositionsAreTheReferences) {
    for (const auto& row : reference::table("10_equity/expected_decomposition.csv")) {
        const Year year(row.at("year"));
        std::map<std::string, std::uint32_t> known;
        const auto group =
            labels(row.at("level") == "agglomeration" ? year.agglomeration : year.province, known);
        const auto split = theil_split(year.data(), group);
        ASSERT_TRUE(split);
        const double t = number(row, "contribution_t"), l = number(row, "contribution_l");
        if (row.at("group") == "_between_") {
            EXPECT_TRUE(close(split->between_t, t, 1e-9));
            EXPECT_TRUE(close(*split->between_l, l, 1e-9));
        } else if (row.at("group") == "_within_") {
            EXPECT_TRUE(close(split->within_t, t, 1e-9));
            EXPECT_TRUE(close(*split->within_l, l, 1e-9));
        } else if (row.at("group") == "_total_") {
            EXPECT_TRUE(close(split->within_t + split->between_t, t, 1e-9));
            EXPECT_TRUE(close(*split->within_l + *split->between_l, l, 1e-9));
        } else {
            const TheilGroup& one = split->groups.at(known.at(row.at("group")));
            EXPECT_TRUE(close(one.income_share, number(row, "income_share"), 1e-9));
            EXPECT_TRUE(close(one.population_share, number(row, "pop_share"), 1e-9));
            EXPECT_TRUE(close(one.mean, number(row, "mean"), 1e-9));
            EXPECT_TRUE(close(one.theil_t, number(row, "theil_t"), 1e-9));
            EXPECT_TRUE(close(*one.theil_l, number(row, "theil_l"), 1e-9));
            EXPECT_TRUE(close(one.contribution_t, t, 1e-9));
            EXPECT_TRUE(close(*one.contribution_l, l, 1e-9));
        }
    }
}

TEST(Equity, ConvergenceIsTheReferences) {
    std::map<std::string, double> expected;
    for (const auto& row : reference::table("10_equity/expected_convergence.csv"))
        expected[row.at("quantity")] = number(row, "value");
    const Year first("2018"), last("2024");
    const auto found = beta_convergence(first.value, last.value, 6);
    ASSERT_TRUE(found);
    EXPECT_TRUE(close(found->beta, expected.at("beta_ols"), 1e-9));
    EXPECT_TRUE(close(found->standard_error, expected.at("se"), 1e-9));
    EXPECT_TRUE(close(found->intercept, expected.at("intercept"), 1e-9));
    EXPECT_TRUE(close(found->t, expected.at("t"), 1e-9));
    EXPECT_TRUE(close(found->r2, expected.at("r2"), 1e-9));
    EXPECT_TRUE(close(*found->speed, expected.at("speed_lambda_per_year"), 1e-9));
    EXPECT_TRUE(close(*found->half_life, expected.at("half_life_years"), 1e-9));
    EXPECT_TRUE(close(*inequality(first.data()).sigma, expected.at("sigma_2018"), 1e-9));
    EXPECT_TRUE(close(*inequality(last.data()).sigma, expected.at("sigma_2024"), 1e-9));
}

TEST(Equity, UrbanAndRuralAreTheReferences) {
    const auto rows = reference::table("10_equity/input_urban_rural.csv");
    const auto expected = reference::table("10_equity/expected_urban_rural.csv");
    for (std::size_t at = 0; at < rows.size(); ++at) {
        const auto gap = urban_rural_gap({number(rows[at], "urban_pop"), number(rows[at], "urban_income"),
                                          number(rows[at], "rural_pop"), number(rows[at], "rural_income")});
        EXPECT_TRUE(close(gap->ratio, number(expected[at], "income_ratio"), 1e-9));
        EXPECT_TRUE(close(gap->theil, number(expected[at], "theil_urban_rural"), 1e-9));
    }
    EXPECT_FALSE(urban_rural_gap({1, 5, 1, 0}));
}

TEST(Equity, DagumAddsUpToTheGini) {
    const Year year("2024");
    std::map<std::string, std::uint32_t> known;
    const auto group = labels(year.agglomeration, known);
    const auto split = dagum_split(year.data(), group);
    EXPECT_NEAR(split->within + split->net_between + split->transvariation, *inequality(year.data()).gini,
                1e-12);
    EXPECT_GT(split->transvariation, 0);
    // Groups that do not overlap leave nothing to transvariation: (1, 2) and (10, 20), by hand.
    const std::vector<double> value = {1, 2, 10, 20}, alike(4, 1.0);
    const auto apart = dagum_split({value, alike}, std::vector<std::uint32_t>{0, 0, 1, 1});
    EXPECT_NEAR(apart->transvariation, 0, 1e-15);
    EXPECT_NEAR(apart->within, (2.0 * 1 + 2.0 * 10) / 16 / (2 * 8.25), 1e-12);
    EXPECT_NEAR(apart->net_between, 2.0 * (9 + 19 + 8 + 18) / 16 / (2 * 8.25), 1e-12);
}

TEST(Equity, ZeroIncomesOneGroupAndNobody) {
    const std::vector<double> value = {0, 4, 8}, weight = {1, 1, 2};
    const Inequality found = inequality({value, weight});
    EXPECT_TRUE(found.theil_t && found.gini);
    EXPECT_FALSE(found.theil_l || found.sigma || found.max_min);  // infinite
    const auto one = theil_split({value, weight}, std::vector<std::uint32_t>{5, 5, 5});
    EXPECT_NEAR(one->between_t, 0, 1e-15);
    EXPECT_NEAR(one->within_t, *found.theil_t, 1e-15);
    EXPECT_FALSE(one->within_l);
    EXPECT_FALSE(inequality({}).gini);
    EXPECT_FALSE(theil_split({}, {}));
    const std::vector<double> nothing = {0, 0}, two = {1, 1};
    EXPECT_FALSE(inequality({nothing, two}).gini);
    EXPECT_FALSE(dagum_split({nothing, two}, std::vector<std::uint32_t>{0, 1}));
    const std::vector<double> alone = {7}, once = {3};
    EXPECT_EQ(inequality({alone, once}).gini, 0);
    EXPECT_FALSE(inequality({alone, once}).gini_sample || inequality({alone, once}).sigma);
    EXPECT_FALSE(core_ratio({alone, once}, std::vector<std::uint8_t>{1}));
}

TEST(Equity, WeightsAreCopies) {
    const std::vector<double> value = {3, 9}, weight = {2, 1}, copied = {3, 3, 9}, alike = {1, 1, 1};
    EXPECT_NEAR(*inequality({value, weight}).gini, *inequality({copied, alike}).gini, 1e-15);
    EXPECT_NEAR(*inequality({value, weight}).theil_l, *inequality({copied, alike}).theil_l, 1e-15);
}

TEST(Equity, ContributionsToGrowthAddUpByHand) {
    // 10 -> 16 and 20 -> 22 in group 1, 30 -> 25 in group 0, 40 -> 57 in group 2: 8, -5 and 17 of 20.
    const std::vector<double> before = {10, 20, 30, 40}, after = {16, 22, 25, 57};
    const GrowthSplit split = growth_split(before, after, std::vector<std::uint32_t>{1, 1, 0, 2});
    EXPECT_EQ(split.places, 4U);
    EXPECT_EQ(split.change, 20);
    ASSERT_EQ(split.parts.size(), 3U);
    EXPECT_EQ(split.parts[0].group, 0U);
    EXPECT_EQ(split.parts[0].contribution, -0.25) << "a group that shrank takes away";
    EXPECT_EQ(split.parts[1].change, 8);
    EXPECT_EQ(split.parts[1].places, 2U);
    EXPECT_EQ(split.parts[1].contribution, 0.4);
    EXPECT_EQ(split.parts[2].contribution, 0.85);
    const GrowthSplit shrank = growth_split(after, before, std::vector<std::uint32_t>{1, 1, 0, 2});
    EXPECT_EQ(shrank.parts[1].change, -8);
    EXPECT_FALSE(shrank.parts[1].contribution) << "nothing to contribute to";
}

TEST(Equity, FastConvergenceHasNoSpeed) {
    const auto found =
        beta_convergence(std::vector<double>{1, 10, 100}, std::vector<double>{1000, 100, 10}, 1);
    EXPECT_NEAR(found->beta, -2, 1e-9);
    EXPECT_FALSE(found->speed || found->half_life);
    EXPECT_FALSE(beta_convergence(std::vector<double>{2, 2, 2}, std::vector<double>{1, 2, 3}, 1));
    EXPECT_FALSE(beta_convergence(std::vector<double>{1, 2}, std::vector<double>{2, 2}, 1));
}

}  // namespace
}  // namespace flowspace
