// Projects lines, ranks their vertices, and finds the outline of neighbouring polygons.
#include "render/scene/map_lines.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <utility>

namespace flowspace {

namespace {

double distance_to_segment(MapPoint p, MapPoint a, MapPoint b) {
    const double dx = b.x_m - a.x_m;
    const double dy = b.y_m - a.y_m;
    const double length2 = dx * dx + dy * dy;
    const double t =
        length2 > 0 ? std::clamp(((p.x_m - a.x_m) * dx + (p.y_m - a.y_m) * dy) / length2, 0.0, 1.0) : 0;
    return std::hypot(p.x_m - a.x_m - t * dx, p.y_m - a.y_m - t * dy);
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
        double most = -1;
        for (std::size_t row = span.first + 1; row < span.last; ++row) {
            const double off = distance_to_segment(line.points[row], line.points[span.first],
                                                   line.points[span.last % line.points.size()]);
            if (off > most) {
                most = off;
                split = row;
            }
        }
        line.keep_m[split] = std::min(static_cast<float>(most), span.limit);
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

using Key = std::pair<std::int64_t, std::int64_t>;

/// Neighbours agree on shared vertices to about a metre.
Key key_of(LonLat point) {
    constexpr double per_deg = 1e5;
    return {std::llround(point.lon_deg * per_deg), std::llround(point.lat_deg * per_deg)};
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
    std::map<std::pair<Key, Key>, int> edges;  // ordered: the outline must not depend on hashing
    std::map<Key, LonLat> where;
    for (const Polygon* polygon : polygons)
        for (const Line& ring : polygon->rings)
            for (std::size_t row = 0; row < ring.size(); ++row) {
                const Key a = key_of(ring[row]);
                const Key b = key_of(ring[(row + 1) % ring.size()]);
                if (a == b) continue;
                where.emplace(a, ring[row]);
                edges[std::minmax(a, b)] ^= 1;
            }
    std::map<Key, std::vector<Key>> next;
    for (const auto& [edge, odd] : edges)
        if (odd != 0) {
            next[edge.first].push_back(edge.second);
            next[edge.second].push_back(edge.first);
        }
    const auto take = [&next](const Key& from, const Key& to) {
        auto& list = next[from];
        list.erase(std::find(list.begin(), list.end(), to));
    };
    std::vector<Line> out;
    for (auto& [start, ends] : next)
        while (!ends.empty()) {
            Line line = {where.at(start)};
            Key at = start;
            while (!next[at].empty()) {
                const Key to = next[at].back();
                take(at, to);
                take(to, at);
                at = to;
                line.push_back(where.at(at));
            }
            out.push_back(std::move(line));
        }
    return out;
}

}  // namespace flowspace
