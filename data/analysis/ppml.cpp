#include "data/analysis/ppml.h"

#include "data/analysis/separation.h"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

namespace flowspace {
namespace {

using Eigen::Index;

/// Relative size below which what is left of a term is noise.
constexpr double collinear_rest = 1e-9;

/// The kept rows with levels numbered anew, and the terms still in.
struct Work {
    EffectLevels levels = {};
    std::vector<double> y = {};
    std::vector<double> x = {};            // rows x terms.size()
    std::vector<std::size_t> row_of = {};  // in the problem
    std::vector<std::size_t> terms = {};   // of the problem, ascending

    std::size_t rows() const { return y.size(); }
};

Work keep_rows(const PpmlProblem& problem, std::span<const std::uint8_t> kept,
               const std::vector<std::size_t>& terms) {
    Work work{.terms = terms};
    std::vector<std::uint32_t> first(problem.levels.first_count, UINT32_MAX),
        second(problem.levels.second_count, UINT32_MAX);
    for (std::size_t row = 0; row < problem.y.size(); ++row) {
        if (!kept[row]) continue;
        std::uint32_t &one = first[problem.levels.first[row]], &other = second[problem.levels.second[row]];
        if (one == UINT32_MAX) one = static_cast<std::uint32_t>(work.levels.first_count++);
        if (other == UINT32_MAX) other = static_cast<std::uint32_t>(work.levels.second_count++);
        work.levels.first.push_back(one);
        work.levels.second.push_back(other);
        work.y.push_back(problem.y[row]);
        work.row_of.push_back(row);
        for (const std::size_t term : terms) work.x.push_back(problem.x[row * problem.terms + term]);
    }
    return work;
}

/// y ln(y / mu) - (y - mu), twice, summed.
double deviance_of(std::span<const double> y, std::span<const double> mu) {
    double sum = 0;
    for (std::size_t row = 0; row < y.size(); ++row)
        sum += (y[row] > 0 ? y[row] * std::log(y[row] / mu[row]) : 0) - (y[row] - mu[row]);
    return 2 * sum;
}

/// Weighted inner products of the terms less their effects, and with a last column as right side.
struct Normal {
    Eigen::MatrixXd gram;
    Eigen::VectorXd right;
};

/// Columns of a step: the terms, then the working response.
class Step {
public:
    Step(const Work& work) : work_(work), terms_(work.terms.size()), effects_(work.levels, terms_ + 1) {
        columns_.resize(work.rows() * (terms_ + 1));
        for (std::size_t row = 0; row < work.rows(); ++row)
            std::copy_n(work.x.begin() + static_cast<std::ptrdiff_t>(row * terms_), terms_,
                        columns_.begin() + static_cast<std::ptrdiff_t>(row * (terms_ + 1)));
    }

    /// One weighted least squares; gives the new linear predictor.
    void solve(std::span<const double> mu, std::span<const double> eta, double tolerance,
               std::vector<double>& next) {
        const std::size_t width = terms_ + 1;
        for (std::size_t row = 0; row < work_.rows(); ++row)
            columns_[row * width + terms_] = eta[row] + (work_.y[row] - mu[row]) / mu[row];
        effects_.fit(mu, columns_, {.tolerance = tolerance});
        const Normal normal = normal_equations(mu);
        coefficient_ = normal.right;
        if (terms_ > 0) coefficient_ = normal.gram.selfadjointView<Eigen::Lower>().ldlt().solve(normal.right);
        predict(next);
    }

    const Eigen::VectorXd& coefficient() const { return coefficient_; }

    /// x less its effects, rows x terms.
    std::vector<double> net_terms() const {
        std::vector<double> net(work_.rows() * terms_);
        for (std::size_t row = 0; row < work_.rows(); ++row)
            for (std::size_t term = 0; term < terms_; ++term) net[row * terms_ + term] = net_at(row, term);
        return net;
    }

private:
    double net_at(std::size_t row, std::size_t column) const {
        const std::size_t width = terms_ + 1;
        return columns_[row * width + column] - effects_.first()[work_.levels.first[row] * width + column] -
               effects_.second()[work_.levels.second[row] * width + column];
    }

