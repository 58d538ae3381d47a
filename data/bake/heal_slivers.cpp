// Finds the slivers between neighbouring outlines and closes them.
#include "data/bake/border_graph.h"

#include <cmath>
#include <cstdlib>
#include <map>

namespace flowspace::bake {
namespace {

constexpr double largest_crumb_sqdeg = 2e-5;  // 0.2 km2

using EdgeRing = std::vector<std::uint32_t>;  // rows of BorderGraph::edges, in walking order

bool bounds_one(const BorderEdge& edge) { return edge.owners.size() == 1; }

/// A step from one point to another.
struct Step {
    std::int64_t x = 0, y = 0;
};

std::int64_t cross(Step a, Step b) { return a.x * b.y - a.y * b.x; }

/// Turning to the left from `back`, does one meet `a` before `b`? `back` itself is met last.
bool met_before(Step back, Step a, Step b) {
    const auto half = [&](Step step) {
        const std::int64_t side = cross(back, step);
        if (side != 0) return side > 0 ? 0 : 2;
        return back.x * step.x + back.y * step.y < 0 ? 1 : 3;
    };
    return half(a) != half(b) ? half(a) < half(b) : cross(a, b) > 0;
}

/// Splits the edges with one owner into rings that pass no point twice. Walks keep to the right from the
/// westernmost point, so that an outer outline is taken first and slivers that touch it are left as rings of
/// their own.
class SimpleRings {
public:
    explicit SimpleRings(const BorderGraph& graph)
        : graph_(graph), used_(graph.edges.size()), place_on_path_(graph.points.size(), none) {}

    std::vector<EdgeRing> all() {
        constexpr Step from_the_west = {-1, 0};
        for (std::uint32_t point = 0; point < graph_.points.size(); ++point)
            for (std::uint32_t edge = rightmost(point, from_the_west); edge != none;
                 edge = rightmost(point, from_the_west))
                walk(point, edge);
        return std::move(rings_);
    }

private:
    static constexpr std::uint32_t none = 0xFFFFFFFF;

    Step step(std::uint32_t from, std::uint32_t to) const {
        const GridPoint a = graph_.points[from], b = graph_.points[to];
        return {std::int64_t{b.x} - a.x, std::int64_t{b.y} - a.y};
    }

    /// The unused edge at `point` that turns most to the right for whoever came from `back`.
    std::uint32_t rightmost(std::uint32_t point, Step back) const {
        std::uint32_t best = none;
        for (std::uint32_t at = graph_.first[point]; at < graph_.first[point + 1]; ++at) {
            const std::uint32_t edge = graph_.touching[at];
            if (used_[edge] || !bounds_one(graph_.edges[edge])) continue;
            if (best == none || met_before(back, step(point, other_end(graph_.edges[edge], point)),
                                           step(point, other_end(graph_.edges[best], point))))
                best = edge;
        }
        return best;
    }

    void walk(std::uint32_t start, std::uint32_t edge) {
        std::vector<std::uint32_t> points = {start}, edges;
        place_on_path_[start] = 0;
        // Every point has an even number of such edges, so a walk ends only where it began.
        while (edge != none) {
            used_[edge] = 1;
            edges.push_back(edge);
            const std::uint32_t from = points.back(), at = other_end(graph_.edges[edge], from);
            if (place_on_path_[at] == none) {
                place_on_path_[at] = static_cast<std::uint32_t>(points.size());
                points.push_back(at);
            } else {
                close_ring(place_on_path_[at], points, edges);
            }
            edge = rightmost(at, step(at, from));
        }
        for (const std::uint32_t point : points) place_on_path_[point] = none;
    }

    void close_ring(std::uint32_t from, std::vector<std::uint32_t>& points,
                    std::vector<std::uint32_t>& edges) {
        const auto begin = edges.begin() + static_cast<std::ptrdiff_t>(from);
        rings_.emplace_back(begin, edges.end());
        edges.erase(begin, edges.end());
        for (std::size_t place = from + 1; place < points.size(); ++place)
            place_on_path_[points[place]] = none;
        points.resize(from + 1);
    }

    const BorderGraph& graph_;
    std::vector<std::uint8_t> used_;
    std::vector<std::uint32_t> place_on_path_;
    std::vector<EdgeRing> rings_;
};

/// Does a ray from the middle of `probe` to the east cross `edge`? In exact integers.
bool east_of_middle(const BorderGraph& graph, const BorderEdge& probe, const BorderEdge& edge) {
    const GridPoint a = graph.points[probe.from], b = graph.points[probe.to];
    const std::int64_t x = std::int64_t{a.x} + b.x, y = std::int64_t{a.y} + b.y;  // the middle, doubled
    GridPoint low = graph.points[edge.from], high = graph.points[edge.to];
    if (low.y > high.y) std::swap(low, high);
    const bool spans = 2 * std::int64_t{low.y} <= y && y < 2 * std::int64_t{high.y};
    if (!spans) return false;
    return (x - 2 * std::int64_t{low.x}) * (high.y - low.y) <
           (y - 2 * std::int64_t{low.y}) * (high.x - low.x);
}

/// Edges by the bands of latitude they touch, so that a ray meets few of them.
class Bands {
public:
    Bands(const BorderGraph& graph, const std::vector<EdgeRing>& rings) {
        for (std::uint32_t ring = 0; ring < rings.size(); ++ring)
            for (const std::uint32_t edge : rings[ring]) {
                const auto [low, high] =
                    std::minmax(graph.points[graph.edges[edge].from].y, graph.points[graph.edges[edge].to].y);
                for (std::int32_t band = low / height; band <= high / height; ++band)
                    in_band_[band].push_back({edge, ring});
            }
    }

