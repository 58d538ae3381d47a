#include "data/analysis/flow_space_map.h"

#include "data/analysis/flow_space.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

namespace flowspace {

namespace {

struct Table {
    std::vector<double> flow;
    std::vector<std::uint8_t> known;
    std::size_t n = 0;
};

Table table_of(const Atlas& atlas, std::span<const Pair> pairs, const LayerSums& sums) {
    const std::size_t n = atlas.places.size();
    Table table{std::vector<double>(n * n), std::vector<std::uint8_t>(n * n), n};
    for (std::size_t row = 0; row < pairs.size(); ++row) {
        const std::size_t at = index(pairs[row].origin) * n + index(pairs[row].destination);
        const double volume = value(sums.sums[row]);
        if (sums.sums[row].rows == 0 || pairs[row].origin == pairs[row].destination || !(volume > 0))
            continue;
        table.flow[at] = volume;
        table.known[at] = 1;
    }
    return table;
}

std::size_t busiest(const Table& table) {
    std::vector<double> ends(table.n);
    for (std::size_t from = 0; from < table.n; ++from)
        for (std::size_t to = 0; to < table.n; ++to) {
            ends[from] += table.flow[from * table.n + to];
            ends[to] += table.flow[from * table.n + to];
        }
    return static_cast<std::size_t>(std::ranges::max_element(ends) - ends.begin());
}

double stress_of(std::span<const double> distance, std::size_t n, std::span<const std::uint32_t> chosen,
                 std::span<const PlanePoint> points) {
    double missed = 0, whole = 0;
    for (std::size_t a = 0; a < chosen.size(); ++a)
        for (std::size_t b = 0; b < a; ++b) {
            const double wanted =
                (distance[chosen[a] * n + chosen[b]] + distance[chosen[b] * n + chosen[a]]) / 2;
            const double x = points[a].x - points[b].x, y = points[a].y - points[b].y;
            const double shown = std::sqrt(x * x + y * y);
            missed += (wanted - shown) * (wanted - shown);
            whole += wanted * wanted;
        }
    return whole > 0 ? std::sqrt(missed / whole) : 0;
}

/// The turn (with or without mirroring) that brings `from` nearest to `to`, both around their means.
struct Turn {
    double cos = 1, sin = 0, mirror = 1, fit = 0;
};
Turn best_turn(std::span<const MapPoint> from, std::span<const MapPoint> to) {
    Turn best;
    for (const double mirror : {1.0, -1.0}) {
        double along = 0, across = 0;
        for (std::size_t row = 0; row < from.size(); ++row) {
            const double x = from[row].x_m, y = mirror * from[row].y_m;
            along += x * to[row].x_m + y * to[row].y_m;
            across += x * to[row].y_m - y * to[row].x_m;
        }
        const double fit = std::hypot(along, across);
        if (fit > best.fit) best = {along / fit, across / fit, mirror, fit};
    }
    return best;
}

MapPoint mean_of(std::span<const MapPoint> points) {
    MapPoint mean = {};
    for (const MapPoint& point : points) {
        mean.x_m += point.x_m / static_cast<double>(points.size());
        mean.y_m += point.y_m / static_cast<double>(points.size());
    }
    return mean;
}

/// Around their mean, which is returned.
MapPoint centre(std::vector<MapPoint>& points) {
    const MapPoint mean = mean_of(points);
    for (MapPoint& point : points) point = {point.x_m - mean.x_m, point.y_m - mean.y_m};
    return mean;
}

double spread_of(std::span<const MapPoint> centred) {
    double squares = 0;
    for (const MapPoint& point : centred) squares += point.x_m * point.x_m + point.y_m * point.y_m;
    return std::sqrt(squares / static_cast<double>(std::max<std::size_t>(1, centred.size())));
}

}  // namespace

FlowSpaceMap flow_space_map(const Atlas& atlas, std::span<const Pair> pairs, const LayerSums& sums,
                            const std::stop_token& stop) {
    FlowSpaceMap map;
    const Table table = table_of(atlas, pairs, sums);
    const std::vector<double> distance =
        effective_distances({.flow = table.flow, .known = table.known, .n = table.n}, stop);
    if (distance.empty() || stop.stop_requested()) return map;
    map.places.resize(table.n);
    const std::size_t hub = busiest(table);
    std::vector<std::uint32_t> chosen;
    for (std::uint32_t place = 0; place < table.n; ++place)
        if (std::isfinite(distance[hub * table.n + place]) && std::isfinite(distance[place * table.n + hub]))
            chosen.push_back(place);
    if (chosen.size() < 3) return map;
    const std::vector<PlanePoint> points = scale_to_plane(distance, table.n, chosen);
    for (std::size_t row = 0; row < chosen.size(); ++row)
        map.places[chosen[row]] = FlowSpaceMap::Point{points[row].x, points[row].y};
    map.placed = chosen.size();
    map.stress = stress_of(distance, table.n, chosen, points);
    return map;
}

std::vector<MapPoint> laid_over(const FlowSpaceMap& map, const Atlas& atlas,
                                std::span<const MapPoint> nodes) {
    std::vector<MapPoint> laid(nodes.begin(), nodes.end());
    std::vector<MapPoint> from, to;
    std::vector<std::size_t> places;
    for (std::size_t place = 0; place < map.places.size(); ++place) {
        if (!map.places[place]) continue;
        from.push_back({map.places[place]->x, map.places[place]->y});
        to.push_back(nodes[place]);
        places.push_back(place);
    }
    if (places.empty()) return laid;
    centre(from);
    const MapPoint middle = centre(to);
    const double spread = spread_of(from);
    constexpr double margin = 0.92;  // what strays farthest stays in the picture
    const double scale = spread > 0 ? margin * spread_of(to) / spread : 0;
    const Turn turn = best_turn(from, to);
    for (std::size_t row = 0; row < places.size(); ++row) {
        const double x = from[row].x_m * scale, y = turn.mirror * from[row].y_m * scale;
        laid[places[row]] = {middle.x_m + turn.cos * x - turn.sin * y,
                             middle.y_m + turn.sin * x + turn.cos * y};
    }
    for (std::size_t group = 0; group < atlas.groups.size(); ++group) {
        std::vector<MapPoint> members;
        for (const Membership& member : atlas.groups[group].members)
            if (member.primary && map.places[index(member.place)])
                members.push_back(laid[index(member.place)]);
        if (!members.empty()) laid[atlas.places.size() + group] = mean_of(members);
    }
    return laid;
}

}  // namespace flowspace
