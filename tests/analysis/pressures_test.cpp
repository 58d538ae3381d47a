// The four pressures by hand: ratios of sums over those who are known, rates between the first year and the
// last, and the spread of changes against a season before.
#include "data/analysis/pressures.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace flowspace {
namespace {

TEST(Pressures, RatiosAreOfSumsInTheLastYearThatHasBoth) {
    const std::vector<std::vector<PressureRow>> members = {
        {{.year = 2010, .people = 100, .area_km2 = 10}, {.year = 2020, .people = 300, .area_km2 = 10}},
        {{.year = 2020, .people = 100, .area_km2 = 30, .gdp = 50, .emissions = 5}},
        {{.year = 2020, .people = 999}, {.year = 2022, .gdp = 10, .emissions = 7}}};
    const Pressures made = pressures_of(members);
    EXPECT_DOUBLE_EQ(made.density->value, 10) << "(300 + 100) / (10 + 30)";
    EXPECT_EQ(made.density->places, 2U) << "one has no area";
    EXPECT_EQ(made.density->last_year, 2020);
    EXPECT_DOUBLE_EQ(made.emission_intensity->value, 0.7) << "of 2022 only: years are not mixed";
    EXPECT_EQ(made.emission_intensity->last_year, 2022);
    EXPECT_FALSE(made.expansion || made.people_growth);
}

TEST(Pressures, RatesAreOfThoseKnownAtBothEnds) {
    const std::vector<std::vector<PressureRow>> members = {
        {{.year = 2010, .people = 100, .built_km2 = 40}, {.year = 2020, .people = 110, .built_km2 = 60}},
        {{.year = 2010, .built_km2 = 10}, {.year = 2015, .built_km2 = 1}, {.year = 2020, .built_km2 = 20}},
        {{.year = 2020, .people = 7, .built_km2 = 500}}};
    const Pressures made = pressures_of(members);
    EXPECT_DOUBLE_EQ(made.expansion->value, 0.06) << "50 -> 80 in ten years";
    EXPECT_EQ(made.expansion->places, 2U);
    EXPECT_EQ(made.expansion->first_year, 2010);
    EXPECT_DOUBLE_EQ(made.people_growth->value, std::log(1.1) / 10);
    EXPECT_EQ(made.people_growth->places, 1U);
    EXPECT_FALSE(
        pressures_of(std::vector<std::vector<PressureRow>>{{{.year = 2020, .built_km2 = 5}}}).expansion)
        << "one year only";
    EXPECT_FALSE(pressures_of(std::vector<std::vector<PressureRow>>{
                                  {{.year = 2010, .built_km2 = 0}, {.year = 2020, .built_km2 = 5}}})
                     .expansion)
        << "nothing to grow from";
    EXPECT_FALSE(pressures_of({}).density);
}

TEST(Pressures, VolatilityLeavesTheSeasonOut) {
    // The same season twice, each time doubled: every change is ln 2, nothing is uncertain.
    const std::vector<double> regular = {1, 5, 3, 2, 10, 6, 4, 20, 12};
    const auto calm = volatility(regular, 3);
    EXPECT_NEAR(calm->value, 0, 1e-12);
    EXPECT_EQ(calm->changes, 6U);
    // Changes of ln 1, ln 2, ln 4: mean ln 2, deviations -ln 2, 0, ln 2 over n - 1 = 2.
    const std::vector<double> uneven = {1, 1, 1, 1, 2, 4};
    EXPECT_NEAR(volatility(uneven, 3)->value, std::log(2.0), 1e-12);
    const std::vector<double> gaps = {1, 0, std::nan(""), 1, 2, 4};
    EXPECT_FALSE(volatility(gaps, 3)) << "one change is left";
    EXPECT_FALSE(volatility({}, 12));
}

}  // namespace
}  // namespace flowspace
