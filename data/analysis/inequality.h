// How unequal places are, and how much of it lies between groups of them. The unit is the place: what is
// unequal inside one is not seen.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace flowspace {

/// What inequality is measured of: values per head (>= 0, none NaN) with their weights (population, > 0), one
/// each.
struct Weighted {
    std::span<const double> value = {};
    std::span<const double> weight = {};
};

/// What is not defined is missing: Theil's L with a value of 0, everything with a mean of 0 or no values.
struct Inequality {
    double mean = 0;                             // weighted
    std::optional<double> gini = {};             // weighted: sum p_i p_j |x_i - x_j| / (2 mu)
    std::optional<double> gini_unweighted = {};  // each place alike
    std::optional<double> gini_sample = {};      // the same x n / (n - 1)
    std::optional<double> theil_t = {};          // weighted
    std::optional<double> theil_t_unweighted = {};
    std::optional<double> theil_l = {};     // weighted
    std::optional<double> cv = {};          // unweighted population deviation / mean
    std::optional<double> williamson = {};  // weighted deviation / weighted mean
    std::optional<double> sigma = {};       // sample deviation of ln x; nothing with a 0 or one place
    std::optional<double> max_min = {};     // largest / smallest
};
/// Pre: no value < 0 (refuse them), no weight <= 0.
Inequality inequality(Weighted data);

/// A point of a Lorenz curve: of all whose value is at most that of `row`, the shares of weight and of all
/// value.
struct LorenzPoint {
    std::size_t row = 0;
    double people = 0;
    double value = 0;
};
/// One per row, the poorest first, ties in their order; the last point is (1, 1). Nothing with a mean of 0.
/// Source: Lorenz (1905), Publications of the American Statistical Association 9:209.
std::vector<LorenzPoint> lorenz_curve(Weighted data);

/// One group's part.
struct TheilGroup {
    std::uint32_t group = 0;
    double income_share = 0;
    double population_share = 0;
    double mean = 0;
    double theil_t = 0;
    std::optional<double> theil_l = {};
    double contribution_t = 0;                  // income share x theil_t
    std::optional<double> contribution_l = {};  // population share x theil_l
};
struct TheilSplit {
    std::vector<TheilGroup> groups = {};  // by label ascending
    double between_t = 0;
    double within_t = 0;
    std::optional<double> between_l = {};
    std::optional<double> within_l = {};
};
/// T = sum y_g ln(mu_g / mu) + sum y_g T_g; L with population shares. Nothing with a mean of 0.
/// Source: Shorrocks (1980), Econometrica 48:613.
std::optional<TheilSplit> theil_split(Weighted data, std::span<const std::uint32_t> group);

/// Gini = within + net between + transvariation (where poorer groups have richer members).
struct DagumSplit {
    double within = 0;
    double net_between = 0;
    double transvariation = 0;
};
/// Weighted. Nothing with a mean of 0. Source: Dagum (1997), Empirical Economics 22:515.
std::optional<DagumSplit> dagum_split(Weighted data, std::span<const std::uint32_t> group);

/// Mean of some over mean of the rest, weighted; nothing if either is empty or the rest has 0.
std::optional<double> core_ratio(Weighted data, std::span<const std::uint8_t> core);

/// Growth on initial level: b < 0 says that poorer places grow faster.
struct BetaConvergence {
    double beta = 0;
    double standard_error = 0;
    double intercept = 0;
    double t = 0;
    double r2 = 0;
    std::optional<double> speed = {};      // -ln(1 + bT) / T a year; nothing where bT <= -1
    std::optional<double> half_life = {};  // years; nothing where the speed is not > 0
    std::size_t n = 0;
};
/// ln(last / first) / years on ln(first). Nothing with fewer than 3 places or all alike at first. Pre: values
/// > 0.
std::optional<BetaConvergence> beta_convergence(std::span<const double> first, std::span<const double> last,
                                                double years);

/// Town and country of one place.
struct UrbanRural {
    double urban_population = 0;
    double urban_income = 0;  // per head
    double rural_population = 0;
    double rural_income = 0;
};
struct UrbanRuralGap {
    double ratio = 0;  // urban / rural income
    double theil = 0;  // T of the two groups
};
/// Nothing where the rural income or all income is 0.
std::optional<UrbanRuralGap> urban_rural_gap(const UrbanRural& place);

}  // namespace flowspace
