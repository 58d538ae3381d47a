// Spatial interaction models: flows made from what each place sends and receives, and from what the way
// costs.
#pragma once

#include "data/result.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

namespace flowspace {

/// Row sums and column sums to be met.
struct Margins {
    std::vector<double> out = {};  // one per origin, >= 0
    std::vector<double> in = {};   // one per destination, >= 0
};

struct FurnessOptions {
    double tolerance = 1e-12;  // of the largest row error, relative to the total
    int most = 20'000;         // sweeps
    std::stop_token stop = {};
};

struct FurnessFit {
    std::vector<double> flow = {};    // origins x destinations, row-major
    std::vector<double> origin = {};  // balancing factors A_i O_i: flow = origin x destination x deterrence
    std::vector<double> destination = {};
    double scale = 1;     // what the column sums were multiplied by to have the total of the row sums
    double residual = 0;  // largest row error, relative to the total: columns fit, rows may not
    int sweeps = 0;
    bool converged = false;
};

/// T_ij = A_i O_i B_j D_j f_ij with row and column sums as asked (iterative proportional fitting). f = 0 is a
/// pair that cannot have flow; where those make the sums impossible the columns fit, the rows do not, and
/// `residual` says by how much (after `most` sweeps, or once the factors run away). Unequal totals: the
/// columns are scaled to the total of the rows. A sum of 0 is a row or column of zeros. Pre: deterrence is
/// finite and >= 0, margins.out x margins.in. Source: Furness (1965); Wilson (1967), Transp Res 1:253.
FurnessFit furness(std::span<const double> deterrence, const Margins& margins,
                   const FurnessOptions& options = {});

/// exponential: exp(-beta c). power: c^-beta.
enum class Deterrence : std::uint8_t { exponential, power };

/// f of every pair. A cost that is not finite, or 0 with power, gives 0: no way.
std::vector<double> deterrence_of(std::span<const double> cost, Deterrence law, double beta);

/// Of the flows: sum T c / sum T, over pairs with a finite cost; with power the mean of ln c.
double mean_cost(std::span<const double> flow, std::span<const double> cost, Deterrence law);

struct CalibrationStep {
    double beta = 0;
    double mean_cost = 0;
};
struct Calibration {
    double beta = 0;
    double target = 0;
    FurnessFit fit = {};
    std::vector<CalibrationStep> steps = {};
    bool converged = false;
};

/// beta at which the doubly constrained model has the mean cost (power: mean ln cost) `target`; that is also
/// Poisson maximum likelihood with effects of origin and destination. `allowed`: 0 where a pair takes no
/// part. Exponential: beta = 1/c*, then c/c* x beta, then secants (Hyman 1969, Env Plan 1:105). Power:
/// secants from 1, kept within what is known to be too small and too large. Stops at `tolerance` of the
/// target.
struct CalibrationInput {
    std::span<const double> cost;
    std::span<const std::uint8_t> allowed;
    const Margins& margins;
    Deterrence law = Deterrence::exponential;
    double target = 0;
    double tolerance = 1e-10;
    int most_sweeps = 20'000;  // per step
    std::stop_token stop = {};
};
Calibration calibrate(const CalibrationInput& input);

/// T_ij = O_i W_j f_ij / sum_k W_k f_ik: each origin's flow divided by attraction and way. A row without any
/// f > 0 gets nothing.
std::vector<double> production_constrained(std::span<const double> deterrence, std::span<const double> out,
                                           std::span<const double> attraction);

/// finite: divides by 1 - m_i / M, so that each origin's flow stays in the system. unbounded: the textbook
/// form, of which some leaks out.
enum class RadiationSystem : std::uint8_t { finite, unbounded };

/// T_ij = O_i m_i m_j / ((m_i + s_ij)(m_i + m_j + s_ij)), s_ij the mass strictly nearer to i than j, without
/// both. Places at equal cost are not in each other's s. Costs that are not finite: no flow, and not nearer.
/// Pre: square; mass >= 0. Source: Simini et al. (2012), Nature 484:96; Masucci et al. (2013), PRE 88:022812.
std::vector<double> radiation(std::span<const double> cost, std::span<const double> out,
                              std::span<const double> mass, RadiationSystem system);

/// How far modelled flows are from observed ones, over the pairs with `used` != 0.
struct InteractionFit {
    double srmse = 0;                        // root mean square error / mean observed flow
    std::optional<double> common_part = {};  // 2 sum min / (sum + sum). Source: Lenormand et al. (2012)
    std::optional<double> r2 = {};           // squared correlation
    std::optional<double> deviance = {};     // Poisson; nothing where a flow is observed and none is modelled
    double mean_cost = 0;
    double mean_ln_cost = 0;
};
struct InteractionPairs {
    std::span<const double> observed;
    std::span<const double> cost;
    std::span<const std::uint8_t> used;
};
InteractionFit compare(std::span<const double> modelled, const InteractionPairs& pairs);

}  // namespace flowspace
