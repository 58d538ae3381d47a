// See bundling.h.
#include "data/analysis/bundling.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

namespace flowspace {
namespace {

double distance(PlanePoint a, PlanePoint b) { return std::hypot(a.x - b.x, a.y - b.y); }

PlanePoint middle(const Segment& segment) {
    return {(segment.from.x + segment.to.x) / 2, (segment.from.y + segment.to.y) / 2};
}

double length(const Segment& segment) { return distance(segment.from, segment.to); }

/// The graph of links, each weighted by a power of its length; links in use are walked, skipped ones are not.
class WayFinder {
public:
    WayFinder(std::span<const PlanePoint> points, std::span<const PlaneLink> links, double power)
        : around_(points.size()), links_(links), skipped_(links.size(), 0) {
        for (std::uint32_t at = 0; at < links.size(); ++at) {
            weight_.push_back(std::pow(distance(points[links[at].a], points[links[at].b]), power));
            around_[links[at].a].push_back(at);
            around_[links[at].b].push_back(at);
        }
    }

    void skip(std::uint32_t link, std::uint8_t yes) { skipped_[link] = yes; }
    double weight(std::uint32_t link) const { return weight_[link]; }

    /// Links of the lightest way from one point to another, from its end backwards; empty if there is none.
    std::vector<std::uint32_t> way(std::uint32_t from, std::uint32_t to) {
        best_.assign(around_.size(), std::numeric_limits<double>::infinity());
        over_.assign(around_.size(), 0);
        best_[from] = 0;
        std::vector<std::pair<double, std::uint32_t>> heap = {{0, from}};
        while (!heap.empty()) {
            std::ranges::pop_heap(heap, std::greater<>{});
            const auto [weight, at] = heap.back();
            heap.pop_back();
            if (weight > best_[at]) continue;
            if (at == to) break;
            for (const std::uint32_t link : around_[at]) {
                if (skipped_[link]) continue;
                const std::uint32_t next = links_[link].a == at ? links_[link].b : links_[link].a;
                if (weight + weight_[link] >= best_[next]) continue;
                best_[next] = weight + weight_[link];
                over_[next] = link;
                heap.emplace_back(best_[next], next);
                std::ranges::push_heap(heap, std::greater<>{});
            }
        }
        std::vector<std::uint32_t> found;
        if (!std::isfinite(best_[to])) return found;
        for (std::uint32_t at = to; at != from;) {
            found.push_back(over_[at]);
            at = links_[over_[at]].a == at ? links_[over_[at]].b : links_[over_[at]].a;
        }
        return found;
    }

private:
    std::vector<std::vector<std::uint32_t>> around_;
    std::span<const PlaneLink> links_;
    std::vector<std::uint8_t> skipped_;
    std::vector<double> weight_;
    std::vector<double> best_;
    std::vector<std::uint32_t> over_;
};

/// How much of q, seen from p, lies about p's middle. Source: Holten and van Wijk (2009).
double visible(const Segment& p, const Segment& q) {
    const double dx = p.to.x - p.from.x, dy = p.to.y - p.from.y, squared = dx * dx + dy * dy;
    const auto foot = [&](PlanePoint point) {
        const double t = ((point.x - p.from.x) * dx + (point.y - p.from.y) * dy) / squared;
        return PlanePoint{p.from.x + t * dx, p.from.y + t * dy};
    };
    const Segment seen{foot(q.from), foot(q.to)};
    const double wide = length(seen);
    if (!(wide > 0)) return 0;
    return std::max(0.0, 1 - 2 * distance(middle(p), middle(seen)) / wide);
}

double side(const Segment& line, PlanePoint point) {
    return (line.to.x - line.from.x) * (point.y - line.from.y) -
           (line.to.y - line.from.y) * (point.x - line.from.x);
}

bool cross(const Segment& p, const Segment& q) {
    return side(p, q.from) * side(p, q.to) < 0 && side(q, p.from) * side(q, p.to) < 0;
}

}  // namespace

std::vector<std::vector<std::uint32_t>> edge_paths(std::span<const PlanePoint> points,
                                                   std::span<const PlaneLink> links, EdgePathOptions options,
                                                   std::stop_token stop) {
    WayFinder finder(points, links, options.power);
    std::vector<std::vector<std::uint32_t>> paths;
    std::vector<double> lengths;
    for (const PlaneLink& link : links) {
        paths.push_back({link.a, link.b});
        lengths.push_back(distance(points[link.a], points[link.b]));
    }
    std::vector<std::uint32_t> order(links.size());
    std::iota(order.begin(), order.end(), 0u);
    std::ranges::stable_sort(order, [&](auto a, auto b) { return finder.weight(a) > finder.weight(b); });
    std::vector<std::uint8_t> carries(links.size(), 0);
    for (const std::uint32_t link : order) {
        if (stop.stop_requested()) break;
        if (carries[link]) continue;
        finder.skip(link, 1);
        const std::vector<std::uint32_t> way = finder.way(links[link].b, links[link].a);
        double total = 0;
        for (const std::uint32_t part : way) total += lengths[part];
        if (way.empty() || total > options.longest * lengths[link]) {
            finder.skip(link, 0);
            continue;
        }
        std::uint32_t at = links[link].a;
        paths[link] = {at};
        for (const std::uint32_t part : way) {
            carries[part] = 1;
            at = links[part].a == at ? links[part].b : links[part].a;
            paths[link].push_back(at);
        }
    }
    return paths;
}

std::vector<PlanePoint> bezier(std::span<const PlanePoint> control, std::size_t count) {
    std::vector<PlanePoint> curve;
    for (std::size_t at = 0; at < count; ++at) {
        const double t = static_cast<double>(at) / static_cast<double>(count - 1);
        std::vector<PlanePoint> points(control.begin(), control.end());  // de Casteljau
        for (std::size_t left = points.size() - 1; left > 0; --left)
            for (std::size_t i = 0; i < left; ++i)
                points[i] = {points[i].x + t * (points[i + 1].x - points[i].x),
                             points[i].y + t * (points[i + 1].y - points[i].y)};
        curve.push_back(points.front());
    }
    return curve;
}

Compatibility compatibility(const Segment& p, const Segment& q) {
    const double of_p = length(p), of_q = length(q), mean = (of_p + of_q) / 2;
    const double dot = (p.to.x - p.from.x) * (q.to.x - q.from.x) + (p.to.y - p.from.y) * (q.to.y - q.from.y);
    return {.angle = std::min(1.0, std::abs(dot) / (of_p * of_q)),
            .scale = 2 / (mean / std::min(of_p, of_q) + std::max(of_p, of_q) / mean),
            .position = mean / (mean + distance(middle(p), middle(q))),
            .visibility = std::min(visible(p, q), visible(q, p))};
}

std::size_t crossings(std::span<const Segment> segments) {
    std::size_t count = 0;
    for (std::size_t a = 0; a < segments.size(); ++a)
        for (std::size_t b = a + 1; b < segments.size(); ++b) {
            const Segment &p = segments[a], &q = segments[b];
            const bool meet = p.from == q.from || p.from == q.to || p.to == q.from || p.to == q.to;
            if (!meet && cross(p, q)) ++count;
        }
    return count;
}

}  // namespace flowspace
