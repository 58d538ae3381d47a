// See rank_size.h.
#include "data/analysis/rank_size.h"

#include "data/analysis/graph_structure.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

namespace flowspace {
namespace {

/// Indices of the sizes > 0, largest first, ties by index.
std::vector<std::size_t> ranked(std::span<const double> sizes) {
    std::vector<std::size_t> order;
    for (std::size_t at = 0; at < sizes.size(); ++at)
        if (sizes[at] > 0) order.push_back(at);
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return sizes[a] > sizes[b]; });
    return order;
}

double ln_rank(std::size_t index) { return std::log(static_cast<double>(index) + 0.5); }

/// ln(size) that the line gives to a place of that rank (from 0).
double fitted(const RankSize& fit, std::size_t index) {
    return (fit.intercept - ln_rank(index)) / fit.exponent.value;
}

double sum_of(std::span<const double> sizes) {
    double sum = 0;
    for (const double size : sizes)
        if (size > 0) sum += size;
    return sum;
}

}  // namespace

std::optional<RankSize> rank_size(std::span<const double> sizes) {
    const std::vector<std::size_t> order = ranked(sizes);
    std::vector<double> x, y;
    for (std::size_t at = 0; at < order.size(); ++at) {
        x.push_back(std::log(sizes[order[at]]));
        y.push_back(ln_rank(at));
    }
    const auto line = least_squares(x, y), back = least_squares(y, x);
    if (order.size() < 3 || !line || !back) return {};
    const double n = static_cast<double>(order.size());
    return RankSize{.exponent = {-line->slope, -line->slope * std::sqrt(2 / n), order.size()},
                    .intercept = line->intercept,
                    .r2 = line->slope * back->slope};
}

std::vector<double> rank_residuals(std::span<const double> sizes, const RankSize& fit) {
    std::vector<double> residuals(sizes.size(), std::numeric_limits<double>::quiet_NaN());
    const std::vector<std::size_t> order = ranked(sizes);
    for (std::size_t at = 0; at < order.size(); ++at)
        residuals[order[at]] = std::log(sizes[order[at]]) - fitted(fit, at);
    return residuals;
}

std::optional<RankGap> largest_gap(std::span<const double> sizes, const RankSize& fit) {
    const std::vector<std::size_t> order = ranked(sizes);
    std::optional<RankGap> largest;
    for (std::size_t at = 0; at + 1 < order.size(); ++at) {
        const RankGap gap{order[at], order[at + 1], sizes[order[at]] / sizes[order[at + 1]],
                          std::exp(fitted(fit, at) - fitted(fit, at + 1))};
        if (!largest || gap.ratio / gap.expected > largest->ratio / largest->expected) largest = gap;
    }
    return largest;
}

std::optional<Exponent> hill(std::span<const double> sizes, std::size_t top) {
    const std::vector<std::size_t> order = ranked(sizes);
    if (top == 0 || order.size() <= top) return {};
    double sum = 0;
    for (std::size_t at = 0; at < top; ++at) sum += std::log(sizes[order[at]] / sizes[order[top]]);
    if (!(sum > 0)) return {};
    const auto count = static_cast<double>(top);
    return Exponent{count / sum, count / sum / std::sqrt(count), top};
}

Primacy primacy(std::span<const double> sizes) {
    const std::vector<std::size_t> order = ranked(sizes);
    const auto against = [&](std::size_t others) -> std::optional<double> {
        if (order.size() <= others) return {};
        double sum = 0;
        for (std::size_t at = 1; at <= others; ++at) sum += sizes[order[at]];
        return sizes[order[0]] / sum;
    };
    Primacy result{.two = against(1), .four = against(3), .eleven = against(10)};
    if (result.eleven) *result.eleven *= 2;
    return result;
}

std::optional<double> herfindahl(std::span<const double> sizes) {
    const double sum = sum_of(sizes);
    if (!(sum > 0)) return {};
    double squares = 0;
    for (const double size : sizes)
        if (size > 0) squares += size / sum * (size / sum);
    return squares;
}

std::optional<double> evenness(std::span<const double> sizes) {
    const double sum = sum_of(sizes);
    if (sizes.size() < 2 || !(sum > 0)) return {};
    double entropy = 0;
    for (const double size : sizes)
        if (size > 0) entropy -= size / sum * std::log(size / sum);
    return entropy / std::log(static_cast<double>(sizes.size()));
}

}  // namespace flowspace
