#include "data/analysis/separation.h"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>

namespace flowspace {
namespace {

/// Leaves out the rows of effects without flow, again until none is found: a row that goes may empty another.
std::uint64_t drop_all_zero(const EffectLevels& levels, std::span<const double> y,
                            std::vector<std::uint8_t>& kept) {
    std::uint64_t dropped = 0;
    for (bool again = true; again;) {
        again = false;
        std::vector<double> first(levels.first_count, 0), second(levels.second_count, 0);
        for (std::size_t row = 0; row < y.size(); ++row) {
            if (!kept[row]) continue;
            first[levels.first[row]] += y[row];
            second[levels.second[row]] += y[row];
        }
        for (std::size_t row = 0; row < y.size(); ++row) {
            if (!kept[row] || (first[levels.first[row]] > 0 && second[levels.second[row]] > 0)) continue;
            kept[row] = 0;
            ++dropped;
            again = true;
        }
    }
    return dropped;
}

/// Levels and terms of the rows with flow only, numbered anew.
struct Positive {
    EffectLevels levels;
    std::vector<double> x;
};

Positive positive_rows(const ModelColumns& model, std::span<const double> y) {
    Positive made;
    std::vector<std::uint32_t> first(model.levels.first_count, UINT32_MAX),
        second(model.levels.second_count, UINT32_MAX);
    const auto number = [](std::vector<std::uint32_t>& numbers, std::uint32_t level, std::size_t& count) {
        if (numbers[level] == UINT32_MAX) numbers[level] = static_cast<std::uint32_t>(count++);
        return numbers[level];
    };
    for (std::size_t row = 0; row < y.size(); ++row) {
        if (y[row] <= 0) continue;
        made.levels.first.push_back(number(first, model.levels.first[row], made.levels.first_count));
        made.levels.second.push_back(number(second, model.levels.second[row], made.levels.second_count));
        made.x.insert(made.x.end(), model.x.begin() + static_cast<std::ptrdiff_t>(row * model.terms),
                      model.x.begin() + static_cast<std::ptrdiff_t>((row + 1) * model.terms));
    }
    return made;
}

/// A combination of terms (and effects) that is 0 wherever there is flow: its value at every row.
using Direction = std::vector<double>;

/// The combinations of terms that effects explain wherever there is flow. Usually none.
std::vector<Direction> silent_terms(const ModelColumns& model, std::span<const double> y) {
    const Positive positive = positive_rows(model, y);
    const std::size_t rows = positive.levels.rows(), terms = model.terms;
    if (terms == 0 || rows == 0) return {};
    TwoWayEffects effects(positive.levels, terms);
    effects.fit(std::vector<double>(rows, 1), positive.x, {.tolerance = 1e-12});
    Eigen::MatrixXd gram =
        Eigen::MatrixXd::Zero(static_cast<Eigen::Index>(terms), static_cast<Eigen::Index>(terms));
    Eigen::VectorXd size = Eigen::VectorXd::Zero(static_cast<Eigen::Index>(terms)), rest(size);
    for (std::size_t row = 0; row < rows; ++row) {
        for (std::size_t term = 0; term < terms; ++term) {
            const double value = positive.x[row * terms + term];
            rest[static_cast<Eigen::Index>(term)] =
                value - effects.first()[positive.levels.first[row] * terms + term] -
                effects.second()[positive.levels.second[row] * terms + term];
            size[static_cast<Eigen::Index>(term)] += value * value;
        }
        gram.selfadjointView<Eigen::Lower>().rankUpdate(rest);
    }
    const Eigen::VectorXd scale =
        size.unaryExpr([](double one) { return one > 0 ? 1 / std::sqrt(one) : 1.0; });
    gram = scale.asDiagonal() * Eigen::MatrixXd(gram.selfadjointView<Eigen::Lower>()) * scale.asDiagonal();
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> spectrum(gram);
    std::vector<Direction> found;
    for (Eigen::Index at = 0; at < gram.rows(); ++at) {
        if (spectrum.eigenvalues()[at] > 1e-12) continue;
        const Eigen::VectorXd combination = scale.asDiagonal() * spectrum.eigenvectors().col(at);
        Direction& direction = found.emplace_back(y.size(), 0.0);
        for (std::size_t row = 0; row < y.size(); ++row)
            for (std::size_t term = 0; term < terms; ++term)
                direction[row] += combination[static_cast<Eigen::Index>(term)] * model.x[row * terms + term];
    }
    return found;
}

/// Takes from a direction what effects explain of it where there is flow, so that it is 0 there.
void level_out(const ModelColumns& model, std::span<const double> y, Direction& direction) {
    std::vector<double> weights(y.size());
    for (std::size_t row = 0; row < y.size(); ++row) weights[row] = y[row] > 0 ? 1 : 0;
    TwoWayEffects effects(model.levels, 1);
    effects.fit(weights, direction, {.tolerance = 1e-13});
    for (std::size_t row = 0; row < y.size(); ++row)
        direction[row] -=
            effects.first()[model.levels.first[row]] + effects.second()[model.levels.second[row]];
}

/// The directions that cost nothing where there is flow: one per connected part of its graph, and silent
/// terms.
class NullSpace {
public:
    NullSpace(const ModelColumns& model, std::span<const double> y)
        : model_(model), terms_(silent_terms(model, y)) {
        for (Direction& direction : terms_) level_out(model, y, direction);
        std::vector<std::uint8_t> flowing(y.size());
        for (std::size_t row = 0; row < y.size(); ++row) flowing[row] = y[row] > 0;
        parts_ = connected_parts(model.levels, flowing);
        for (std::size_t row = 0; row < y.size(); ++row)
            if (y[row] <= 0) zeros_.push_back(row);
    }

