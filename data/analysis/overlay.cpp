// See overlay.h.
#include "data/analysis/overlay.h"

#include <algorithm>
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

/// A ring's edge from left to right, and whether the ring's inside lies below it (1) or above it (-1).
struct Edge {
    PlanePoint left, right;
    double sign = 1;

    double y_at(double x) const {
        if (x == left.x) return left.y;
        if (x == right.x) return right.y;
        return left.y + (x - left.x) / (right.x - left.x) * (right.y - left.y);
    }
};

/// Upright edges bound nothing from above or below. By their left ends.
std::vector<Edge> edges_of(std::span<const PlanePoint> ring) {
    const double turn = signed_area(ring) < 0 ? -1 : 1;
    std::vector<Edge> edges;
    for (std::size_t at = 0; at < ring.size(); ++at) {
        const PlanePoint &p = ring[at], &q = ring[(at + 1) % ring.size()];
        if (p.x > q.x) edges.push_back({q, p, turn});
        if (p.x < q.x) edges.push_back({p, q, -turn});
    }
    std::ranges::stable_sort(edges, {}, [](const Edge& edge) { return edge.left.x; });
    return edges;
}

/// The area between `base` and the lower of two edges, where both are.
double under_both(const Edge& a, const Edge& b, double base) {
    const double from = std::max(a.left.x, b.left.x), to = std::min(a.right.x, b.right.x);
    if (!(from < to)) return 0;
    const double a0 = a.y_at(from) - base, a1 = a.y_at(to) - base, b0 = b.y_at(from) - base,
                 b1 = b.y_at(to) - base;
    const double wide = to - from;
    if (a0 <= b0 && a1 <= b1) return (a0 + a1) / 2 * wide;
    if (b0 <= a0 && b1 <= a1) return (b0 + b1) / 2 * wide;
    const double t = (a0 - b0) / ((a0 - b0) - (a1 - b1)), crossing = a0 + t * (a1 - a0);
    return ((std::min(a0, b0) + crossing) * t + (crossing + std::min(a1, b1)) * (1 - t)) / 2 * wide;
}

/// The edges of one ring that the sweep from left to right is over.
class Swept {
public:
    void add(const Edge& edge) { edges_.push_back(&edge); }
    /// What lies under `edge` and those of them that reach beyond its left end; the others are forgotten.
    double meet(const Edge& edge, double base, std::uint64_t& compared) {
        compared += edges_.size();
        std::erase_if(edges_, [&](const Edge* one) { return one->right.x <= edge.left.x; });
        double sum = 0;
        for (const Edge* one : edges_) sum += one->sign * under_both(edge, *one, base);
        return edge.sign * sum;
    }

private:
    std::vector<const Edge*> edges_;
};

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

/// Inside a ring is what lies below its upper edges less what lies below its lower ones; so what two rings
/// share is the sum over pairs of edges, one of each ring, of what lies under both, with both signs. Only
/// pairs that are over one another in x have any.
SharedArea measure_shared(std::span<const PlanePoint> a, std::span<const PlanePoint> b,
                          const std::stop_token& stop) {
    SharedArea made;
    if (a.size() < 3 || b.size() < 3) return made;
    const std::vector<Edge> of_a = edges_of(a), of_b = edges_of(b);
    const double base = std::ranges::min(a, {}, &PlanePoint::y).y;
    Swept open_a, open_b;
    std::size_t at_a = 0, at_b = 0;
    while (at_a < of_a.size() || at_b < of_b.size()) {
        if (stop.stop_requested()) break;
        const bool next_is_a =
            at_b == of_b.size() || (at_a < of_a.size() && of_a[at_a].left.x <= of_b[at_b].left.x);
        const Edge& edge = next_is_a ? of_a[at_a++] : of_b[at_b++];
        made.area += (next_is_a ? open_b : open_a).meet(edge, base, made.compared);
        (next_is_a ? open_a : open_b).add(edge);
    }
    made.area = std::max(0.0, made.area);
    return made;
}

double shared_area(std::span<const PlanePoint> a, std::span<const PlanePoint> b,
                   const std::stop_token& stop) {
    return measure_shared(a, b, stop).area;
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
