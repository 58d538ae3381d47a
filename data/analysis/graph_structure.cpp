// See graph_structure.h.
#include "data/analysis/graph_structure.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <functional>
#include <numeric>

namespace flowspace {
namespace {

/// Neighbours of each place, ascending, each once.
std::vector<std::vector<std::uint32_t>> simple_neighbours(const Network& network) {
    std::vector<std::vector<std::uint32_t>> near(network.places);
    for (const Link& link : network.links) {
        if (link.a == link.b) continue;
        near[link.a].push_back(link.b);
        near[link.b].push_back(link.a);
    }
    for (auto& places : near) {
        std::ranges::sort(places);
        places.erase(std::unique(places.begin(), places.end()), places.end());
    }
    return near;
}

/// Links among the neighbours of each place.
std::vector<double> triangles(const std::vector<std::vector<std::uint32_t>>& near) {
    std::vector<double> count(near.size(), 0);
    for (std::size_t place = 0; place < near.size(); ++place)
        for (const std::uint32_t a : near[place])
            for (const std::uint32_t b : near[place])
                if (a < b && std::ranges::binary_search(near[a], b)) ++count[place];
    return count;
}

std::optional<double> correlation(std::span<const double> x, std::span<const double> y) {
    const auto forth = least_squares(x, y), back = least_squares(y, x);
    if (!forth || !back) return {};
    return std::copysign(std::sqrt(forth->slope * back->slope), forth->slope);
}

}  // namespace

std::optional<FittedLine> least_squares(std::span<const double> x, std::span<const double> y) {
    assert(x.size() == y.size());
    if (x.size() < 2) return {};
    const auto count = static_cast<double>(x.size());
    const double mean_x = std::accumulate(x.begin(), x.end(), 0.0) / count;
    const double mean_y = std::accumulate(y.begin(), y.end(), 0.0) / count;
    double xx = 0, xy = 0;
    for (std::size_t at = 0; at < x.size(); ++at) {
        xx += (x[at] - mean_x) * (x[at] - mean_x);
        xy += (x[at] - mean_x) * (y[at] - mean_y);
    }
    if (!(xx > 0)) return {};
    return FittedLine{mean_y - xy / xx * mean_x, xy / xx};
}

std::optional<double> rank_slope(std::span<const double> values) {
    std::vector<double> sorted;
    for (const double value : values)
        if (value > 0) sorted.push_back(value);
    std::ranges::sort(sorted, std::greater<>{});
    std::vector<double> ranks(sorted.size());
    for (std::size_t at = 0; at < sorted.size(); ++at) {
        ranks[at] = std::log(static_cast<double>(at + 1));
        sorted[at] = std::log(sorted[at]);
    }
    const auto line = least_squares(ranks, sorted);
    if (!line) return {};
    return line->slope;
}

GraphStructure graph_structure(const Network& network) {
    const auto near = simple_neighbours(network);
    const std::vector<double> closed = triangles(near);
    GraphStructure structure;
    std::vector<double> degrees, own, other, mean_neighbour;
    double links = 0, triples = 0, local = 0;
    for (std::size_t place = 0; place < near.size(); ++place) {
        const auto degree = static_cast<double>(near[place].size());
        links += degree / 2;
        triples += degree * (degree - 1) / 2;
        if (degree >= 2) local += closed[place] / (degree * (degree - 1) / 2);
        if (near[place].empty()) continue;
        degrees.push_back(degree);
        double sum = 0;
        for (const std::uint32_t to : near[place]) {
            own.push_back(degree);
            other.push_back(static_cast<double>(near[to].size()));
            sum += other.back();
        }
        mean_neighbour.push_back(sum / degree);
    }
    const auto places = static_cast<double>(near.size());
    if (places >= 2) structure.density = links / (places * (places - 1) / 2);
    if (triples > 0) structure.transitivity = std::accumulate(closed.begin(), closed.end(), 0.0) / triples;
    if (places > 0) structure.mean_local_clustering = local / places;
    structure.assortativity = correlation(own, other);
    structure.degree_hierarchy = rank_slope(degrees);
    if (const auto line = least_squares(degrees, mean_neighbour)) structure.matching = line->slope;
    return structure;
}

}  // namespace flowspace
