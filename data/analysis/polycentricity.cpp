// See polycentricity.h.
#include "data/analysis/polycentricity.h"

#include "data/analysis/graph_structure.h"
#include "data/analysis/rank_size.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

namespace flowspace {

std::optional<EvenStrength> even_strength(std::span<const double> in_strengths) {
    if (in_strengths.size() < 2) return {};
    const double largest = *std::ranges::max_element(in_strengths);
    if (!(largest > 0)) return {};
    const auto count = static_cast<double>(in_strengths.size());
    const double mean = std::accumulate(in_strengths.begin(), in_strengths.end(), 0.0) / count;
    double squares = 0;
    for (const double value : in_strengths) squares += (value - mean) * (value - mean);
    const double sd = std::sqrt(squares / count);
    return EvenStrength{.sd = sd,
                        .sd_max = largest / 2,
                        .population = 1 - sd / (largest / 2),
                        .sample = 1 - std::sqrt(squares / (count - 1)) / (largest / std::sqrt(2))};
}

std::optional<double> top_slope(std::span<const double> sizes) {
    std::vector<double> sorted;
    for (const double size : sizes)
        if (size > 0) sorted.push_back(size);
    std::ranges::sort(sorted, std::greater<>{});
    double sum = 0;
    int slopes = 0;
    for (std::size_t top = 2; top <= std::min<std::size_t>(4, sorted.size()); ++top)
        if (const auto slope = rank_slope({sorted.data(), top})) {
            sum += *slope;
            ++slopes;
        }
    if (slopes == 0) return {};
    return sum / slopes;
}

Polycentricity polycentricity(SquareView flows, std::span<const std::uint32_t> members,
                              std::span<const double> sizes) {
    Polycentricity result;
    double inside = 0, leaving = 0, pairs = 0;
    std::vector<double> own_sizes;
    for (const std::uint32_t to : members) {
        double received = 0;
        for (const std::uint32_t from : members)
            if (from != to && flows(from, to) > 0) {
                received += flows(from, to);
                ++pairs;
            }
        result.in_strength.push_back(received);
        inside += received;
        for (std::size_t other = 0; other < flows.size; ++other)
            if (other != to) leaving += flows(to, other);
        own_sizes.push_back(sizes[to]);
    }
    const auto count = static_cast<double>(members.size());
    if (members.size() >= 2) result.density = pairs / (count * (count - 1));
    if (leaving > 0) result.internal_share = inside / leaving;
    result.even = even_strength(result.in_strength);
    if (result.even) {
        result.green_density = result.even->population * result.density;
        if (result.internal_share) result.green_internal = result.even->population * *result.internal_share;
    }
    result.entropy = evenness(result.in_strength);
    result.functional_slope = top_slope(result.in_strength);
    result.morphological_slope = top_slope(own_sizes);
    return result;
}

std::vector<std::optional<double>> by_cut_off(std::span<const double> in_strengths) {
    std::vector<double> sorted(in_strengths.begin(), in_strengths.end());
    std::ranges::sort(sorted, std::greater<>{});
    std::vector<std::optional<double>> curve;
    for (std::size_t top = 2; top <= sorted.size(); ++top) {
        const auto even = even_strength({sorted.data(), top});
        curve.push_back(even ? std::optional(even->population) : std::nullopt);
    }
    return curve;
}

}  // namespace flowspace
