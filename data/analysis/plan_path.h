// Whether a plan is on its path: deviations, alarms, and where the trend leads.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace flowspace {

enum class PlanPath : std::uint8_t { linear, compound };

/// What one version of a plan wants of an indicator.
struct PlanTarget {
    int direction = 1;  // 1: more is ahead; -1: a ceiling, less is ahead
    double baseline = 0;
    double baseline_year = 0;
    double target = 0;
    double target_year = 0;  // after baseline_year
    PlanPath path = PlanPath::linear;
};

/// What was reached.
struct PlanActual {
    double year = 0;
    double value = 0;
};

enum class PlanStatus : std::uint8_t { on_track, watch, off_track };

/// Set by the planner; shares of the planned change.
struct PlanBounds {
    double watch = -0.05;
    double off_track = -0.10;
    double slack = 0.02;   // of the running sum, a year
    double alarm = -0.10;  // of the running sum
};

struct PlanYear {
    double year = 0;
    double actual = 0;
    double planned = 0;
    double difference = 0;  // actual - planned
    std::optional<double> deviation =
        {};  // difference / |target - baseline|; nothing where those are the same
    std::optional<double> advantage = {};       // deviation with the sign of the direction: > 0 is ahead
    double elapsed = 0;                         // share of the plan's time gone, at most 1
    std::optional<double> achieved = {};        // share of the planned change reached
    std::optional<double> progress_ratio = {};  // achieved / elapsed
    std::optional<PlanStatus> status = {};
    double cusum = 0;  // <= 0. Source: Page (1954), Biometrika 41:100, one-sided
    bool alarm = false;
};

/// On the path; the target after its year, the baseline before its own. A compound path needs both > 0.
double planned_value(const PlanTarget& target, double year);

/// One per actual. Pre: years ascending, no NaN.
std::vector<PlanYear> follow_plan(const PlanTarget& target, std::span<const PlanActual> actuals,
                                  PlanBounds bounds);

/// Indicative: the band takes years for independent and is too narrow with 5 or 6 points.
struct PlanProjection {
    double theil_sen_slope = 0;  // median of the slopes of all pairs; a year
    double theil_sen_at_target = 0;
    double ols_slope = 0;
    double ols_at_target = 0;
    double lower_80 = 0;  // of the prediction
    double upper_80 = 0;
    double probability = 0;                      // that the target is met, by the same prediction
    std::optional<double> required_change = {};  // a year from the last actual; nothing past the target year
    std::optional<double> required_rate = {};    // the same compound; nothing unless both > 0
    std::optional<double> required_over_slope =
        {};  // required change / Theil-Sen slope; nothing for a slope of 0
};
/// Nothing with fewer than 4 actuals. Pre: years ascending.
std::optional<PlanProjection> project_plan(const PlanTarget& target, std::span<const PlanActual> actuals);

/// What the parts sum to against the whole.
struct Closure {
    double sum = 0;
    double error = 0;                     // sum - parent
    std::optional<double> relative = {};  // error / parent
};
Closure closure(double parent, std::span<const double> children);

/// P(T <= t) of Student's distribution; its quantile. Pre: degrees > 0, 0 < p < 1.
double student_probability(double t, double degrees);
double student_quantile(double p, double degrees);

}  // namespace flowspace
