#include "data/analysis/flow_space.h"

#include "data/analysis/dense_distances.h"
#include "data/analysis/leading_axes.h"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace flowspace {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

/// Flow both ways of an unordered pair; a way that is not known adds nothing.
double both_ways(const FlowMatrix& flows, std::size_t one, std::size_t other) {
    const std::size_t there = one * flows.n + other, back = other * flows.n + one;
    return (flows.known[there] ? flows.flow[there] : 0) + (flows.known[back] ? flows.flow[back] : 0);
}

std::uint32_t root(std::vector<std::uint32_t>& parent, std::uint32_t node) {
    while (parent[node] != node) node = parent[node] = parent[parent[node]];
    return node;
}

}  // namespace

std::optional<double> weighted_reciprocity(const FlowMatrix& flows) {
    double mutual = 0, all = 0;
    for (std::size_t row = 0; row < flows.n; ++row)
        for (std::size_t column = 0; column < flows.n; ++column) {
            const std::size_t there = row * flows.n + column, back = column * flows.n + row;
            if (row == column || !flows.known[there] || !flows.known[back]) continue;
            mutual += std::min(flows.flow[there], flows.flow[back]);
            all += flows.flow[there];
        }
    if (all <= 0) return std::nullopt;
    return mutual / all;
}

std::vector<std::optional<double>> direction_entropy(const FlowMatrix& flows) {
    std::vector<std::optional<double>> entropies(flows.n);
    if (flows.n < 3) return entropies;
    for (std::size_t row = 0; row < flows.n; ++row) {
        double out = 0, sum = 0;
        for (std::size_t cell = row * flows.n; cell < (row + 1) * flows.n; ++cell)
            if (flows.known[cell]) out += flows.flow[cell];
        if (out <= 0) continue;
        for (std::size_t cell = row * flows.n; cell < (row + 1) * flows.n; ++cell)
            if (flows.known[cell] && flows.flow[cell] > 0)
                sum -= flows.flow[cell] / out * std::log(flows.flow[cell] / out);
        entropies[row] = sum / std::log(static_cast<double>(flows.n - 1));
    }
    return entropies;
}

std::vector<double> average_ranks(std::span<const double> values) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t at) { return values[at]; });
    std::vector<double> ranks(values.size());
    for (std::size_t begin = 0; begin < order.size();) {
        std::size_t end = begin;
        while (end < order.size() && values[order[end]] == values[order[begin]]) ++end;
        const double rank = static_cast<double>(begin + end + 1) / 2;
        for (; begin < end; ++begin) ranks[order[begin]] = rank;
    }
    return ranks;
}

std::optional<double> correlation(std::span<const double> one, std::span<const double> other) {
    const auto n = static_cast<double>(one.size());
    if (one.size() < 2) return std::nullopt;
    const double mean_one = std::accumulate(one.begin(), one.end(), 0.0) / n,
                 mean_other = std::accumulate(other.begin(), other.end(), 0.0) / n;
    double together = 0, of_one = 0, of_other = 0;
    for (std::size_t at = 0; at < one.size(); ++at) {
        together += (one[at] - mean_one) * (other[at] - mean_other);
        of_one += (one[at] - mean_one) * (one[at] - mean_one);
        of_other += (other[at] - mean_other) * (other[at] - mean_other);
    }
    if (of_one <= 0 || of_other <= 0) return std::nullopt;
    return together / std::sqrt(of_one * of_other);
}

Percolation percolate(const FlowMatrix& flows, double threshold) {
    Percolation made{.threshold = threshold};
    std::vector<std::uint32_t> parent(flows.n);
    std::iota(parent.begin(), parent.end(), 0U);
    for (std::uint32_t row = 0; row < flows.n; ++row)
        for (std::uint32_t column = row + 1; column < flows.n; ++column) {
            const double weight = both_ways(flows, row, column);
            if (weight <= 0 || weight < threshold) continue;
            ++made.links;
            parent[root(parent, row)] = root(parent, column);
        }
    std::vector<std::uint64_t> size(flows.n, 0);
    for (std::uint32_t row = 0; row < flows.n; ++row) ++size[root(parent, row)];
    std::ranges::sort(size, std::ranges::greater{});
    made.components =
        static_cast<std::uint64_t>(std::ranges::count_if(size, [](auto one) { return one > 0; }));
    if (flows.n > 0) made.largest = size[0];
    if (flows.n > 1) made.second = size[1];
    return made;
}

