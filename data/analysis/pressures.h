// The four pressures on a place or a group: how densely it is settled, how fast its built land grows, what it
// emits for what it makes, and how uncertain its flows are.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace flowspace {

/// What is known of one place in one year. What is not known takes no part.
struct PressureRow {
    double year = 0;
    std::optional<double> people = {};     // persons
    std::optional<double> area_km2 = {};   // of the place
    std::optional<double> built_km2 = {};  // built-up land
    std::optional<double> gdp = {};        // any unit, constant prices
    std::optional<double> emissions = {};  // any unit
};

/// A number, the years that it is of, and how many places stand behind it.
struct PressureValue {
    double value = 0;
    double first_year = 0;
    double last_year = 0;
    std::size_t places = 0;
};

struct Pressures {
    std::optional<PressureValue> density = {};        // sum of people / sum of km2, the last year with both
    std::optional<PressureValue> expansion = {};      // (V1 - V0) / V0 / years of built land, first to last
    std::optional<PressureValue> people_growth = {};  // ln(P1 / P0) / years, over the same places and years
    std::optional<PressureValue> emission_intensity = {};  // sum of emissions / sum of GDP
};

/// `members`: the rows of each place of a group, or of one place. A year counts if any member has what it
/// needs; members that lack it then are left out of that number. Zero or less to divide by: nothing.
/// Source: density and intensity as ratios of sums; SDG 11.3.1 (UN-Habitat) for the rates.
Pressures pressures_of(std::span<const std::vector<PressureRow>> members);

/// How uncertain a series is: the sample standard deviation of ln(x[t] / x[t - season]), over the steps where
/// both are above 0. Season is what repeats (12 of months): so the season itself is no uncertainty. NaN: not
/// known. Fewer than 3 such changes: nothing.
struct Volatility {
    double value = 0;
    std::size_t changes = 0;
};
std::optional<Volatility> volatility(std::span<const double> series, std::size_t season);

}  // namespace flowspace
