// See overlay.h.
#include "data/analysis/overlay.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace flowspace {
namespace {

double cross(PlanePoint o, PlanePoint a, PlanePoint b) {
    return (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x);
}

double signed_area(std::span<const PlanePoint> ring) {
    double sum = 0;
    for (std::size_t at = 0; at < ring.size(); ++at) {
        const PlanePoint &p = ring[at], &q = ring[(at + 1) % ring.size()];
        sum += (p.x - ring[0].x) * (q.y - ring[0].y) - (p.y - ring[0].y) * (q.x - ring[0].x);
    }
    return sum / 2;
}

/// The part of a convex ring on the left of a line. Source: Sutherland and Hodgman (1974).
PlaneRing left_of(const PlaneRing& ring, PlanePoint from, PlanePoint to) {
    PlaneRing kept;
    for (std::size_t at = 0; at < ring.size(); ++at) {
        const PlanePoint &p = ring[at], &q = ring[(at + 1) % ring.size()];
        const double of_p = cross(from, to, p), of_q = cross(from, to, q);
        if (of_p >= 0) kept.push_back(p);
        if ((of_p > 0 && of_q < 0) || (of_p < 0 && of_q > 0)) {
            const double t = of_p / (of_p - of_q);
            kept.push_back({p.x + t * (q.x - p.x), p.y + t * (q.y - p.y)});
        }
    }
    return kept;
}

using Triangle = std::array<PlanePoint, 3>;

/// Counter-clockwise, with the sign that it had.
struct SignedTriangle {
    Triangle points;
    double sign = 1;
};

/// A ring as the sum of signed triangles about its first point.
std::vector<SignedTriangle> fan(std::span<const PlanePoint> ring) {
    std::vector<SignedTriangle> triangles;
    const double turn = signed_area(ring) < 0 ? -1 : 1;
    for (std::size_t at = 1; at + 1 < ring.size(); ++at) {
        const double twice = cross(ring[0], ring[at], ring[at + 1]);
        if (twice == 0) continue;
        if (twice > 0)
            triangles.push_back({{ring[0], ring[at], ring[at + 1]}, turn});
        else
            triangles.push_back({{ring[0], ring[at + 1], ring[at]}, -turn});
    }
    return triangles;
}

bool boxes_meet(const Triangle& a, const Triangle& b) {
    const auto apart = [&](double PlanePoint::*axis) {
        const auto [a0, a1] = std::minmax({a[0].*axis, a[1].*axis, a[2].*axis});
        const auto [b0, b1] = std::minmax({b[0].*axis, b[1].*axis, b[2].*axis});
        return a1 <= b0 || b1 <= a0;
    };
    return !apart(&PlanePoint::x) && !apart(&PlanePoint::y);
}

double shared(const Triangle& a, const Triangle& b) {
    PlaneRing ring(a.begin(), a.end());
    for (std::size_t at = 0; at < 3 && !ring.empty(); ++at) ring = left_of(ring, b[at], b[(at + 1) % 3]);
    return ring.size() < 3 ? 0 : std::abs(signed_area(ring));
}

bool inside(PlanePoint point, std::span<const PlanePoint> ring) {
    bool odd = false;
    for (std::size_t at = 0; at < ring.size(); ++at) {
        const PlanePoint &p = ring[at], &q = ring[(at + 1) % ring.size()];
        const double side = cross(p, q, point);
        const double dot = (point.x - p.x) * (point.x - q.x) + (point.y - p.y) * (point.y - q.y);
        if (std::abs(side) <= 1e-12 * (std::abs(p.x) + std::abs(q.x) + std::abs(p.y) + std::abs(q.y) + 1) &&
            dot <= 0)
            return true;  // on the edge
        if ((p.y > point.y) != (q.y > point.y) && (side > 0) == (q.y > p.y)) odd = !odd;
    }
    return odd;
}

double distance(PlanePoint a, PlanePoint b) { return std::hypot(a.x - b.x, a.y - b.y); }

/// Where a ring's edges cut a piece of line, as shares of it, with 0 and 1, ascending.
std::vector<double> cuts(PlanePoint from, PlanePoint to, std::span<const PlanePoint> ring) {
    std::vector<double> at = {0, 1};
    for (std::size_t edge = 0; edge < ring.size(); ++edge) {
        const PlanePoint &p = ring[edge], &q = ring[(edge + 1) % ring.size()];
        const double of_p = cross(from, to, p), of_q = cross(from, to, q);
        const double length = distance(from, to);
        const auto along = [&](PlanePoint point) {
            return ((point.x - from.x) * (to.x - from.x) + (point.y - from.y) * (to.y - from.y)) /
                   (length * length);
        };
        if (of_p == 0) at.push_back(along(p));
        if (of_q == 0) at.push_back(along(q));
        if ((of_p > 0) == (of_q > 0) || of_p == of_q) continue;
        const double t = of_p / (of_p - of_q);
        at.push_back(along({p.x + t * (q.x - p.x), p.y + t * (q.y - p.y)}));
    }
    std::erase_if(at, [](double share) { return share < 0 || share > 1; });
    std::ranges::sort(at);
    return at;
}

}  // namespace

double area(std::span<const PlanePoint> ring) { return ring.size() < 3 ? 0 : std::abs(signed_area(ring)); }

double shared_area(std::span<const PlanePoint> a, std::span<const PlanePoint> b,
                   const std::stop_token& stop) {
    double sum = 0;
    const std::vector<SignedTriangle> of_b = fan(b);
    for (const SignedTriangle& p : fan(a)) {
        if (stop.stop_requested()) break;
        for (const SignedTriangle& q : of_b)
            if (boxes_meet(p.points, q.points)) sum += p.sign * q.sign * shared(p.points, q.points);
    }
    return std::max(0.0, sum);
}

double length(std::span<const PlanePoint> line) {
    double sum = 0;
    for (std::size_t at = 1; at < line.size(); ++at) sum += distance(line[at - 1], line[at]);
    return sum;
}

double length_inside(std::span<const PlanePoint> line, std::span<const PlanePoint> ring) {
    double sum = 0;
    for (std::size_t at = 1; at < line.size(); ++at) {
        const PlanePoint &from = line[at - 1], &to = line[at];
        if (from == to) continue;
        const std::vector<double> shares = cuts(from, to, ring);
        for (std::size_t piece = 1; piece < shares.size(); ++piece) {
            const double middle = (shares[piece - 1] + shares[piece]) / 2;
            if (inside({from.x + middle * (to.x - from.x), from.y + middle * (to.y - from.y)}, ring))
                sum += (shares[piece] - shares[piece - 1]) * distance(from, to);
        }
    }
    return sum;
}

PlaneRing strip(PlanePoint from, PlanePoint to, double half_width) {
    const double length = distance(from, to);
    const double x = (to.x - from.x) / length * half_width, y = (to.y - from.y) / length * half_width;
    return {{from.x - x + y, from.y - y - x},
            {to.x + x + y, to.y + y - x},
            {to.x + x - y, to.y + y + x},
            {from.x - x - y, from.y - y + x}};
}

}  // namespace flowspace
