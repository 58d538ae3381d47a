// See stage.h.
#include "data/analysis/stage.h"

#include "data/analysis/graph_structure.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>

namespace flowspace {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// Squared distances from their mean of sorted values first..last, by running sums.
class Squares {
public:
    explicit Squares(const std::vector<double>& sorted)
        : sum_(sorted.size() + 1, 0), square_(sorted.size() + 1, 0) {
        const double middle = sorted[sorted.size() / 2];  // near the values, so that little cancels
        for (std::size_t at = 0; at < sorted.size(); ++at) {
            const double value = sorted[at] - middle;
            sum_[at + 1] = sum_[at] + value;
            square_[at + 1] = square_[at] + value * value;
        }
    }
    double of(std::size_t first, std::size_t end) const {
        const double sum = sum_[end] - sum_[first];
        return std::max(0.0, square_[end] - square_[first] - sum * sum / static_cast<double>(end - first));
    }

private:
    std::vector<double> sum_, square_;
};

/// Where each class of sorted values begins.
std::vector<std::size_t> best_cuts(const std::vector<double>& sorted, const Squares& squares,
                                   std::size_t classes) {
    const std::size_t count = sorted.size();
    const double never = std::numeric_limits<double>::infinity();
    std::vector<std::vector<double>> cost(classes + 1, std::vector<double>(count + 1, never));
    std::vector<std::vector<std::size_t>> cut(classes + 1, std::vector<std::size_t>(count + 1, 0));
    cost[0][0] = 0;
    for (std::size_t k = 1; k <= classes; ++k)
        for (std::size_t end = k; end <= count; ++end)
            for (std::size_t first = k - 1; first < end; ++first) {
                if (first > 0 && sorted[first] == sorted[first - 1]) continue;  // equal values share a class
                const double sum = cost[k - 1][first] + squares.of(first, end);
                if (sum >= cost[k][end]) continue;
                cost[k][end] = sum;
                cut[k][end] = first;
            }
    std::vector<std::size_t> begins(classes);
    for (std::size_t k = classes, end = count; k > 0; --k) end = begins[k - 1] = cut[k][end];
    return begins;
}

std::vector<double> ranks(std::span<const double> values) {
    std::vector<double> rank;
    for (const double value : values) {
        double below = 0, same = 0;
        for (const double other : values) {
            below += other < value;
            same += other == value;
        }
        rank.push_back(below + (same + 1) / 2);
    }
    return rank;
}

}  // namespace

IndicatorTable scaled(const IndicatorTable& table) {
    IndicatorTable result = table;
    for (std::size_t indicator = 0; indicator < table.indicators; ++indicator) {
        double least = std::numeric_limits<double>::infinity(), most = -least;
        for (std::size_t group = 0; group < table.groups; ++group) {
            const double value = table(group, indicator);
            if (std::isnan(value)) continue;
            least = std::min(least, value);
            most = std::max(most, value);
        }
        for (std::size_t group = 0; group < table.groups; ++group) {
            double& value = result.values[group * table.indicators + indicator];
            if (std::isnan(value)) continue;
            const double share = most > least ? (value - least) / (most - least) : 0.5;
            value = table.sign[indicator] < 0 ? 1 - share : share;
        }
    }
    return result;
}

EntropyWeights entropy_weights(const IndicatorTable& scaled) {
    EntropyWeights result;
    double sum = 0;
    for (std::size_t indicator = 0; indicator < scaled.indicators; ++indicator) {
        double total = 0, count = 0, entropy = 0;
        for (std::size_t group = 0; group < scaled.groups; ++group)
            if (!std::isnan(scaled(group, indicator))) total += scaled(group, indicator), ++count;
        for (std::size_t group = 0; group < scaled.groups; ++group) {
            const double share = scaled(group, indicator) / total;
            if (share > 0) entropy -= share * std::log(share);
        }
        result.entropy.push_back(total > 0 && count > 1 ? entropy / std::log(count) : 1);
        sum += 1 - result.entropy.back();
    }
    for (const double entropy : result.entropy)
        result.weight.push_back(sum > 1e-12 ? (1 - entropy) / sum
                                            : 1 / static_cast<double>(scaled.indicators));
    return result;
}

