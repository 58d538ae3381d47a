// Poisson pseudo-maximum-likelihood with two sets of fixed effects: the gravity model that keeps zeros.
#pragma once

#include "data/analysis/two_way_effects.h"
#include "data/result.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <stop_token>
#include <vector>

namespace flowspace {

/// y = exp(first effect + second effect + x b) on average. Needs only that mean right, not a Poisson law.
struct PpmlProblem {
    EffectLevels levels = {};    // origin (x period), destination (x period)
    std::vector<double> y = {};  // one per row, >= 0, finite
    std::vector<double> x = {};  // rows x terms, row-major, finite
    std::size_t terms = 0;
};

/// collinear: the effects or earlier terms explain it. separated: nothing is left of it once the rows are
/// gone that it fits perfectly. Both: not estimable.
enum class TermState : std::uint8_t { estimated, collinear, separated };

struct PpmlFit {
    std::vector<double> coefficient = {};  // one per term; NaN unless estimated
    std::vector<TermState> state = {};     // one per term
    std::vector<double> fitted = {};       // one per row; 0 where it was left out
    std::vector<std::uint8_t> kept = {};   // one per row
    std::uint64_t rows = 0;                // kept
    std::uint64_t zeros = 0;               // of them with y = 0
    std::uint64_t all_zero = 0;            // left out: an effect without any flow
    std::uint64_t separated = 0;           // left out: fitted perfectly by a combination of terms
    std::size_t parameters = 0;            // terms and effects that are estimated
    double deviance = 0;
    double log_likelihood = 0;       // with ln y! of whole y; ln gamma(y + 1) of others
    double null_log_likelihood = 0;  // of one mean for all
    int iterations = 0;
    /// Kept rows x estimated terms, row-major: x less what both effects explain of it, weighted by the fit.
    /// What standard errors are made of.
    std::vector<double> net_x = {};
    std::vector<std::size_t> term_of_column = {};  // of net_x
    std::vector<std::size_t> row_of = {};          // of net_x, in the problem
};

struct PpmlOptions {
    double tolerance = 1e-10;  // of the deviance between two steps, relative
    int most_steps = 100;
    std::stop_token stop = {};
    std::function<void(double done)> progress = {};
};

/// Iteratively reweighted least squares from mu = (y + mean y) / 2, effects taken out by TwoWayEffects. Rows
/// are dropped as find_separation says, terms as TermState says; of collinear terms the later goes. Errors: y
/// below 0 or not finite; no row left; no convergence; "stopped". Source: Santos Silva and Tenreyro (2006);
/// Correia, Guimaraes and Zylkin (2020), Stata J 20:95.
Result<PpmlFit> fit_ppml(const PpmlProblem& problem, const PpmlOptions& options = {});

/// 1 - loglik / null loglik. Source: McFadden (1974).
double mcfadden_r2(const PpmlFit& fit);
/// 1 - deviance / deviance of one mean for all kept rows: does not change with the unit of y.
double deviance_explained(const PpmlProblem& problem, const PpmlFit& fit);
/// Squared correlation of y and fitted values over the kept rows.
double squared_correlation(const PpmlProblem& problem, const PpmlFit& fit);

}  // namespace flowspace
