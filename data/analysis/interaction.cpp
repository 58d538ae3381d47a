#include "data/analysis/interaction.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace flowspace {
namespace {

double total(std::span<const double> values) { return std::accumulate(values.begin(), values.end(), 0.0); }

/// The cells that may have flow, row by row.
struct OpenCells {
    std::vector<std::size_t> first = {0};  // of each row, and the end
    std::vector<std::uint32_t> column = {};
    std::vector<double> value = {};

    OpenCells(std::span<const double> f, std::size_t rows, std::size_t columns) {
        for (std::size_t row = 0; row < rows; ++row) {
            for (std::size_t at = 0; at < columns; ++at) {
                if (f[row * columns + at] <= 0) continue;
                column.push_back(static_cast<std::uint32_t>(at));
                value.push_back(f[row * columns + at]);
            }
            first.push_back(column.size());
        }
    }
};

/// The sums that the other side's factors give each row.
void row_sums(const OpenCells& cells, std::span<const double> destination, std::vector<double>& sums) {
    for (std::size_t row = 0; row < sums.size(); ++row) {
        double sum = 0;
        for (std::size_t at = cells.first[row]; at < cells.first[row + 1]; ++at)
            sum += cells.value[at] * destination[cells.column[at]];
        sums[row] = sum;
    }
}

void column_sums(const OpenCells& cells, std::span<const double> origin, std::vector<double>& sums) {
    std::ranges::fill(sums, 0.0);
    for (std::size_t row = 0; row < origin.size(); ++row)
        for (std::size_t at = cells.first[row]; at < cells.first[row + 1]; ++at)
            sums[cells.column[at]] += cells.value[at] * origin[row];
}

constexpr double largest_factor = 1e100;

double divide(double wanted, double sum) { return wanted > 0 && sum > 0 ? wanted / sum : 0; }

}  // namespace

FurnessFit furness(std::span<const double> deterrence, const Margins& margins,
                   const FurnessOptions& options) {
    FurnessFit fit{.origin = std::vector<double>(margins.out.size(), 1),
                   .destination = std::vector<double>(margins.in.size(), 1)};
    const double whole = total(margins.out), reached = total(margins.in);
    if (reached > 0) fit.scale = whole / reached;
    std::vector<double> out(margins.out.size()), in(margins.in.size());
    if (out.empty() || in.empty()) return fit;
    const OpenCells cells(deterrence, out.size(), in.size());
    for (fit.sweeps = 0; fit.sweeps < options.most && !options.stop.stop_requested();) {
        row_sums(cells, fit.destination, out);
        // The rows of the last sweep, seen before they are mended again.
        if (fit.sweeps > 0) {
            fit.residual = 0;
            for (std::size_t row = 0; row < out.size(); ++row)
                fit.residual =
                    std::max(fit.residual, std::abs(fit.origin[row] * out[row] - margins.out[row]));
            fit.residual = whole > 0 ? fit.residual / whole : 0;
            fit.converged = fit.residual <= options.tolerance;
            if (fit.converged) break;
        }
        for (std::size_t row = 0; row < out.size(); ++row)
            fit.origin[row] = divide(margins.out[row], out[row]);
        column_sums(cells, fit.origin, in);
        for (std::size_t column = 0; column < in.size(); ++column)
            fit.destination[column] = divide(margins.in[column] * fit.scale, in[column]);
        ++fit.sweeps;
        // Sums that cannot be met drive factors apart without end.
        if (*std::ranges::max_element(fit.origin) > largest_factor) break;
    }
    fit.flow.resize(deterrence.size());
    for (std::size_t row = 0; row < out.size(); ++row)
        for (std::size_t column = 0; column < in.size(); ++column) {
            const std::size_t cell = row * in.size() + column;
            fit.flow[cell] = fit.origin[row] * fit.destination[column] * deterrence[cell];
        }
    return fit;
}

std::vector<double> deterrence_of(std::span<const double> cost, Deterrence law, double beta) {
    std::vector<double> f;
    f.reserve(cost.size());
    for (const double one : cost) {
        const bool is_way = std::isfinite(one) && (law == Deterrence::exponential || one > 0);
        f.push_back(!is_way                          ? 0
                    : law == Deterrence::exponential ? std::exp(-beta * one)
                                                     : std::pow(one, -beta));
    }
    return f;
}

double mean_cost(std::span<const double> flow, std::span<const double> cost, Deterrence law) {
    double sum = 0, weight = 0;
    for (std::size_t cell = 0; cell < flow.size(); ++cell) {
        if (flow[cell] == 0 || !std::isfinite(cost[cell])) continue;
        sum += flow[cell] * (law == Deterrence::exponential ? cost[cell] : std::log(cost[cell]));
        weight += flow[cell];
    }
    return sum / weight;
}

namespace {

/// Models at one beta after another.
class Calibrator {
public:
    explicit Calibrator(const CalibrationInput& input) : input_(input) { made_.target = input.target; }

    /// Mean cost less the target; above 0: beta is too small.
    double try_beta(double beta) {
        std::vector<double> f = deterrence_of(input_.cost, input_.law, beta);
        double largest = 0;  // scaled, so that no sum underflows
        for (std::size_t cell = 0; cell < f.size(); ++cell) {
            if (!input_.allowed.empty() && !input_.allowed[cell]) f[cell] = 0;
            largest = std::max(largest, f[cell]);
        }
        for (double& one : f) one = largest > 0 ? one / largest : 0;
        made_.fit =
            furness(f, input_.margins, {.tolerance = 1e-13, .most = input_.most_sweeps, .stop = input_.stop});
        const double mean = mean_cost(made_.fit.flow, input_.cost, input_.law);
        made_.steps.push_back({beta, mean});
        made_.beta = beta;
        const double error = mean - input_.target;
        made_.converged = std::abs(error) <= input_.tolerance * std::abs(input_.target);
        (error > 0 ? too_small_ : too_large_) = beta;
        return error;
    }

