// The space of flows: how mutual and many-directional it is, when it falls apart, and how near places are in
// it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

namespace flowspace {

/// n x n flows, row-major. known: 0 on the diagonal and where a pair is not published.
struct FlowMatrix {
    std::span<const double> flow;
    std::span<const std::uint8_t> known;
    std::size_t n = 0;
};

/// sum of min(F_ij, F_ji) over ordered pairs known both ways / sum of their flow: 1 is wholly mutual.
/// Source: Squartini et al. (2013), Sci Rep 3:2729.
std::optional<double> weighted_reciprocity(const FlowMatrix& flows);

/// -sum p ln p / ln(n - 1) over the destinations of each place: 0 all to one, 1 the same to all. Nothing for
/// a place that sends nothing, or fewer than 3 places.
std::vector<std::optional<double>> direction_entropy(const FlowMatrix& flows);

/// Ranks with ties averaged, from 1.
std::vector<double> average_ranks(std::span<const double> values);
/// Pearson's of two columns; nothing where one does not vary.
std::optional<double> correlation(std::span<const double> one, std::span<const double> other);

/// Links whose flow both ways together is at least `threshold`, and what hangs together by them.
struct Percolation {
    double threshold = 0;
    std::uint64_t links = 0;
    std::uint64_t components = 0;  // of all n places
    std::uint64_t largest = 0;     // places in it
    std::uint64_t second = 0;      // 0 where there is one component only
};
Percolation percolate(const FlowMatrix& flows, double threshold);

/// A link of the maximum spanning tree, or forest where the places never hang together.
struct SpanningLink {
    std::uint32_t one = 0, other = 0;  // one < other
    double weight = 0;                 // flow both ways
};
/// The strongest first. Those that reach a threshold leave the components that all links that reach it leave.
/// Source: Kruskal (1956), Proc AMS 7:48.
std::vector<SpanningLink> spanning_links(const FlowMatrix& flows);

/// The largest threshold at which all places hang together: the weakest link of the maximum spanning tree.
/// Nothing where they never do. Source: Kruskal (1956).
std::optional<double> percolation_threshold(std::span<const SpanningLink> tree, std::size_t places);

/// Shortest ways under 1 - ln P_ij, P the share of what i sends that goes to j. n x n, 0 on the diagonal,
/// infinite where no flow leads. Empty after a stop.
/// Source: Brockmann and Helbing (2013), Science 342:1337; Dijkstra (1959).
std::vector<double> effective_distances(const FlowMatrix& flows, const std::stop_token& stop = {});

/// Classical scaling: places in a plane so that distances are as given, as far as a plane can. One pair of
/// coordinates per row of `chosen`; distances both ways are averaged. Axes by size, each turned so that its
/// coordinate farthest from 0 is positive. Pre: finite between all chosen. Source: Torgerson (1952).
struct PlanePoint {
    double x = 0, y = 0;
};
std::vector<PlanePoint> scale_to_plane(std::span<const double> distance, std::size_t n,
                                       std::span<const std::uint32_t> chosen);

}  // namespace flowspace
