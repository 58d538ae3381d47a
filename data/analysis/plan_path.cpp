// See plan_path.h.
#include "data/analysis/plan_path.h"

#include "data/analysis/count_test.h"
#include "data/analysis/graph_structure.h"
#include "data/analysis/median.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace flowspace {
namespace {

/// Of all pairs of different years.
double theil_sen(std::span<const PlanActual> actuals) {
    std::vector<double> slopes;
    for (std::size_t a = 0; a < actuals.size(); ++a)
        for (std::size_t b = a + 1; b < actuals.size(); ++b)
            slopes.push_back((actuals[b].value - actuals[a].value) / (actuals[b].year - actuals[a].year));
    return median(slopes);
}

std::optional<PlanStatus> status_of(std::optional<double> advantage, const PlanBounds& bounds) {
    if (!advantage) return {};
    if (*advantage < bounds.off_track) return PlanStatus::off_track;
    return *advantage < bounds.watch ? PlanStatus::watch : PlanStatus::on_track;
}

}  // namespace

double planned_value(const PlanTarget& target, double year) {
    const double gone =
        std::clamp((year - target.baseline_year) / (target.target_year - target.baseline_year), 0.0, 1.0);
    if (target.path == PlanPath::compound && target.baseline > 0 && target.target > 0)
        return target.baseline * std::pow(target.target / target.baseline, gone);
    return target.baseline + (target.target - target.baseline) * gone;
}

std::vector<PlanYear> follow_plan(const PlanTarget& target, std::span<const PlanActual> actuals,
                                  PlanBounds bounds) {
    std::vector<PlanYear> years;
    const double change = target.target - target.baseline;
    double sum = 0;
    for (const PlanActual& actual : actuals) {
        PlanYear year{
            .year = actual.year, .actual = actual.value, .planned = planned_value(target, actual.year)};
        year.difference = year.actual - year.planned;
        const double gone =
            std::min(1.0, (actual.year - target.baseline_year) / (target.target_year - target.baseline_year));
        year.elapsed = gone;
        if (change != 0) {
            year.achieved = (actual.value - target.baseline) / change;
            year.deviation = year.difference / std::abs(change);
            year.advantage = target.direction * *year.deviation;
            if (gone > 0) year.progress_ratio = *year.achieved / gone;
            if (gone > 0) sum = std::min(0.0, sum + *year.advantage + bounds.slack);
        }
        year.status = status_of(year.advantage, bounds);
        year.cusum = sum;
        year.alarm = sum < bounds.alarm;
        years.push_back(year);
    }
    return years;
}

std::optional<PlanProjection> project_plan(const PlanTarget& target, std::span<const PlanActual> actuals) {
    if (actuals.size() < 4) return {};
    std::vector<double> x, y;
    for (const PlanActual& actual : actuals) {
        x.push_back(actual.year - target.target_year);  // so that intercepts are at the target year
        y.push_back(actual.value);
    }
    const auto line = least_squares(x, y);
    if (!line) return {};
    PlanProjection found{
        .theil_sen_slope = theil_sen(actuals), .ols_slope = line->slope, .ols_at_target = line->intercept};
    found.theil_sen_at_target = median(y) - found.theil_sen_slope * median(x);
    const auto count = static_cast<double>(x.size());
    double mean = 0, spread = 0, residual = 0;
    for (const double value : x) mean += value / count;
    for (std::size_t at = 0; at < x.size(); ++at) {
        spread += (x[at] - mean) * (x[at] - mean);
        residual += std::pow(y[at] - line->intercept - line->slope * x[at], 2);
    }
    const double error = std::sqrt(residual / (count - 2) * (1 + 1 / count + mean * mean / spread));
    const double reach = student_quantile(0.9, count - 2) * error;
    found.lower_80 = found.ols_at_target - reach;
    found.upper_80 = found.ols_at_target + reach;
    const double ahead = target.direction * (found.ols_at_target - target.target);
    found.probability = error > 0 ? student_probability(ahead / error, count - 2) : ahead >= 0 ? 1 : 0;
    const double left = target.target_year - actuals.back().year, last = actuals.back().value;
    if (left > 0) {
        found.required_change = (target.target - last) / left;
        if (last > 0 && target.target > 0) found.required_rate = std::pow(target.target / last, 1 / left) - 1;
        if (found.theil_sen_slope != 0)
            found.required_over_slope = *found.required_change / found.theil_sen_slope;
    }
    return found;
}

Closure closure(double parent, std::span<const double> children) {
    Closure result;
    for (const double child : children) result.sum += child;
    result.error = result.sum - parent;
    if (parent != 0) result.relative = result.error / parent;
    return result;
}

double student_probability(double t, double degrees) {
    const double tail = incomplete_beta(degrees / 2, 0.5, degrees / (degrees + t * t)) / 2;
    return t > 0 ? 1 - tail : tail;
}

double student_quantile(double p, double degrees) {
    double low = -1, high = 1;
    while (student_probability(low, degrees) > p) low *= 2;
    while (student_probability(high, degrees) < p) high *= 2;
    for (int step = 0; step < 200 && high - low > 1e-15 * std::max(1.0, std::abs(high)); ++step) {
        const double middle = (low + high) / 2;
        (student_probability(middle, degrees) < p ? low : high) = middle;
    }
    return (low + high) / 2;
}

}  // namespace flowspace