    const std::vector<std::size_t>& zero_rows() const { return zeros_; }
    std::size_t size() const { return parts_.count + terms_.size(); }
    /// More than the one constant that every part has.
    bool can_separate() const { return !zeros_.empty() && (parts_.count > 1 || !terms_.empty()); }

    /// Value at a row of the combination `weights`.
    double at(std::size_t row, const Eigen::VectorXd& weights) const {
        double sum = 0;
        visit(row, [&](std::size_t direction, double value) {
            sum += value * weights[static_cast<Eigen::Index>(direction)];
        });
        return sum;
    }

    template <class Visit>
    void visit(std::size_t row, const Visit& visit) const {
        const std::uint32_t one = parts_.of_first[model_.levels.first[row]],
                            other = parts_.of_second[model_.levels.second[row]];
        if (one != other) {
            visit(one, 1.0);
            visit(other, -1.0);
        }
        for (std::size_t term = 0; term < terms_.size(); ++term)
            visit(parts_.count + term, terms_[term][row]);
    }

private:
    const ModelColumns& model_;
    std::vector<Direction> terms_;
    EffectParts parts_;
    std::vector<std::size_t> zeros_;
};

/// The largest set of zero rows that a combination lifts above 0 while none goes below: u = max(0, fit of u),
/// again until nothing is below.
std::vector<std::size_t> rectify(const NullSpace& space, const std::stop_token& stop) {
    const auto size = static_cast<Eigen::Index>(space.size());
    Eigen::MatrixXd gram = Eigen::MatrixXd::Zero(size, size);
    for (const std::size_t row : space.zero_rows())
        space.visit(row, [&](std::size_t one, double value) {
            space.visit(row, [&](std::size_t other, double second) {
                gram(static_cast<Eigen::Index>(one), static_cast<Eigen::Index>(other)) += value * second;
            });
        });
    const Eigen::CompleteOrthogonalDecomposition<Eigen::MatrixXd> solver(gram);
    std::vector<double> wanted(space.zero_rows().size(), 1);
    std::vector<double> fitted(wanted.size());
    constexpr double tolerance = 1e-9;
    for (int step = 0; step < 10'000 && !stop.stop_requested(); ++step) {
        Eigen::VectorXd right = Eigen::VectorXd::Zero(size);
        for (std::size_t at = 0; at < wanted.size(); ++at)
            space.visit(space.zero_rows()[at], [&](std::size_t direction, double value) {
                right[static_cast<Eigen::Index>(direction)] += value * wanted[at];
            });
        const Eigen::VectorXd weights = solver.solve(right);
        double lowest = 0, highest = 0;
        for (std::size_t at = 0; at < wanted.size(); ++at) {
            fitted[at] = space.at(space.zero_rows()[at], weights);
            lowest = std::min(lowest, fitted[at]);
            highest = std::max(highest, fitted[at]);
            wanted[at] = std::max(0.0, fitted[at]);
        }
        if (highest <= tolerance) return {};
        if (lowest > -tolerance * highest) break;
    }
    std::vector<std::size_t> separated;
    const double highest = *std::ranges::max_element(fitted);
    for (std::size_t at = 0; at < wanted.size(); ++at)
        if (fitted[at] > 1e-6 * highest) separated.push_back(space.zero_rows()[at]);
    return separated;
}

/// The kept rows as a model of their own; levels that lost their last row are numbered away.
struct Reduced {
    EffectLevels levels;
    std::vector<double> x, y;
    std::vector<std::size_t> row;  // in the whole model
};

Reduced reduce(const ModelColumns& model, std::span<const double> y, std::span<const std::uint8_t> kept) {
    Reduced made;
    std::vector<std::uint32_t> first(model.levels.first_count, UINT32_MAX),
        second(model.levels.second_count, UINT32_MAX);
    for (std::size_t row = 0; row < y.size(); ++row) {
        if (!kept[row]) continue;
        std::uint32_t &one = first[model.levels.first[row]], &other = second[model.levels.second[row]];
        if (one == UINT32_MAX) one = static_cast<std::uint32_t>(made.levels.first_count++);
        if (other == UINT32_MAX) other = static_cast<std::uint32_t>(made.levels.second_count++);
        made.levels.first.push_back(one);
        made.levels.second.push_back(other);
        made.row.push_back(row);
        made.y.push_back(y[row]);
        for (std::size_t term = 0; term < model.terms; ++term)
            made.x.push_back(model.x[row * model.terms + term]);
    }
    return made;
}

}  // namespace

Separation find_separation(const ModelColumns& model, std::span<const double> y,
                           const std::stop_token& stop) {
    Separation found{.kept = std::vector<std::uint8_t>(y.size(), 1)};
    found.all_zero = drop_all_zero(model.levels, y, found.kept);
    while (!stop.stop_requested()) {
        const Reduced reduced = reduce(model, y, found.kept);
        if (std::ranges::none_of(reduced.y, [](double flow) { return flow <= 0; })) break;
        const ModelColumns left{reduced.levels, reduced.x, model.terms};
        const NullSpace space(left, reduced.y);
        if (!space.can_separate()) break;
        const std::vector<std::size_t> separated = rectify(space, stop);
        if (separated.empty()) break;
        for (const std::size_t row : separated) found.kept[reduced.row[row]] = 0;
        found.separated += separated.size() + drop_all_zero(model.levels, y, found.kept);
    }
    return found;
}

}  // namespace flowspace