    Calibration run() {
        double before = input_.law == Deterrence::exponential ? 1 / input_.target : 1;
        double error_before = try_beta(before);
        if (made_.converged) return std::move(made_);
        const double mean = made_.steps.back().mean_cost;
        double beta = input_.law == Deterrence::exponential ? before * mean / input_.target
                                                            : before + (error_before > 0 ? 0.5 : -0.5);
        for (int step = 0; step < 60 && !input_.stop.stop_requested(); ++step) {
            const double error = try_beta(beta);
            if (made_.converged || !std::isfinite(error)) break;
            const double secant = beta - error * (beta - before) / (error - error_before);
            before = beta;
            error_before = error;
            beta = within(secant);
        }
        return std::move(made_);
    }

private:
    /// The secant, or the middle of what is known where it leads outside.
    double within(double beta) const {
        const bool both = std::isfinite(too_small_) && std::isfinite(too_large_);
        if (!std::isfinite(beta)) return both ? (too_small_ + too_large_) / 2 : made_.beta * 1.5 + 0.1;
        if (both && (beta <= std::min(too_small_, too_large_) || beta >= std::max(too_small_, too_large_)))
            return (too_small_ + too_large_) / 2;
        return beta;
    }

    const CalibrationInput& input_;
    Calibration made_;
    double too_small_ = std::numeric_limits<double>::quiet_NaN();
    double too_large_ = std::numeric_limits<double>::quiet_NaN();
};

}  // namespace

Calibration calibrate(const CalibrationInput& input) { return Calibrator(input).run(); }

std::vector<double> production_constrained(std::span<const double> deterrence, std::span<const double> out,
                                           std::span<const double> attraction) {
    std::vector<double> flow(deterrence.size(), 0);
    const std::size_t columns = attraction.size();
    for (std::size_t row = 0; row < out.size(); ++row) {
        double sum = 0;
        for (std::size_t column = 0; column < columns; ++column)
            sum += attraction[column] * deterrence[row * columns + column];
        if (sum <= 0) continue;
        for (std::size_t column = 0; column < columns; ++column)
            flow[row * columns + column] =
                out[row] * attraction[column] * deterrence[row * columns + column] / sum;
    }
    return flow;
}

std::vector<double> radiation(std::span<const double> cost, std::span<const double> out,
                              std::span<const double> mass, RadiationSystem system) {
    const std::size_t n = out.size();
    const double whole = total(mass);
    std::vector<double> flow(n * n, 0);
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < n; ++i) {
        order.clear();
        for (std::size_t j = 0; j < n; ++j)
            if (j != i && std::isfinite(cost[i * n + j])) order.push_back(j);
        std::ranges::stable_sort(order, {}, [&](std::size_t j) { return cost[i * n + j]; });
        const double leak = system == RadiationSystem::finite ? 1 - mass[i] / whole : 1;
        double nearer = 0;
        for (std::size_t at = 0; at < order.size();) {
            std::size_t end = at;
            double ring = 0;  // all that is exactly as far
            for (; end < order.size() && cost[i * n + order[end]] == cost[i * n + order[at]]; ++end)
                ring += mass[order[end]];
            for (; at < end; ++at) {
                const double m = mass[i], other = mass[order[at]];
                const double divisor = (m + nearer) * (m + other + nearer) * leak;
                flow[i * n + order[at]] = divisor > 0 ? out[i] * m * other / divisor : 0;
            }
            nearer += ring;
        }
    }
    return flow;
}

InteractionFit compare(std::span<const double> modelled, const InteractionPairs& pairs) {
    double n = 0, squares = 0, common = 0, sum_t = 0, sum_f = 0, deviance = 0;
    bool impossible = false;
    for (std::size_t cell = 0; cell < modelled.size(); ++cell) {
        if (!pairs.used[cell]) continue;
        const double t = modelled[cell], f = pairs.observed[cell];
        n += 1;
        squares += (t - f) * (t - f);
        common += std::min(t, f);
        sum_t += t;
        sum_f += f;
        impossible = impossible || (f > 0 && t <= 0);
        if (!impossible) deviance += 2 * ((f > 0 ? f * std::log(f / t) : 0) - (f - t));
    }
    InteractionFit fit{.srmse = std::sqrt(squares / n) / (sum_f / n)};
    if (sum_t + sum_f > 0) fit.common_part = 2 * common / (sum_t + sum_f);
    if (!impossible) fit.deviance = deviance;
    double together = 0, of_t = 0, of_f = 0, cost = 0, ln_cost = 0;
    for (std::size_t cell = 0; cell < modelled.size(); ++cell) {
        if (!pairs.used[cell]) continue;
        const double t = modelled[cell] - sum_t / n, f = pairs.observed[cell] - sum_f / n;
        together += t * f;
        of_t += t * t;
        of_f += f * f;
        if (modelled[cell] <= 0 || !std::isfinite(pairs.cost[cell])) continue;
        cost += modelled[cell] * pairs.cost[cell];
        ln_cost += modelled[cell] * std::log(pairs.cost[cell]);
    }
    if (of_t > 0 && of_f > 0) fit.r2 = together * together / (of_t * of_f);
    fit.mean_cost = cost / sum_t;
    fit.mean_ln_cost = ln_cost / sum_t;
    return fit;
}

}  // namespace flowspace
