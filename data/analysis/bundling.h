// Links drawn together where they run together: along shorter links of the graph, or by likeness.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

namespace flowspace {

struct PlanePoint {
    double x = 0;
    double y = 0;

    bool operator==(const PlanePoint&) const = default;
};

/// A link between two of the points.
struct PlaneLink {
    std::uint32_t a = 0;
    std::uint32_t b = 0;
};

struct EdgePathOptions {
    double longest = 2;  // a way may be so many times as long as the link itself
    double power = 2;    // lengths count by this power, so that short links are preferred
};

/// For each link the points it passes, its ends included: {a, b} where it is not bundled. Longest links
/// first, ties by number; a link that carries another stays straight. No false links: every piece is a link
/// of the graph. What was not reached when stopped stays straight. Source: Wallinger et al. (2022), TVCG
/// 28:313.
std::vector<std::vector<std::uint32_t>> edge_paths(std::span<const PlanePoint> points,
                                                   std::span<const PlaneLink> links, EdgePathOptions options,
                                                   std::stop_token stop);

/// `count` points at even parameters of the Bezier curve over control points. Pre: count >= 2, at least one
/// control.
std::vector<PlanePoint> bezier(std::span<const PlanePoint> control, std::size_t count);

/// How alike two straight segments are, each from 0 to 1; bundle them when the product is at least 0.6.
struct Compatibility {
    double angle = 0;
    double scale = 0;
    double position = 0;
    double visibility = 0;

    double product() const { return angle * scale * position * visibility; }
};
struct Segment {
    PlanePoint from = {};
    PlanePoint to = {};
};
/// Pre: lengths > 0. Source: Holten and van Wijk (2009), CGF 28:983.
Compatibility compatibility(const Segment& p, const Segment& q);

/// Pairs of segments that cross in their inner parts; common ends are no crossing.
std::size_t crossings(std::span<const Segment> segments);

}  // namespace flowspace
