#include "data/analysis/two_way_effects.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace flowspace {
namespace {

constexpr std::uint32_t no_part = UINT32_MAX;

std::uint32_t root(std::vector<std::uint32_t>& parent, std::uint32_t node) {
    while (parent[node] != node) node = parent[node] = parent[parent[node]];
    return node;
}

}  // namespace

EffectParts connected_parts(const EffectLevels& levels, std::span<const std::uint8_t> used) {
    const auto first_count = static_cast<std::uint32_t>(levels.first_count);
    std::vector<std::uint32_t> parent(levels.first_count + levels.second_count);
    std::iota(parent.begin(), parent.end(), 0U);
    std::vector<std::uint8_t> named(parent.size(), 0);
    for (std::size_t row = 0; row < levels.rows(); ++row) {
        if (!used.empty() && !used[row]) continue;
        const std::uint32_t one = levels.first[row], other = first_count + levels.second[row];
        named[one] = named[other] = 1;
        const std::uint32_t a = root(parent, one), b = root(parent, other);
        parent[std::max(a, b)] = std::min(a, b);
    }
    EffectParts parts;
    std::vector<std::uint32_t> number(parent.size(), no_part);
    for (std::uint32_t node = 0; node < parent.size(); ++node) {
        std::uint32_t part = no_part;
        if (named[node]) {
            std::uint32_t& of_root = number[root(parent, node)];
            if (of_root == no_part) of_root = static_cast<std::uint32_t>(parts.count++);
            part = of_root;
        }
        (node < first_count ? parts.of_first : parts.of_second).push_back(part);
    }
    return parts;
}

TwoWayEffects::TwoWayEffects(const EffectLevels& levels, std::size_t columns)
    : levels_(levels),
      columns_(columns),
      first_(levels.first_count * columns, 0),
      second_(levels.second_count * columns, 0) {}

void TwoWayEffects::to_first(std::span<const double> weights, std::span<const double> second,
                             std::vector<double>& first) const {
    first.assign(levels_.first_count * columns_, 0);
    for (std::size_t row = 0; row < levels_.rows(); ++row) {
        double* to = first.data() + levels_.first[row] * columns_;
        const double* from = second.data() + levels_.second[row] * columns_;
        const double weight = weights[row];
        for (std::size_t column = 0; column < columns_; ++column) to[column] += weight * from[column];
    }
}

void TwoWayEffects::to_second(std::span<const double> weights, std::span<const double> first,
                              std::vector<double>& second) const {
    second.assign(levels_.second_count * columns_, 0);
    for (std::size_t row = 0; row < levels_.rows(); ++row) {
        double* to = second.data() + levels_.second[row] * columns_;
        const double* from = first.data() + levels_.first[row] * columns_;
        const double weight = weights[row];
        for (std::size_t column = 0; column < columns_; ++column) to[column] += weight * from[column];
    }
}

/// image = (D2 - W' D1^-1 W) direction.
void TwoWayEffects::apply(std::span<const double> weights, std::span<const double> direction,
                          std::vector<double>& image) {
    to_first(weights, direction, of_first_);
    for (std::size_t level = 0; level < levels_.first_count; ++level)
        for (std::size_t column = 0; column < columns_; ++column)
            of_first_[level * columns_ + column] /= first_weight_[level];
    to_second(weights, of_first_, image);
    for (std::size_t level = 0; level < levels_.second_count; ++level)
        for (std::size_t column = 0; column < columns_; ++column) {
            const std::size_t at = level * columns_ + column;
            image[at] = second_weight_[level] * direction[at] - image[at];
        }
}

/// Conjugate gradients, each column for itself, preconditioned by D2. The matrix knows second_ only up to a
/// constant per connected part; the right side is orthogonal to those constants, so that does no harm.
int TwoWayEffects::solve(std::span<const double> weights, std::span<const double> right, Until until) {
    const std::size_t size = right.size();
    std::vector<double> residual(size), scaled(size), direction(size), image;
    apply(weights, second_, image);
    std::vector<double> goal(columns_, 0), old(columns_, 0);
    for (std::size_t at = 0; at < size; ++at) {
        const double diagonal = second_weight_[at / columns_];
        residual[at] = right[at] - image[at];
        direction[at] = scaled[at] = residual[at] / diagonal;
        goal[at % columns_] += right[at] * right[at] / diagonal;
        old[at % columns_] += residual[at] * scaled[at];
    }
    const auto done = [&] {
        for (std::size_t column = 0; column < columns_; ++column)
            if (old[column] > until.tolerance * until.tolerance * goal[column]) return false;
        return true;
    };
    int step = 0;
    for (; step < until.most && !done(); ++step) {
        apply(weights, direction, image);
        std::vector<double> curvature(columns_, 0), fresh(columns_, 0), length(columns_, 0);
        for (std::size_t at = 0; at < size; ++at) curvature[at % columns_] += direction[at] * image[at];
        for (std::size_t column = 0; column < columns_; ++column)
            length[column] = curvature[column] > 0 ? old[column] / curvature[column] : 0;
        for (std::size_t at = 0; at < size; ++at) {
            const double along = length[at % columns_];
            second_[at] += along * direction[at];
            residual[at] -= along * image[at];
            scaled[at] = residual[at] / second_weight_[at / columns_];
            fresh[at % columns_] += residual[at] * scaled[at];
        }
        for (std::size_t at = 0; at < size; ++at) {
            const std::size_t column = at % columns_;
            direction[at] = scaled[at] + (old[column] > 0 ? fresh[column] / old[column] : 0) * direction[at];
        }
        old = fresh;
    }
    return step;
}

int TwoWayEffects::fit(std::span<const double> weights, std::span<const double> values, Until until) {
    first_weight_.assign(levels_.first_count, 0);
    second_weight_.assign(levels_.second_count, 0);
    std::vector<double> first_right(first_.size(), 0), second_right(second_.size(), 0);
    for (std::size_t row = 0; row < levels_.rows(); ++row) {
        const std::size_t first = levels_.first[row], second = levels_.second[row];
        first_weight_[first] += weights[row];
        second_weight_[second] += weights[row];
        for (std::size_t column = 0; column < columns_; ++column) {
            const double weighted = weights[row] * values[row * columns_ + column];
            first_right[first * columns_ + column] += weighted;
            second_right[second * columns_ + column] += weighted;
        }
    }
    std::vector<double> mean(first_right), right;
    for (std::size_t at = 0; at < mean.size(); ++at) mean[at] /= first_weight_[at / columns_];
    to_second(weights, mean, right);
    for (std::size_t at = 0; at < right.size(); ++at) right[at] = second_right[at] - right[at];
    const int steps = solve(weights, right, until);
    to_first(weights, second_, of_first_);
    for (std::size_t at = 0; at < first_.size(); ++at)
        first_[at] = (first_right[at] - of_first_[at]) / first_weight_[at / columns_];
    return steps;
}

}  // namespace flowspace
