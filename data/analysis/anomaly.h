// Days that stand out from the usual, and the usual course of the days about the Spring Festival.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace flowspace {

/// 0.6745 (r - median) / MAD, one per value; all 0 where the median distance is 0. NaN stays NaN and counts
/// for nothing. Source: Iglewicz and Hoaglin (1993).
std::vector<double> robust_z(std::span<const double> values);

struct AnomalyRule {
    double z = 3.5;
    double change = 0.2;  // |exp(r) - 1|, since 3.5 alone flags ordinary days
};
/// One per remainder of ln flow: both bounds must be passed.
std::vector<std::uint8_t> anomalies(std::span<const double> log_remainder, AnomalyRule rule);

/// The usual course about the Spring Festival: mean remainder of the days at the same offset.
struct LunarProfile {
    int reach = 25;                      // days either side, both included
    std::vector<double> effect = {};     // 2 x reach + 1, by offset; NaN where no day is
    std::vector<std::size_t> days = {};  // behind each
};
/// `offset`: days from the nearest Spring Festival, one per value; `values` as logarithms against the usual
/// level, NaN where unknown.
LunarProfile lunar_profile(std::span<const double> values, std::span<const int> offset, int reach);

/// One per day: the effect at its offset, 0 beyond reach or where no day is behind it.
std::vector<double> lunar_effect(const LunarProfile& profile, std::span<const int> offset);

/// Median of each class of a day (weekday 1 to 7) and that over the mean of the medians. Days with a class
/// outside 1 to `classes` or a NaN are left out; nothing for a class without days.
struct ClassProfile {
    std::vector<double> median = {};  // NaN for a class without days
    std::vector<double> index = {};
};
ClassProfile class_profile(std::span<const double> values, std::span<const int> day_class, int classes);

/// Growth from one value to another over some years. Pre: both > 0, years > 0.
double compound_growth(double first, double last, double years);  // a year, .08 for 8 %
double log_growth(double first, double last, double years);
/// Years to twice as much. Pre: rate > 0.
double doubling_years(double rate);

}  // namespace flowspace
