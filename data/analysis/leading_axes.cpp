#include "data/analysis/leading_axes.h"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>

namespace flowspace {
namespace {

using Eigen::Index;
using Matrix = Eigen::Map<const Eigen::MatrixXd>;

constexpr Index small = 32;        // up to here all eigenvalues cost no more than the largest
constexpr Index most_steps = 256;  // of a process; tens where eigenvalues lie apart
constexpr double precision = 1e-14;

/// Numbers in [-1, 1), the same every time: no symmetry of the data lies at right angles to them.
Eigen::VectorXd spread_numbers(Index size, std::uint64_t seed) {
    Eigen::VectorXd numbers(size);
    for (Index row = 0; row < size; ++row) {  // splitmix64
        std::uint64_t mixed = (seed += 0x9E3779B97F4A7C15U);
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9U;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBU;
        mixed ^= mixed >> 31;
        numbers[row] = static_cast<double>(mixed >> 11) * 0x1p-52 - 1;
    }
    return numbers;
}

/// Takes out of `vector` what lies in the first `count` columns of `basis`, twice: once leaves what rounding
/// hides.
void make_orthogonal(const Eigen::MatrixXd& basis, Index count, Eigen::VectorXd& vector) {
    for (int pass = 0; pass < 2; ++pass) {
        const Eigen::VectorXd inside = basis.leftCols(count).transpose() * vector;
        vector.noalias() -= basis.leftCols(count) * inside;
    }
}

std::vector<LeadingAxis> decomposed(const Matrix& matrix, Index count) {
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> spectrum(matrix);
    std::vector<LeadingAxis> axes;
    for (Index at = matrix.rows(); at-- > matrix.rows() - count;) {
        const auto direction = spectrum.eigenvectors().col(at);
        axes.push_back({spectrum.eigenvalues()[at], {direction.begin(), direction.end()}});
    }
    return axes;
}

/// The largest eigenvalue at right angles to the first `found` columns of `basis`, which are eigenvectors;
/// the basis grows behind them. Nothing where it does not show in so many steps.
struct Largest {
    double value = 0;
    Eigen::VectorXd direction;
};
std::optional<Largest> largest_beside(const Matrix& matrix, Eigen::MatrixXd& basis, Index found) {
    const Index steps = std::min(most_steps, matrix.rows() - found);
    Eigen::VectorXd diagonal(steps), beside(steps),
        next = spread_numbers(matrix.rows(), static_cast<std::uint64_t>(found));
    make_orthogonal(basis, found, next);
    double length = next.norm();
    Index look = 8;  // at the eigenvalues of the tridiagonal matrix so far; each look costs as much as a step
    for (Index step = 0; step < steps; ++step) {
        basis.col(found + step) = next / length;
        next.noalias() = matrix * basis.col(found + step);
        diagonal[step] = basis.col(found + step).dot(next);
        make_orthogonal(basis, found + step + 1, next);
        length = next.norm();
        beside[step] = length;
        const double scale =
            std::max(diagonal.head(step + 1).cwiseAbs().maxCoeff(), beside.head(step + 1).maxCoeff());
        const bool closed = length <= precision * scale;  // nothing of the matrix leads out of the basis
        if (!closed && step + 1 < look && step + 1 < steps) continue;
        look = step + 1 + std::max<Index>(4, step / 4);
        Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> spectrum;
        spectrum.computeFromTridiagonal(diagonal.head(step + 1), beside.head(step));
        const auto weights = spectrum.eigenvectors().col(step);
        if (!closed && std::fabs(length * weights[step]) > precision * scale) continue;
        return Largest{spectrum.eigenvalues()[step],
                       (basis.middleCols(found, step + 1) * weights).normalized()};
    }
    return std::nullopt;
}

}  // namespace

std::vector<LeadingAxis> leading_axes(std::span<const double> symmetric, std::size_t n, std::size_t count) {
    const auto size = static_cast<Index>(n), wanted = static_cast<Index>(std::min(n, count));
    const Matrix matrix(symmetric.data(), size, size);
    if (wanted == 0) return {};
    if (size <= small) return decomposed(matrix, wanted);
    Eigen::MatrixXd basis(size, wanted + most_steps);
    std::vector<LeadingAxis> axes;
    for (Index found = 0; found < wanted; ++found) {
        const std::optional<Largest> largest = largest_beside(matrix, basis, found);
        if (!largest) return decomposed(matrix, wanted);
        basis.col(found) = largest->direction;
        axes.push_back({largest->value, {largest->direction.begin(), largest->direction.end()}});
    }
    // Two that are the same but for rounding may be met the lesser first.
    std::ranges::stable_sort(axes, std::ranges::greater{}, &LeadingAxis::value);
    return axes;
}

}  // namespace flowspace
