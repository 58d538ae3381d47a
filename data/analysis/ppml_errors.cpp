#include "data/analysis/ppml_errors.h"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>
#include <utility>

namespace flowspace {
namespace {

using Eigen::Index;
using Matrix = Eigen::MatrixXd;

/// Net terms of one kept row.
Eigen::Map<const Eigen::VectorXd> net(const PpmlFit& fit, std::size_t row) {
    const std::size_t terms = fit.term_of_column.size();
    return {fit.net_x.data() + row * terms, static_cast<Index>(terms)};
}

/// Inverse of the weighted inner products of the net terms.
Matrix bread(const PpmlFit& fit) {
    const auto size = static_cast<Index>(fit.term_of_column.size());
    Matrix gram = Matrix::Zero(size, size);
    for (std::size_t row = 0; row < fit.row_of.size(); ++row)
        gram.selfadjointView<Eigen::Lower>().rankUpdate(net(fit, row), fit.fitted[fit.row_of[row]]);
    return Matrix(gram.selfadjointView<Eigen::Lower>()).ldlt().solve(Matrix::Identity(size, size));
}

Eigen::VectorXd score(const PpmlProblem& problem, const PpmlFit& fit, std::size_t row) {
    const std::size_t at = fit.row_of[row];
    return net(fit, row) * (problem.y[at] - fit.fitted[at]);
}

/// Sum over clusters of the outer product of their scores, and how many clusters there are. `cluster_of`: one
/// per kept row, any numbers.
struct Meat {
    Matrix sum;
    std::size_t clusters = 0;
};

template <class Key>
Meat clustered_meat(const PpmlProblem& problem, const PpmlFit& fit, const std::vector<Key>& cluster_of) {
    const auto size = static_cast<Index>(fit.term_of_column.size());
    std::vector<std::size_t> order(cluster_of.size());
    for (std::size_t row = 0; row < order.size(); ++row) order[row] = row;
    std::ranges::stable_sort(order, {}, [&](std::size_t row) { return cluster_of[row]; });
    Meat meat{Matrix::Zero(size, size)};
    for (std::size_t at = 0; at < order.size();) {
        const Key key = cluster_of[order[at]];
        Eigen::VectorXd sum = Eigen::VectorXd::Zero(size);
        for (; at < order.size() && cluster_of[order[at]] == key; ++at) sum += score(problem, fit, order[at]);
        meat.sum.selfadjointView<Eigen::Lower>().rankUpdate(sum);
        ++meat.clusters;
    }
    meat.sum = Matrix(meat.sum.selfadjointView<Eigen::Lower>());
    return meat;
}

StandardErrors errors_of(const PpmlFit& fit, const Matrix& variance) {
    StandardErrors errors(fit.state.size());
    for (std::size_t column = 0; column < fit.term_of_column.size(); ++column) {
        const double one = variance(static_cast<Index>(column), static_cast<Index>(column));
        if (one >= 0 && std::isfinite(one)) errors[fit.term_of_column[column]] = std::sqrt(one);
    }
    return errors;
}

double groups_factor(std::size_t clusters, SmallSample factor) {
    if (factor == SmallSample::none) return 1;
    return static_cast<double>(clusters) /
           (static_cast<double>(clusters) - 1);  // one cluster: no error at all
}

template <class Key>
std::vector<Key> of_kept(const PpmlFit& fit, std::span<const Key> all) {
    std::vector<Key> kept;
    for (const std::size_t row : fit.row_of) kept.push_back(all[row]);
    return kept;
}

}  // namespace

StandardErrors row_errors(const PpmlProblem& problem, const PpmlFit& fit, RowErrors kind) {
    const Matrix inverse = bread(fit);
    if (kind == RowErrors::iid) return errors_of(fit, inverse);
    std::vector<std::size_t> each(fit.row_of.size());
    for (std::size_t row = 0; row < each.size(); ++row) each[row] = row;
    Matrix variance = inverse * clustered_meat(problem, fit, each).sum * inverse;
    const auto n = static_cast<double>(fit.rows), k = static_cast<double>(fit.parameters);
    if (kind == RowErrors::hc1) variance *= n / (n - k);
    return errors_of(fit, variance);
}

StandardErrors clustered_errors(const PpmlProblem& problem, const PpmlFit& fit,
                                std::span<const std::uint32_t> clusters, SmallSample factor) {
    const Matrix inverse = bread(fit);
    const Meat meat = clustered_meat(problem, fit, of_kept(fit, clusters));
    return errors_of(fit, groups_factor(meat.clusters, factor) * inverse * meat.sum * inverse);
}

StandardErrors two_way_errors(const PpmlProblem& problem, const PpmlFit& fit,
                              std::span<const std::uint32_t> one, std::span<const std::uint32_t> other,
                              SmallSample factor) {
    const Matrix inverse = bread(fit);
    const std::vector<std::uint32_t> first = of_kept(fit, one), second = of_kept(fit, other);
    std::vector<std::pair<std::uint32_t, std::uint32_t>> both;
    for (std::size_t row = 0; row < first.size(); ++row) both.emplace_back(first[row], second[row]);
    const Meat by_first = clustered_meat(problem, fit, first),
               by_second = clustered_meat(problem, fit, second), by_both = clustered_meat(problem, fit, both);
    const double scale = groups_factor(std::min(by_first.clusters, by_second.clusters), factor);
    return errors_of(fit, scale * inverse * (by_first.sum + by_second.sum - by_both.sum) * inverse);
}

}  // namespace flowspace