std::vector<double> composite(const IndicatorTable& scaled, std::span<const double> weights, Composite kind) {
    assert(weights.size() == scaled.indicators);
    constexpr double floor = 0.01;
    std::vector<double> result;
    for (std::size_t group = 0; group < scaled.groups; ++group) {
        double sum = 0, weight = 0;
        for (std::size_t indicator = 0; indicator < scaled.indicators; ++indicator) {
            const double value = scaled(group, indicator);
            if (std::isnan(value)) continue;
            weight += weights[indicator];
            sum += weights[indicator] *
                   (kind == Composite::arithmetic ? value : std::log(std::max(floor, value)));
        }
        result.push_back(!(weight > 0)                   ? unknown
                         : kind == Composite::arithmetic ? sum / weight
                                                         : std::exp(sum / weight));
    }
    return result;
}

std::optional<Classes> fisher_jenks(std::span<const double> values, std::size_t classes) {
    std::vector<double> sorted;
    for (const double value : values)
        if (!std::isnan(value)) sorted.push_back(value);
    std::ranges::sort(sorted);
    std::vector<double> different = sorted;
    different.erase(std::unique(different.begin(), different.end()), different.end());
    if (classes == 0 || different.size() < classes) return {};
    const Squares squares(sorted);
    const std::vector<std::size_t> begins = best_cuts(sorted, squares, classes);
    Classes result;
    double within = 0;
    for (std::size_t k = 0; k < classes; ++k) {
        result.starts.push_back(sorted[begins[k]]);
        within += squares.of(begins[k], k + 1 < classes ? begins[k + 1] : sorted.size());
    }
    const double total = squares.of(0, sorted.size());
    result.goodness = total > 0 ? 1 - within / total : 1;
    for (const double value : values) {
        std::uint32_t label = 0;
        while (label + 1 < classes && value >= result.starts[label + 1]) ++label;
        result.label.push_back(std::isnan(value) ? no_class : label);
    }
    return result;
}

std::optional<Kappa> kappa(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b,
                           std::size_t classes) {
    assert(a.size() == b.size());
    std::vector<double> of_a(classes, 0), of_b(classes, 0);
    Kappa result;
    double apart = 0, count = 0;
    for (std::size_t at = 0; at < a.size(); ++at) {
        if (a[at] == no_class || b[at] == no_class) continue;
        ++of_a[a[at]];
        ++of_b[b[at]];
        ++count;
        result.equal += a[at] == b[at];
        const double distance = static_cast<double>(a[at]) - static_cast<double>(b[at]);
        apart += distance * distance;
    }
    double chance_apart = 0, chance_equal = 0;
    for (std::size_t i = 0; i < classes; ++i)
        for (std::size_t j = 0; j < classes; ++j) {
            const double distance = static_cast<double>(i) - static_cast<double>(j);
            chance_apart += distance * distance * of_a[i] * of_b[j];
            if (i == j) chance_equal += of_a[i] * of_b[j];
        }
    if (count == 0 || chance_apart == 0 || chance_equal == count * count) return {};
    result.quadratic = 1 - apart * count / chance_apart;
    const double by_chance = chance_equal / (count * count);
    result.plain = (static_cast<double>(result.equal) / count - by_chance) / (1 - by_chance);
    return result;
}

std::optional<double> spearman(std::span<const double> a, std::span<const double> b) {
    const std::vector<double> x = ranks(a), y = ranks(b);
    const auto forth = least_squares(x, y), back = least_squares(y, x);
    if (!forth || !back) return {};
    return std::copysign(std::sqrt(forth->slope * back->slope), forth->slope);
}

}  // namespace flowspace