std::vector<SpanningLink> spanning_links(const FlowMatrix& flows) {
    std::vector<SpanningLink> links, kept;
    for (std::uint32_t row = 0; row < flows.n; ++row)
        for (std::uint32_t column = row + 1; column < flows.n; ++column)
            if (const double weight = both_ways(flows, row, column); weight > 0)
                links.push_back({row, column, weight});
    std::ranges::stable_sort(links, std::ranges::greater{}, &SpanningLink::weight);
    std::vector<std::uint32_t> parent(flows.n);
    std::iota(parent.begin(), parent.end(), 0U);
    for (const SpanningLink& link : links) {
        const std::uint32_t a = root(parent, link.one), b = root(parent, link.other);
        if (a == b) continue;
        parent[a] = b;
        kept.push_back(link);
        if (kept.size() + 1 == flows.n) break;
    }
    return kept;
}

std::optional<double> percolation_threshold(std::span<const SpanningLink> tree, std::size_t places) {
    if (tree.empty() || tree.size() + 1 < places) return std::nullopt;
    return tree.back().weight;
}

namespace {

/// Length of each direct way; infinite where nothing flows.
std::vector<double> direct_lengths(const FlowMatrix& flows) {
    std::vector<double> length(flows.n * flows.n, infinite);
    for (std::size_t row = 0; row < flows.n; ++row) {
        double out = 0;
        for (std::size_t cell = row * flows.n; cell < (row + 1) * flows.n; ++cell)
            if (flows.known[cell]) out += flows.flow[cell];
        for (std::size_t cell = row * flows.n; cell < (row + 1) * flows.n; ++cell)
            if (flows.known[cell] && flows.flow[cell] > 0)
                length[cell] = 1 - std::log(flows.flow[cell] / out);
    }
    return length;
}

}  // namespace

std::vector<double> effective_distances(const FlowMatrix& flows, const std::stop_token& stop) {
    return dense_distances(direct_lengths(flows), flows.n, stop);
}

namespace {

/// 1 or -1: what makes the coordinate farthest from 0 positive. Of those that are as far but for rounding,
/// the first one: else rounding would mirror places that lie alike on both sides.
double side_of_farthest(std::span<const double> coordinates) {
    constexpr double as_far = 1 - 1e-9;
    double farthest = 0;
    for (const double one : coordinates) farthest = std::max(farthest, std::fabs(one));
    const auto first =
        std::ranges::find_if(coordinates, [&](double one) { return std::fabs(one) >= as_far * farthest; });
    return first != coordinates.end() && *first < 0 ? -1 : 1;
}

}  // namespace

std::vector<PlanePoint> scale_to_plane(std::span<const double> distance, std::size_t n,
                                       std::span<const std::uint32_t> chosen) {
    std::vector<PlanePoint> points(chosen.size());
    if (chosen.size() < 2) return points;
    const auto size = static_cast<Eigen::Index>(chosen.size());
    Eigen::MatrixXd inner(size, size);
    for (Eigen::Index column = 0; column < size; ++column)
        for (Eigen::Index row = 0; row <= column; ++row) {
            const std::size_t a = chosen[static_cast<std::size_t>(row)],
                              b = chosen[static_cast<std::size_t>(column)];
            const double mean = (distance[a * n + b] + distance[b * n + a]) / 2;
            inner(row, column) = inner(column, row) = -0.5 * mean * mean;
        }
    const Eigen::VectorXd means = inner.colwise().mean();
    const double mean = means.mean();
    for (Eigen::Index column = 0; column < size; ++column)
        for (Eigen::Index row = 0; row < size; ++row)
            inner(row, column) += mean - (means[row] + means[column]);
    const std::vector<LeadingAxis> axes =
        leading_axes({inner.data(), points.size() * points.size()}, points.size(), 2);
    for (std::size_t axis = 0; axis < axes.size(); ++axis) {
        const std::vector<double>& direction = axes[axis].direction;
        const double stretch = std::sqrt(std::max(0.0, axes[axis].value)) * side_of_farthest(direction);
        for (std::size_t row = 0; row < points.size(); ++row)
            (axis == 0 ? points[row].x : points[row].y) = stretch * direction[row];
    }
    return points;
}

}  // namespace flowspace