    Normal normal_equations(std::span<const double> mu) const {
        const auto size = static_cast<Index>(terms_);
        Normal normal{Eigen::MatrixXd::Zero(size, size), Eigen::VectorXd::Zero(size)};
        std::vector<double> net(terms_ + 1);
        for (std::size_t row = 0; row < work_.rows(); ++row) {
            for (std::size_t column = 0; column <= terms_; ++column) net[column] = net_at(row, column);
            for (std::size_t one = 0; one < terms_; ++one) {
                const double weighted = mu[row] * net[one];
                for (std::size_t other = 0; other <= one; ++other)
                    normal.gram(static_cast<Index>(one), static_cast<Index>(other)) += weighted * net[other];
                normal.right[static_cast<Index>(one)] += weighted * net[terms_];
            }
        }
        return normal;
    }

    /// The fit of the working response: what the effects explain of it and of the terms, and the terms.
    void predict(std::vector<double>& eta) const {
        const std::size_t width = terms_ + 1;
        const auto level_sums = [&](std::span<const double> effects, std::size_t count) {
            std::vector<double> sums(count);
            for (std::size_t level = 0; level < count; ++level) {
                sums[level] = effects[level * width + terms_];
                for (std::size_t term = 0; term < terms_; ++term)
                    sums[level] -= effects[level * width + term] * coefficient_[static_cast<Index>(term)];
            }
            return sums;
        };
        const std::vector<double> first = level_sums(effects_.first(), work_.levels.first_count),
                                  second = level_sums(effects_.second(), work_.levels.second_count);
        eta.resize(work_.rows());
        for (std::size_t row = 0; row < work_.rows(); ++row) {
            double sum = first[work_.levels.first[row]] + second[work_.levels.second[row]];
            for (std::size_t term = 0; term < terms_; ++term)
                sum += work_.x[row * terms_ + term] * coefficient_[static_cast<Index>(term)];
            eta[row] = sum;
        }
    }