    /// Is the middle of an edge of `ring` inside an odd number of the other rings?
    bool inside_others(const BorderGraph& graph, const std::vector<EdgeRing>& rings,
                       std::uint32_t ring) const {
        const BorderEdge& probe = graph.edges[rings[ring].front()];
        const std::int32_t y = (graph.points[probe.from].y + graph.points[probe.to].y) / 2;
        const auto band = in_band_.find(y / height);
        bool inside = false;
        for (const Entry& entry : band->second)
            if (entry.ring != ring && east_of_middle(graph, probe, graph.edges[entry.edge])) inside = !inside;
        return inside;
    }

private:
    static constexpr std::int32_t height = 16;
    struct Entry {
        std::uint32_t edge = 0, ring = 0;
    };
    std::map<std::int32_t, std::vector<Entry>> in_band_;
};

double area_sqdeg(const BorderGraph& graph, const EdgeRing& ring) {
    const auto end_of = [&](std::size_t at) {  // the point that edge `at` shares with the next
        const BorderEdge& edge = graph.edges[ring[at]];
        const BorderEdge& next = graph.edges[ring[(at + 1) % ring.size()]];
        return edge.to == next.from || edge.to == next.to ? graph.points[edge.to] : graph.points[edge.from];
    };
    std::int64_t twice = 0;
    GridPoint last = end_of(ring.size() - 1);
    for (std::size_t at = 0; at < ring.size(); ++at) {
        const GridPoint point = end_of(at);
        twice += std::int64_t{last.x} * point.y - std::int64_t{point.x} * last.y;
        last = point;
    }
    return static_cast<double>(std::abs(twice)) / 2 / grid_per_degree / grid_per_degree;
}

double length(const BorderGraph& graph, const BorderEdge& edge) {
    const GridPoint a = graph.points[edge.from], b = graph.points[edge.to];
    return std::hypot(a.x - b.x, a.y - b.y);
}

/// Is the middle of `probe` inside `owner`, leaving out the edges of `ring`?
bool inside_owner(const BorderGraph& graph, const EdgeRing& ring, std::uint16_t owner) {
    const BorderEdge& probe = graph.edges[ring.front()];
    bool inside = false;
    for (std::uint32_t edge = 0; edge < graph.edges.size(); ++edge)
        if (graph.edges[edge].owners.contains(owner) && std::ranges::find(ring, edge) == ring.end() &&
            east_of_middle(graph, probe, graph.edges[edge]))
            inside = !inside;
    return inside;
}

/// Gives the sliver to the owner with the least of its outline on it; false where the ring is an island and
/// no sliver.
bool heal(BorderGraph& graph, const EdgeRing& ring) {
    std::map<std::uint16_t, double> share;
    for (const std::uint32_t edge : ring)
        share[graph.edges[edge].owners.ids().front()] += length(graph, graph.edges[edge]);
    const std::uint16_t owner =
        std::ranges::min_element(share, {}, [](const auto& of) { return of.second; })->first;
    // A patch inside a neighbour's land: a crumb of the survey is dropped, anything larger is somebody's
    // exclave.
    if (share.size() == 1 && !inside_owner(graph, ring, owner) &&
        area_sqdeg(graph, ring) > largest_crumb_sqdeg)
        return false;
    for (const std::uint32_t edge : ring) graph.edges[edge].owners.toggle(owner);
    return true;
}

}  // namespace

HealReport heal_slivers(BorderGraph& graph, double largest_sqdeg) {
    HealReport report;
    for (int round = 0; round < 8; ++round) {
        const std::vector<EdgeRing> rings = SimpleRings(graph).all();
        const Bands bands(graph, rings);
        std::vector<std::uint32_t> holes;
        for (std::uint32_t ring = 0; ring < rings.size(); ++ring)
            if (bands.inside_others(graph, rings, ring)) holes.push_back(ring);
        std::size_t healed = 0;
        report.left = 0;
        for (const std::uint32_t hole : holes) {
            const bool done = area_sqdeg(graph, rings[hole]) <= largest_sqdeg && heal(graph, rings[hole]);
            ++(done ? healed : report.left);
        }
        report.healed += healed;
        if (healed == 0) break;
    }
    return report;
}

}  // namespace flowspace::bake
