// Whether counts before and after differ by more than chance. Only for counts: index data and volumes have no
// such chance, and where counts vary more than Poisson the probabilities come out too small.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace flowspace {

/// after / before, as rates over exposures (days).
struct CountComparison {
    double difference = 0;             // of counts
    std::optional<double> ratio = {};  // nothing where both are 0; infinity where only before is
    double lower = 0;                  // of the 95 % interval; infinity where before is 0
    double upper = 0;
    std::optional<double> p = {};  // that a ratio of 1 gives a split no more likely; nothing where both are 0
};
struct Counts {
    std::uint64_t before = 0;
    std::uint64_t after = 0;
    double before_exposure = 1;  // > 0
    double after_exposure = 1;
};
/// Exact: given the sum, `after` is binomial. Interval of Clopper and Pearson (1934), two-sided p by the
/// likelihood of splits, as R's poisson.test.
CountComparison compare_counts(const Counts& counts);

/// Its p alone, which costs far less.
std::optional<double> count_p(const Counts& counts);

/// Probabilities that a share of the discoveries is false: Benjamini and Hochberg (1995), JRSS-B 57:289. One
/// per p; NaN (no test) stays NaN and is no test.
std::vector<double> benjamini_hochberg(std::span<const double> p);

/// The regularised incomplete beta function I_x(a, b), a and b > 0.
double incomplete_beta(double a, double b, double x);

}  // namespace flowspace
