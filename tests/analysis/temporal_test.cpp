// Seasons, anomalies and comparisons against the reference, and at their edges.
#include "data/analysis/anomaly.h"
#include "data/analysis/count_test.h"
#include "data/analysis/stl.h"
#include "tests/analysis/demo_tables.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace flowspace {
namespace {

using reference::close;
using reference::number;

TEST(Temporal, SeasonsOfNottemAreTheReferences) {
    std::vector<double> series;
    for (const auto& row : reference::table("14_temporal/input_nottem.csv"))
        series.push_back(number(row, "value"));
    StlOptions options{.period = 12, .season_window = 7};
    const auto plain = stl(series, options, Season::changing);
    const auto periodic = stl(series, options, Season::periodic);
    options.inner = 1;
    options.outer = 5;
    const auto robust = stl(series, options, Season::changing);
    ASSERT_TRUE(plain && periodic && robust);
    const auto rows = reference::table("14_temporal/expected_stl_nottem.csv");
    for (std::size_t at = 0; at < rows.size(); ++at) {
        EXPECT_TRUE(close(plain->season[at], number(rows[at], "seasonal_w7"), 1e-9)) << at;
        EXPECT_TRUE(close(plain->trend[at], number(rows[at], "trend_w7"), 1e-9)) << at;
        EXPECT_TRUE(close(plain->remainder[at], number(rows[at], "remainder_w7"), 1e-9)) << at;
        EXPECT_TRUE(close(robust->season[at], number(rows[at], "seasonal_w7_robust"), 1e-7)) << at;
        EXPECT_TRUE(close(robust->trend[at], number(rows[at], "trend_w7_robust"), 1e-7)) << at;
        EXPECT_TRUE(close(robust->remainder[at], number(rows[at], "remainder_w7_robust"), 1e-7)) << at;
        EXPECT_TRUE(close(periodic->season[at], number(rows[at], "seasonal_periodic"), 1e-9)) << at;
        EXPECT_TRUE(close(periodic->trend[at], number(rows[at], "trend_periodic"), 1e-9)) << at;
        if (HasFailure()) break;
    }
}

/// The daily series of the reference, which was made with a low window of 9.
Result<Stl> daily_parts(std::vector<double>& series) {
    for (const auto& row : reference::table("14_temporal/input_daily.csv"))
        series.push_back(std::log(number(row, "flow")));
    return stl(series, {.period = 7, .season_window = 15, .low_window = 9, .inner = 1, .outer = 5},
               Season::changing);
}

TEST(Temporal, DailySeriesAndItsAnomaliesAreTheReferences) {
    std::vector<double> series;
    const auto found = daily_parts(series);
    ASSERT_TRUE(found);
    const std::vector<double> z = robust_z(found->remainder);
    const auto rows = reference::table("14_temporal/expected_daily.csv");
    std::vector<std::string> flagged;
    const std::vector<std::uint8_t> anomaly = anomalies(found->remainder, {});
    for (std::size_t at = 0; at < rows.size(); ++at) {
        EXPECT_TRUE(close(found->season[at], number(rows[at], "log_seasonal"), 1e-7));
        EXPECT_TRUE(close(found->trend[at], number(rows[at], "log_trend"), 1e-7));
        EXPECT_TRUE(close(found->remainder[at], number(rows[at], "log_remainder"), 1e-7));
        EXPECT_TRUE(close(z[at], number(rows[at], "robust_z"), 1e-7));
        EXPECT_EQ(std::abs(z[at]) > 3.5, rows[at].at("anomaly") == "1");
        if (anomaly[at]) flagged.push_back(rows[at].at("date"));
    }
    for (const std::string planted : {"2023-08-02", "2024-05-01", "2024-11-20"})
        EXPECT_EQ(std::ranges::count(flagged, planted), 1) << planted;
    std::map<std::string, double> expected;
    for (const auto& row : reference::table("14_temporal/expected_strengths.csv"))
        expected[row.at("quantity")] = number(row, "value");
    EXPECT_TRUE(
        close(strength_of(found->season, found->remainder), expected.at("seasonal_strength_weekly"), 1e-7));
    EXPECT_TRUE(close(strength_of(found->trend, found->remainder), expected.at("trend_strength"), 1e-7));
}

TEST(Temporal, TheLunarProfileLeavesThePlantedAnomaliesOnly) {
    std::vector<double> series;
    ASSERT_TRUE(daily_parts(series));
    std::vector<int> offset;
    for (const auto& row : reference::table("14_temporal/input_daily.csv"))
        offset.push_back(static_cast<int>(number(row, "days_from_lunar_new_year")));
    const std::vector<double> usual(series.size(), 8.65);
    std::vector<double> above(series);
    for (double& value : above) value -= 8.65;
    const LunarProfile profile = lunar_profile(above, offset, 25);
    const std::vector<double> effect = lunar_effect(profile, offset);
    for (std::size_t at = 0; at < series.size(); ++at) series[at] -= effect[at];
    const auto after =
        stl(series, {.period = 7, .season_window = 15, .inner = 1, .outer = 5}, Season::changing);
    std::vector<std::string> flagged;
    const std::vector<std::uint8_t> anomaly = anomalies(after->remainder, {});
    const auto rows = reference::table("14_temporal/expected_daily.csv");
    for (std::size_t at = 0; at < rows.size(); ++at)
        if (anomaly[at]) flagged.push_back(rows[at].at("date"));
    EXPECT_EQ(flagged, (std::vector<std::string>{"2023-08-02", "2024-05-01", "2024-11-20"}));
}

TEST(Temporal, WeekdaysAreTheReferences) {
    std::vector<double> flows;
    std::vector<int> weekday;
    for (const auto& row : reference::table("14_temporal/input_daily.csv")) {
        flows.push_back(number(row, "flow"));
        weekday.push_back(static_cast<int>(number(row, "weekday_monday1")));
    }
    const ClassProfile profile = class_profile(flows, weekday, 7);
    for (const auto& row : reference::table("14_temporal/expected_weekday_profile.csv")) {
        const auto at = static_cast<std::size_t>(number(row, "weekday")) - 1;
        EXPECT_EQ(profile.median[at], number(row, "median_flow"));
        EXPECT_TRUE(close(profile.index[at], number(row, "index"), 1e-9));
    }
    EXPECT_TRUE(std::isnan(class_profile(std::vector<double>{1}, std::vector<int>{1}, 2).median[1]));
}

TEST(Temporal, GrowthIsTheReferences) {
    std::map<std::string, double> expected;
    for (const auto& row : reference::table("14_temporal/expected_growth.csv"))
        expected[row.at("quantity")] = number(row, "value");
    EXPECT_TRUE(close(compound_growth(100, 150, 5), expected.at("cagr_100_to_150_in_5_years"), 1e-12));
    EXPECT_TRUE(close(log_growth(100, 150, 5), expected.at("log_growth_100_to_150_in_5_years"), 1e-12));
    EXPECT_TRUE(close(doubling_years(0.07), expected.at("doubling_years_at_7pct"), 1e-12));
}

TEST(Temporal, GapsShortSeriesAndStopsAreRefused) {
    std::vector<double> series(40, 1);
    EXPECT_TRUE(stl(series, {}, Season::periodic));
    series[7] = std::nan("");
    EXPECT_FALSE(stl(series, {}, Season::periodic));
    EXPECT_FALSE(stl(std::vector<double>(14, 1), {}, Season::periodic));
    EXPECT_FALSE(stl(std::vector<double>(40, 1), {.period = 1}, Season::periodic));
    std::stop_source stop;
    stop.request_stop();
    EXPECT_FALSE(stl(std::vector<double>(40, 1), {}, Season::periodic, stop.get_token()));
    EXPECT_EQ(strength_of(std::vector<double>(5, 1), std::vector<double>(5, 0)), 0);
}

TEST(Temporal, RobustZByHand) {
    EXPECT_EQ(robust_z(std::vector<double>{5, 5, 5, 9}),
              (std::vector<double>{0, 0, 0, 0}));  // no spread to tell by
    const auto z = robust_z(std::vector<double>{1, 2, 3, 4, 100, std::nan("")});
    EXPECT_NEAR(z[4], 0.6745 * 97, 1e-3);
    EXPECT_TRUE(std::isnan(z[5]));
    // Far from the rest, but 1 % only: no anomaly.
    EXPECT_EQ(anomalies(std::vector<double>{0, 1e-4, -1e-4, 2e-4, 0.01}, {})[4], 0);
}

TEST(Temporal, LunarProfileByHand) {
    const std::vector<double> values = {1, 3, 5, std::nan(""), 9};
    const std::vector<int> offset = {-1, -1, 0, 0, 8};
    const LunarProfile profile = lunar_profile(values, offset, 2);
    EXPECT_EQ(profile.effect[1], 2);
    EXPECT_EQ(profile.effect[2], 5);
    EXPECT_TRUE(std::isnan(profile.effect[0]));
    EXPECT_EQ(lunar_effect(profile, std::vector<int>{-1, 2, 8}), (std::vector<double>{2, 0, 0}));
}

/// Two-sided probability and bounds by plain sums, for small counts.
double plain_p(int after, int sum, double share) {
    const auto chance = [&](int k) {
        return std::exp(std::lgamma(sum + 1) - std::lgamma(k + 1) - std::lgamma(sum - k + 1)) *
               std::pow(share, k) * std::pow(1 - share, sum - k);
    };
    double p = 0;
    for (int k = 0; k <= sum; ++k)
        if (chance(k) <= chance(after) * (1 + 1e-7)) p += chance(k);
    return std::min(1.0, p);
}

TEST(Temporal, CountsAreComparedExactly) {
    std::vector<double> all;
    for (const auto& row : reference::table("14_temporal/input_before_after.csv")) {
        const auto before = static_cast<std::uint64_t>(number(row, "before"));
        const auto after = static_cast<std::uint64_t>(number(row, "after"));
        const CountComparison found = compare_counts({before, after});
        all.push_back(found.p.value_or(std::nan("")));
        if (before + after == 0) {
            EXPECT_FALSE(found.ratio || found.p);
            continue;
        }
        if (before + after < 1000) {
            EXPECT_NEAR(*found.p, plain_p(static_cast<int>(after), static_cast<int>(before + after), 0.5),
                        1e-9);
        }
        EXPECT_LE(found.lower, *found.ratio);
        EXPECT_GE(found.upper, *found.ratio);
        if (before == 0) {
            EXPECT_TRUE(std::isinf(found.upper) && std::isinf(*found.ratio));
        }
        if (after == 0) {
            EXPECT_EQ(found.lower, 0);
        }
    }
    const auto adjusted = benjamini_hochberg(all);
    for (std::size_t at = 0; at < all.size(); ++at)
        if (!std::isnan(all[at])) {
            EXPECT_GE(adjusted[at], all[at]);
        }
    EXPECT_TRUE(std::isnan(adjusted[8]));
    // R: poisson.test(c(9, 0)): (0.5976, Inf); upper bound 0.975^(1/9) reversed: lower odds = q/(1-q), q =
    // 0.025^(1/9).
    const double q = std::pow(0.025, 1.0 / 9);
    EXPECT_NEAR(compare_counts({0, 9}).lower, q / (1 - q), 1e-9);
    EXPECT_NEAR(*compare_counts({0, 9}).p, 2 * std::pow(0.5, 9), 1e-12);
    // Twice the days: half the rate.
    EXPECT_DOUBLE_EQ(*compare_counts({.before = 10, .after = 20, .after_exposure = 2}).ratio, 1);
    EXPECT_NEAR(*compare_counts({.before = 3, .after = 20, .after_exposure = 2}).p, plain_p(20, 23, 2.0 / 3),
                1e-9);
    EXPECT_EQ(*compare_counts({20, 20}).p, 1);
}

TEST(Temporal, FalseDiscoveriesByHand) {
    // Benjamini and Hochberg: p x m / rank, made monotone from the largest.
    EXPECT_EQ(benjamini_hochberg(std::vector<double>{0.01, 0.04, 0.03, 0.5}),
              (std::vector<double>{0.04, 0.04 * 4 / 3, 0.04 * 4 / 3, 0.5}));
    EXPECT_TRUE(benjamini_hochberg({}).empty());
    EXPECT_NEAR(incomplete_beta(2, 3, 0.4), 0.5248,
                1e-12);  // 6 x^2/2 - 8 x^3/... = 12 (x^2/2 - 2x^3/3 + x^4/4)
}

}  // namespace
}  // namespace flowspace
