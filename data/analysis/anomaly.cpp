// See anomaly.h.
#include "data/analysis/anomaly.h"

#include "data/analysis/median.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <utility>

namespace flowspace {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
constexpr double third_quartile = 0.674489750196081743;  // of the normal distribution; 0.6745 in the paper

/// Of those that are known; NaN for none.
double known_median(std::vector<double> values) {
    std::erase_if(values, [](double value) { return std::isnan(value); });
    if (values.empty()) return unknown;
    return median(std::move(values));
}

}  // namespace

std::vector<double> robust_z(std::span<const double> values) {
    const double middle = known_median({values.begin(), values.end()});
    std::vector<double> distance;
    for (const double value : values) distance.push_back(std::abs(value - middle));
    const double spread = known_median(distance);
    std::vector<double> z;
    for (const double value : values)
        z.push_back(std::isnan(value) ? unknown
                    : spread > 0      ? third_quartile * (value - middle) / spread
                                      : 0);
    return z;
}

std::vector<std::uint8_t> anomalies(std::span<const double> log_remainder, AnomalyRule rule) {
    std::vector<std::uint8_t> found;
    const std::vector<double> z = robust_z(log_remainder);
    for (std::size_t at = 0; at < z.size(); ++at)
        found.push_back(std::abs(z[at]) > rule.z && std::abs(std::expm1(log_remainder[at])) > rule.change);
    return found;
}

LunarProfile lunar_profile(std::span<const double> values, std::span<const int> offset, int reach) {
    assert(values.size() == offset.size());
    const auto count = static_cast<std::size_t>(2 * reach + 1);
    LunarProfile profile{reach, std::vector<double>(count, 0), std::vector<std::size_t>(count, 0)};
    for (std::size_t at = 0; at < values.size(); ++at) {
        if (std::abs(offset[at]) > reach || std::isnan(values[at])) continue;
        const auto bin = static_cast<std::size_t>(offset[at] + reach);
        profile.effect[bin] += values[at];
        ++profile.days[bin];
    }
    for (std::size_t bin = 0; bin < count; ++bin)
        profile.effect[bin] =
            profile.days[bin] > 0 ? profile.effect[bin] / static_cast<double>(profile.days[bin]) : unknown;
    return profile;
}

std::vector<double> lunar_effect(const LunarProfile& profile, std::span<const int> offset) {
    std::vector<double> effect;
    for (const int days : offset) {
        const bool near = std::abs(days) <= profile.reach;
        const double value = near ? profile.effect[static_cast<std::size_t>(days + profile.reach)] : 0;
        effect.push_back(std::isnan(value) ? 0 : value);
    }
    return effect;
}

ClassProfile class_profile(std::span<const double> values, std::span<const int> day_class, int classes) {
    assert(values.size() == day_class.size());
    std::vector<std::vector<double>> by_class(static_cast<std::size_t>(classes));
    for (std::size_t at = 0; at < values.size(); ++at)
        if (day_class[at] >= 1 && day_class[at] <= classes)
            by_class[static_cast<std::size_t>(day_class[at]) - 1].push_back(values[at]);
    ClassProfile profile;
    double sum = 0, known = 0;
    for (const std::vector<double>& days : by_class) {
        profile.median.push_back(known_median(days));
        if (std::isnan(profile.median.back())) continue;
        sum += profile.median.back();
        ++known;
    }
    for (const double value : profile.median)
        profile.index.push_back(sum > 0 ? value / (sum / known) : unknown);
    return profile;
}

double compound_growth(double first, double last, double years) {
    return std::pow(last / first, 1 / years) - 1;
}

double log_growth(double first, double last, double years) { return std::log(last / first) / years; }

double doubling_years(double rate) { return std::log(2.0) / std::log1p(rate); }

}  // namespace flowspace