    const Work& work_;
    std::size_t terms_;
    TwoWayEffects effects_;
    std::vector<double> columns_;
    Eigen::VectorXd coefficient_;
};

/// The terms of which something is left when effects and earlier terms are taken out (all rows weigh alike).
std::vector<std::size_t> independent_terms(const Work& work) {
    const std::size_t terms = work.terms.size();
    if (terms == 0) return {};
    TwoWayEffects effects(work.levels, terms);
    effects.fit(std::vector<double>(work.rows(), 1), work.x, {.tolerance = 1e-11});
    const auto size = static_cast<Index>(terms);
    Eigen::MatrixXd gram = Eigen::MatrixXd::Zero(size, size);
    Eigen::VectorXd whole = Eigen::VectorXd::Zero(size), net(size);
    for (std::size_t row = 0; row < work.rows(); ++row) {
        for (std::size_t term = 0; term < terms; ++term) {
            const double value = work.x[row * terms + term];
            net[static_cast<Index>(term)] = value - effects.first()[work.levels.first[row] * terms + term] -
                                            effects.second()[work.levels.second[row] * terms + term];
            whole[static_cast<Index>(term)] += value * value;
        }
        gram.selfadjointView<Eigen::Lower>().rankUpdate(net);
    }
    // Cholesky in the order of the terms: the pivot is what the terms before leave of this one.
    Eigen::MatrixXd lower = Eigen::MatrixXd(gram.selfadjointView<Eigen::Lower>());
    std::vector<std::size_t> kept;
    for (Index term = 0; term < size; ++term) {
        const double pivot = lower(term, term);
        if (!(pivot > collinear_rest * whole[term])) continue;
        kept.push_back(static_cast<std::size_t>(term));
        for (Index later = term + 1; later < size; ++later) {
            const double factor = lower(later, term) / pivot;
            for (Index other = term + 1; other < size; ++other)
                lower(later, other) -= factor * lower(term, other);
        }
    }
    return kept;
}

std::optional<Error> check(const PpmlProblem& problem) {
    for (const double y : problem.y)
        if (!(y >= 0) || !std::isfinite(y))
            return Error{"found a flow below 0, expected none: PPML needs flows >= 0"};
    return std::nullopt;
}

/// Terms that are gone before the rows that they separate are: collinear. After it: separated.
std::vector<std::size_t> choose_terms(const PpmlProblem& problem, std::span<const std::uint8_t> kept,
                                      PpmlFit& fit) {
    std::vector<std::size_t> all(problem.terms);
    for (std::size_t term = 0; term < all.size(); ++term) all[term] = term;
    const std::vector<std::size_t> before =
        fit.separated == 0
            ? all
            : independent_terms(keep_rows(problem, std::vector<std::uint8_t>(kept.size(), 1), all));
    const std::vector<std::size_t> after = independent_terms(keep_rows(problem, kept, all));
    for (const std::size_t term : all) {
        const bool was = std::ranges::count(before, term) > 0, is = std::ranges::count(after, term) > 0;
        fit.state.push_back(is                         ? TermState::estimated
                            : was && fit.separated > 0 ? TermState::separated
                                                       : TermState::collinear);
    }
    return after;
}

struct Path {
    std::vector<double> mu, eta;
    double deviance = 0;
};

Path start_at(std::span<const double> y) {
    double mean = 0;
    for (const double one : y) mean += one / static_cast<double>(y.size());
    Path path;
    for (const double one : y) {
        path.mu.push_back((one + mean) / 2);
        path.eta.push_back(std::log(path.mu.back()));
    }
    path.deviance = deviance_of(y, path.mu);
    return path;
}

/// Goes to `eta`, or half the way there, and again, where the deviance would not be finite or would grow
/// much.
void move_to(std::vector<double>& eta, std::span<const double> y, bool free, Path& path) {
    std::vector<double> mu(eta.size());
    for (int halving = 0;; ++halving) {
        for (std::size_t row = 0; row < eta.size(); ++row) mu[row] = std::exp(eta[row]);
        const double deviance = deviance_of(y, mu);
        const bool fine = std::isfinite(deviance) && (free || deviance <= path.deviance * (1 + 1e-9) + 1e-9);
        if (fine || halving == 20) {
            path = {std::move(mu), std::move(eta), deviance};
            return;
        }
        for (std::size_t row = 0; row < eta.size(); ++row) eta[row] = (eta[row] + path.eta[row]) / 2;
    }
}

Result<Path> iterate(const Work& work, Step& step, const PpmlOptions& options, int& iterations) {
    Path path = start_at(work.y);
    double change = 1;
    std::vector<double> eta;
    for (iterations = 1; iterations <= options.most_steps; ++iterations) {
        if (options.stop.stop_requested()) return Error{"stopped"};
        // Effects need not be more exact than the step that they are part of.
        const double inner = std::clamp(change * 1e-2, 1e-11, 1e-4);
        step.solve(path.mu, path.eta, inner, eta);
        const double before = path.deviance;
        move_to(eta, work.y, iterations <= 2, path);
        if (!std::isfinite(path.deviance)) break;
        change = std::abs(path.deviance - before) / (std::abs(path.deviance) + 0.1);
        if (options.progress) options.progress(std::min(0.95, iterations / 12.0));
        if (change < options.tolerance && inner <= 1e-9) return path;
    }
    return Error{
        "the model did not converge: found no finite fit, expected one; too few flows for its terms?"};
}

double log_likelihood_of(std::span<const double> y, std::span<const double> mu) {
    double sum = 0;
    for (std::size_t row = 0; row < y.size(); ++row)
        sum += (y[row] > 0 ? y[row] * std::log(mu[row]) : 0) - mu[row] - std::lgamma(y[row] + 1);
    return sum;
}

void complete(const Work& work, const Path& path, const Step& step, PpmlFit& fit) {
    double mean = 0;
    for (const double y : work.y) mean += y / static_cast<double>(work.rows());
    fit.rows = work.rows();
    fit.zeros = static_cast<std::uint64_t>(std::ranges::count(work.y, 0.0));
    fit.parameters = work.terms.size() + work.levels.first_count + work.levels.second_count -
                     connected_parts(work.levels).count;
    fit.deviance = path.deviance;
    fit.log_likelihood = log_likelihood_of(work.y, path.mu);
    fit.null_log_likelihood = log_likelihood_of(work.y, std::vector<double>(work.rows(), mean));
    for (std::size_t row = 0; row < work.rows(); ++row) fit.fitted[work.row_of[row]] = path.mu[row];
    for (std::size_t column = 0; column < work.terms.size(); ++column)
        fit.coefficient[work.terms[column]] = step.coefficient()[static_cast<Index>(column)];
    fit.net_x = step.net_terms();
    fit.term_of_column = work.terms;
    fit.row_of = work.row_of;
}

}  // namespace

Result<PpmlFit> fit_ppml(const PpmlProblem& problem, const PpmlOptions& options) {
    if (std::optional<Error> error = check(problem)) return std::move(*error);
    PpmlFit fit{.coefficient = std::vector<double>(problem.terms, std::numeric_limits<double>::quiet_NaN()),
                .fitted = std::vector<double>(problem.y.size(), 0)};
    Separation separation =
        find_separation({problem.levels, problem.x, problem.terms}, problem.y, options.stop);
    fit.all_zero = separation.all_zero;
    fit.separated = separation.separated;
    fit.kept = std::move(separation.kept);
    if (std::ranges::none_of(fit.kept, [](std::uint8_t kept) { return kept != 0; }))
        return Error{"found no flow above zero, expected at least one per origin and destination"};
    const Work work = keep_rows(problem, fit.kept, choose_terms(problem, fit.kept, fit));
    if (options.stop.stop_requested()) return Error{"stopped"};
    Step step(work);
    const Result<Path> path = iterate(work, step, options, fit.iterations);
    if (!path) return path.error();
    complete(work, *path, step, fit);
    return fit;
}

double mcfadden_r2(const PpmlFit& fit) { return 1 - fit.log_likelihood / fit.null_log_likelihood; }

double deviance_explained(const PpmlProblem& problem, const PpmlFit& fit) {
    std::vector<double> y;
    double mean = 0;
    for (const std::size_t row : fit.row_of) {
        y.push_back(problem.y[row]);
        mean += problem.y[row] / static_cast<double>(fit.row_of.size());
    }
    return 1 - fit.deviance / deviance_of(y, std::vector<double>(y.size(), mean));
}

double squared_correlation(const PpmlProblem& problem, const PpmlFit& fit) {
    double n = 0, mean_y = 0, mean_mu = 0;
    for (std::size_t row = 0; row < problem.y.size(); ++row) {
        if (!fit.kept[row]) continue;
        n += 1;
        mean_y += problem.y[row];
        mean_mu += fit.fitted[row];
    }
    mean_y /= n;
    mean_mu /= n;
    double together = 0, of_y = 0, of_mu = 0;
    for (std::size_t row = 0; row < problem.y.size(); ++row) {
        if (!fit.kept[row]) continue;
        const double y = problem.y[row] - mean_y, mu = fit.fitted[row] - mean_mu;
        together += y * mu;
        of_y += y * y;
        of_mu += mu * mu;
    }
    return together * together / (of_y * of_mu);
}

}  // namespace flowspace
