// Projects lines, ranks their vertices, and finds the outline of neighbouring polygons.
#include "render/scene/map_lines.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <tuple>
#include <utility>

namespace flowspace {

namespace {

/// From `p` to the nearest point of the segment a to b.
MapPoint off_segment(MapPoint p, MapPoint a, MapPoint b) {
    const double dx = b.x_m - a.x_m;
    const double dy = b.y_m - a.y_m;
    const double length2 = dx * dx + dy * dy;
    const double t =
        length2 > 0 ? std::clamp(((p.x_m - a.x_m) * dx + (p.y_m - a.y_m) * dy) / length2, 0.0, 1.0) : 0;
    return {p.x_m - a.x_m - t * dx, p.y_m - a.y_m - t * dy};
}

/// The order in which Douglas and Peucker's method would add vertices: each gets the tolerance below which it
/// is needed, never more than that of the vertex that split before it. Source: Douglas and Peucker (1973),
/// Algorithms for the reduction of the number of points.
void rank_between(MapLine& line, std::size_t first, std::size_t last, float limit) {
    struct Span {
        std::size_t first, last;
        float limit;
    };
    std::vector<Span> open = {{first, last, limit}};
    while (!open.empty()) {
        const Span span = open.back();
        open.pop_back();
        if (span.last - span.first < 2) continue;
        std::size_t split = span.first + 1;
        double most2 = -1;  // squared: roots of all of them would take a third of the time
        MapPoint farthest = {};
        for (std::size_t row = span.first + 1; row < span.last; ++row) {
            const MapPoint off = off_segment(line.points[row], line.points[span.first],
                                             line.points[span.last % line.points.size()]);
            const double off2 = off.x_m * off.x_m + off.y_m * off.y_m;
            if (off2 > most2) {
                most2 = off2;
                farthest = off;
                split = row;
            }
        }
        line.keep_m[split] = std::min(static_cast<float>(std::hypot(farthest.x_m, farthest.y_m)), span.limit);
        open.push_back({span.first, split, line.keep_m[split]});
        open.push_back({split, span.last, line.keep_m[split]});
    }
}

void finish(MapLine& line) {
    constexpr float always = std::numeric_limits<float>::max();
    line.keep_m.assign(line.points.size(), 0);
    line.low = line.high = line.points.front();
    for (const MapPoint& point : line.points) {
        line.low = {std::min(line.low.x_m, point.x_m), std::min(line.low.y_m, point.y_m)};
        line.high = {std::max(line.high.x_m, point.x_m), std::max(line.high.y_m, point.y_m)};
    }
    const std::size_t count = line.points.size();
    line.keep_m.front() = always;
    if (!line.closed) {
        line.keep_m.back() = always;
        rank_between(line, 0, count - 1, always);
        return;
    }
    // A ring is two lines between its first vertex and the one farthest from it.
    std::size_t far = 1;
    double most = -1;
    for (std::size_t row = 1; row < count; ++row) {
        const double off =
            std::hypot(line.points[row].x_m - line.points[0].x_m, line.points[row].y_m - line.points[0].y_m);
        if (off > most) {
            most = off;
            far = row;
        }
    }
    line.keep_m[far] = static_cast<float>(most);
    rank_between(line, 0, far, static_cast<float>(most));
    rank_between(line, far, count, static_cast<float>(most));
    line.keep_m.front() = static_cast<float>(most);
}

void append(std::vector<MapLine>& out, const Line& from, bool closed, const Projection& projection) {
    MapLine line;
    line.closed = closed;
    line.points.reserve(from.size());
    for (const LonLat& where : from)
        if (const auto at = projection.forward(where)) line.points.push_back(*at);
    if (line.points.size() < (closed ? 3U : 2U)) return;
    finish(line);
    out.push_back(std::move(line));
}

/// Longitude above latitude, so that keys are in the order of both.
using Key = std::uint64_t;

/// Neighbours agree on shared vertices to about a metre.
Key key_of(LonLat point) {
    constexpr double per_deg = 1e5;
    constexpr std::int64_t above_0 = std::int64_t{1} << 31;
    const auto part = [](double deg) { return static_cast<Key>(std::llround(deg * per_deg) + above_0); };
    return part(point.lon_deg) << 32U | part(point.lat_deg);
}

struct Vertex {
    Key key;
    LonLat where;
};
struct Edge {
    Vertex from, to;
};

bool before(const Edge& a, const Edge& b) {
    return std::pair(a.from.key, a.to.key) < std::pair(b.from.key, b.to.key);
}

/// Both directions of each edge, sorted, without edges that occur an even number of times, whichever way.
std::vector<Edge> odd_ones(const std::vector<Edge>& edges) {
    // Most edges go: what is sorted is small, and by rows at last, so that of an odd number the last one
    // stays.
    struct Between {
        Key low, high;
        std::size_t row;
    };
    std::vector<Between> lines;
    lines.reserve(edges.size());
    for (std::size_t row = 0; row < edges.size(); ++row) {
        const auto [low, high] = std::minmax(edges[row].from.key, edges[row].to.key);
        lines.push_back({low, high, row});
    }
    std::ranges::sort(lines, {},
                      [](const Between& line) { return std::tuple(line.low, line.high, line.row); });
    std::vector<Between> odd;
    for (const Between& line : lines) {
        if (!odd.empty() && odd.back().low == line.low && odd.back().high == line.high)
            odd.pop_back();
        else
            odd.push_back(line);
    }
    std::vector<Edge> both;
    both.reserve(2 * odd.size());
    for (const Between& line : odd) {
        const Edge& edge = edges[line.row];
        both.push_back(edge);
        both.push_back({edge.to, edge.from});
    }
    std::ranges::sort(both, before);
    return both;
}

/// Lines that walk every edge once; `edges` holds each in both directions, sorted.
std::vector<Line> chained(const std::vector<Edge>& edges) {
    std::vector<bool> used(edges.size(), false);
    const auto first_from = [&edges](const Key& key) {
        return static_cast<std::size_t>(
            std::partition_point(edges.begin(), edges.end(),
                                 [&key](const Edge& e) { return e.from.key < key; }) -
            edges.begin());
    };
    const auto unused_from = [&](const Key& key) {
        std::size_t row = first_from(key);
        while (row < edges.size() && edges[row].from.key == key && used[row]) ++row;
        return row < edges.size() && edges[row].from.key == key ? row : edges.size();
    };
    std::vector<Line> out;
    for (std::size_t start = 0; start < edges.size(); ++start) {
        if (used[start]) continue;
        Line line = {edges[start].from.where};
        for (std::size_t row = start; row < edges.size(); row = unused_from(edges[row].to.key)) {
            used[row] = true;
            const Edge back = {edges[row].to, edges[row].from};
            used[static_cast<std::size_t>(std::lower_bound(edges.begin(), edges.end(), back, before) -
                                          edges.begin())] = true;
            line.push_back(edges[row].to.where);
        }
        out.push_back(std::move(line));
    }
    return out;
}

}  // namespace

std::vector<MapLine> map_lines(std::span<const Line> lines, const Projection& projection) {
    std::vector<MapLine> out;
    for (const Line& line : lines) append(out, line, false, projection);
    return out;
}

std::vector<MapLine> map_rings(std::span<const Polygon> polygons, const Projection& projection) {
    std::vector<MapLine> out;
    for (std::size_t part = 0; part < polygons.size(); ++part)
        for (const Line& ring : polygons[part].rings) {
            const std::size_t before = out.size();
            append(out, ring, true, projection);
            if (out.size() > before) out.back().part = static_cast<std::uint32_t>(part);
        }
    return out;
}

bool too_small(const MapLine& line, float least_m) {
    return line.high.x_m - line.low.x_m < static_cast<double>(least_m) &&
           line.high.y_m - line.low.y_m < static_cast<double>(least_m);
}

std::vector<Line> union_outline(std::span<const Polygon* const> polygons) {
    std::vector<Edge> edges;
    for (const Polygon* polygon : polygons)
        for (const Line& ring : polygon->rings) {
            if (ring.empty()) continue;
            Vertex last = {key_of(ring.back()), ring.back()};
            for (const LonLat& where : ring) {
                const Vertex next = {key_of(where), where};
                if (last.key != next.key) edges.push_back({last, next});
                last = next;
            }
        }
    return chained(odd_ones(edges));
}

}  // namespace flowspace
