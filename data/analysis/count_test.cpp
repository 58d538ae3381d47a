// See count_test.h.
#include "data/analysis/count_test.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace flowspace {
namespace {

/// Lentz's continued fraction, good for x < (a + 1) / (a + b + 2). Source: Press et al. (1992), 6.4.
double beta_fraction(double a, double b, double x) {
    constexpr double tiny = 1e-300;
    const auto away_from_0 = [](double value) { return std::abs(value) < tiny ? tiny : value; };
    double c = 1, d = 1 / away_from_0(1 - (a + b) * x / (a + 1)), h = d;
    for (int step = 1; step <= 100'000; ++step) {
        const double m = step;
        double factor = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        d = 1 / away_from_0(1 + factor * d);
        c = away_from_0(1 + factor / c);
        h *= d * c;
        factor = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        d = 1 / away_from_0(1 + factor * d);
        c = away_from_0(1 + factor / c);
        h *= d * c;
        if (std::abs(d * c - 1) < 1e-16) break;
    }
    return h;
}

/// P(X <= k) of a binomial of n tries with share p.
double binomial_up_to(double k, double n, double p) {
    if (k < 0) return 0;
    if (k >= n) return 1;
    return incomplete_beta(n - k, k + 1, 1 - p);
}

double ln_binomial(double k, double n, double p) {
    return std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1) + k * std::log(p) +
           (n - k) * std::log1p(-p);
}

/// The share whose incomplete beta function is q.
double beta_quantile(double a, double b, double q) {
    double low = 0, high = 1;
    for (int step = 0; step < 200 && high - low > 1e-17; ++step) {
        const double middle = (low + high) / 2;
        (incomplete_beta(a, b, middle) < q ? low : high) = middle;
    }
    return (low + high) / 2;
}

/// The sum of the probabilities of all splits that are no more likely than k.
double two_sided(double k, double n, double p) {
    const double limit = ln_binomial(k, n, p) + std::log1p(1e-7);
    const double mode = std::floor((n + 1) * p);
    if (k == mode) return 1;
    const bool low_side = k < n * p;
    // On the other side of the mode: the split nearest to it that is no more likely.
    double near = std::min(mode, n), far = low_side ? n + 1 : -1;
    while (std::abs(far - near) > 1) {
        const double middle = std::floor((near + far) / 2);
        (ln_binomial(middle, n, p) > limit ? near : far) = middle;
    }
    const double sum = low_side ? binomial_up_to(k, n, p) + (far > n ? 0 : 1 - binomial_up_to(far - 1, n, p))
                                : 1 - binomial_up_to(k - 1, n, p) + binomial_up_to(far, n, p);
    return std::min(1.0, sum);
}

}  // namespace

double incomplete_beta(double a, double b, double x) {
    if (x <= 0) return 0;
    if (x >= 1) return 1;
    const double front =
        std::exp(std::lgamma(a + b) - std::lgamma(a) - std::lgamma(b) + a * std::log(x) + b * std::log1p(-x));
    if (x < (a + 1) / (a + b + 2)) return front * beta_fraction(a, b, x) / a;
    return 1 - front * beta_fraction(b, a, 1 - x) / b;
}

CountComparison compare_counts(const Counts& counts) {
    constexpr double tail = 0.025;
    constexpr double without_end = std::numeric_limits<double>::infinity();
    const auto before = static_cast<double>(counts.before), after = static_cast<double>(counts.after);
    const double scale = counts.before_exposure / counts.after_exposure, sum = before + after;
    CountComparison result{.difference = after - before, .lower = 0, .upper = without_end};
    if (sum == 0) return result;
    result.ratio = before > 0 ? after / before * scale : without_end;
    const auto odds = [&](double share) { return share / (1 - share) * scale; };
    if (after > 0) result.lower = odds(beta_quantile(after, before + 1, tail));
    if (before > 0) result.upper = odds(beta_quantile(after + 1, before, 1 - tail));
    result.p = count_p(counts);
    return result;
}

std::optional<double> count_p(const Counts& counts) {
    const auto after = static_cast<double>(counts.after);
    const double sum = static_cast<double>(counts.before) + after;
    if (sum == 0) return std::nullopt;
    return two_sided(after, sum, counts.after_exposure / (counts.before_exposure + counts.after_exposure));
}

std::vector<double> benjamini_hochberg(std::span<const double> p) {
    std::vector<std::size_t> order;
    for (std::size_t at = 0; at < p.size(); ++at)
        if (!std::isnan(p[at])) order.push_back(at);
    std::ranges::stable_sort(order, std::ranges::greater{}, [&](std::size_t at) { return p[at]; });
    std::vector<double> adjusted(p.size(), std::numeric_limits<double>::quiet_NaN());
    const auto tests = static_cast<double>(order.size());
    double least = 1;
    for (std::size_t at = 0; at < order.size(); ++at) {
        least = std::min(least, p[order[at]] * tests / (tests - static_cast<double>(at)));
        adjusted[order[at]] = least;
    }
    return adjusted;
}

}  // namespace flowspace
