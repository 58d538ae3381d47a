// See inoperability.h.
#include "data/analysis/inoperability.h"

#include <Eigen/Dense>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace flowspace {
namespace {

/// q of the rows in `open`, all others being 1. Nothing where the solution is not the least one.
std::vector<double> solve_open(SquareView dependence, std::span<const double> blow,
                               const std::vector<std::size_t>& open, const std::vector<double>& q) {
    const auto count = static_cast<Eigen::Index>(open.size());
    Eigen::MatrixXd matrix = Eigen::MatrixXd::Identity(count, count);
    Eigen::VectorXd right(count);
    std::vector<bool> is_open(q.size(), false);
    for (const std::size_t at : open) is_open[at] = true;
    for (Eigen::Index row = 0; row < count; ++row) {
        const std::size_t i = open[static_cast<std::size_t>(row)];
        right(row) = blow[i];
        for (std::size_t j = 0; j < q.size(); ++j)
            if (!is_open[j]) right(row) += dependence(i, j);
        for (Eigen::Index column = 0; column < count; ++column)
            matrix(row, column) -= dependence(i, open[static_cast<std::size_t>(column)]);
    }
    const Eigen::VectorXd solved = matrix.partialPivLu().solve(right);
    if (!solved.allFinite() || (count > 0 && solved.minCoeff() < -1e-12)) return {};
    return {solved.data(), solved.data() + solved.size()};
}

/// From below, step by step: slow where much depends on much, but always the least.
std::vector<double> iterate(SquareView dependence, std::span<const double> blow) {
    std::vector<double> q(blow.size(), 0);
    for (int round = 0; round < 100'000; ++round) {
        double moved = 0;
        for (std::size_t i = 0; i < q.size(); ++i) {
            double next = blow[i];
            for (std::size_t j = 0; j < q.size(); ++j) next += dependence(i, j) * q[j];
            next = std::min(next, 1.0);
            moved = std::max(moved, next - q[i]);
            q[i] = next;
        }
        if (moved < 1e-14) break;
    }
    return q;
}

}  // namespace

std::vector<double> inoperability(SquareView dependence, std::span<const double> blow) {
    assert(blow.size() == dependence.size);
    std::vector<double> q(blow.size(), 0);
    std::vector<std::size_t> open(blow.size());
    std::iota(open.begin(), open.end(), std::size_t{0});
    while (!open.empty()) {
        const std::vector<double> solved = solve_open(dependence, blow, open, q);
        if (solved.empty()) return iterate(dependence, blow);
        std::vector<std::size_t> still;
        for (std::size_t at = 0; at < open.size(); ++at) {
            q[open[at]] = std::min(1.0, solved[at]);
            if (solved[at] <= 1) still.push_back(open[at]);
        }
        if (still.size() == open.size()) break;
        open = std::move(still);
    }
    return q;
}

}  // namespace flowspace
