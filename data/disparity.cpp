#include "data/disparity.h"

#include "data/end_count.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace flowspace {
namespace {

constexpr double no_flow = 2;

struct End {
    double strength = 0;
    std::uint32_t degree = 0;

    void add(double flow) {
        strength += flow;
        ++degree;
    }
    double alpha(double flow) const { return disparity_alpha(flow, strength, degree); }
};

/// The magnitude of a row's flow; 0 where there is none between different places.
template <class Ends>
double magnitude(const LayerSums& sums, std::span<const Ends> pairs, std::size_t row) {
    if (sums.sums[row].rows == 0 || index(pairs[row].origin) == index(pairs[row].destination)) return 0;
    return std::abs(value(sums.sums[row]));
}

template <class Ends>
std::vector<double> alphas(const LayerSums& sums, std::span<const Ends> pairs) {
    std::vector<End> out(end_count(pairs)), in(out.size());
    std::vector<double> flows(pairs.size());
    for (std::size_t row = 0; row < pairs.size(); ++row) {
        flows[row] = magnitude(sums, pairs, row);
        if (flows[row] == 0) continue;
        out[index(pairs[row].origin)].add(flows[row]);
        in[index(pairs[row].destination)].add(flows[row]);
    }
    std::vector<double> result(pairs.size(), no_flow);
    for (std::size_t row = 0; row < pairs.size(); ++row)
        if (flows[row] > 0)
            result[row] = std::min(out[index(pairs[row].origin)].alpha(flows[row]),
                                   in[index(pairs[row].destination)].alpha(flows[row]));
    return result;
}

template <class Ends>
std::vector<BackbonePoint> curve(const LayerSums& sums, std::span<const Ends> pairs,
                                 std::span<const double> levels) {
    const std::vector<double> alpha = alphas(sums, pairs);
    std::vector<std::size_t> rows;
    double total = 0;
    for (std::size_t row = 0; row < alpha.size(); ++row) {
        if (alpha[row] == no_flow) continue;
        rows.push_back(row);
        total += magnitude(sums, pairs, row);
    }
    std::ranges::stable_sort(rows, {}, [&](std::size_t row) { return alpha[row]; });
    std::vector<std::uint8_t> seen(end_count(pairs), 0);
    std::vector<BackbonePoint> points;
    BackbonePoint now;
    double volume = 0;
    std::size_t next = 0;
    for (const double level : levels) {
        for (; next < rows.size() && alpha[rows[next]] < level; ++next) {
            ++now.flows;
            volume += magnitude(sums, pairs, rows[next]);
            for (const std::size_t end :
                 {index(pairs[rows[next]].origin), index(pairs[rows[next]].destination)})
                if (!std::exchange(seen[end], std::uint8_t{1})) ++now.places;
        }
        now.level = level;
        now.volume_share = total > 0 ? volume / total : 0;
        points.push_back(now);
    }
    return points;
}

}  // namespace

double disparity_alpha(double flow, double strength, std::uint32_t degree) {
    if (degree <= 1) return 1;
    return std::pow(std::max(0.0, 1 - flow / strength), static_cast<double>(degree) - 1);
}

std::vector<double> disparity_alphas(const LayerSums& sums, std::span<const Pair> pairs) {
    return alphas(sums, pairs);
}
std::vector<double> disparity_alphas(const LayerSums& sums, std::span<const NodePair> pairs) {
    return alphas(sums, pairs);
}

std::vector<BackbonePoint> backbone_curve(const LayerSums& sums, std::span<const Pair> pairs,
                                          std::span<const double> levels) {
    return curve(sums, pairs, levels);
}
std::vector<BackbonePoint> backbone_curve(const LayerSums& sums, std::span<const NodePair> pairs,
                                          std::span<const double> levels) {
    return curve(sums, pairs, levels);
}

}  // namespace flowspace
