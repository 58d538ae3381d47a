#include "data/bake/border_graph.h"

namespace flowspace::bake {
namespace {

struct OwnedEdge {
    std::uint32_t from = 0, to = 0;
    std::uint16_t owner = 0;

    auto operator<=>(const OwnedEdge&) const = default;
};

std::vector<GridPoint> all_points(std::span<const GridShape> shapes) {
    std::vector<GridPoint> points;
    for (const GridShape& shape : shapes)
        for (const GridRing& ring : shape.rings) points.insert(points.end(), ring.begin(), ring.end());
    std::ranges::sort(points);
    points.erase(std::unique(points.begin(), points.end()), points.end());
    return points;
}

std::vector<OwnedEdge> owned_edges(std::span<const GridShape> shapes, const std::vector<GridPoint>& points) {
    const auto row_of = [&](GridPoint point) {
        return static_cast<std::uint32_t>(std::ranges::lower_bound(points, point) - points.begin());
    };
    std::vector<OwnedEdge> edges;
    for (std::uint16_t owner = 0; owner < shapes.size(); ++owner)
        for (const GridRing& ring : shapes[owner].rings) {
            std::uint32_t last = row_of(ring.back());
            for (const GridPoint point : ring) {
                const std::uint32_t at = row_of(point);
                if (at != last) edges.push_back({std::min(at, last), std::max(at, last), owner});
                last = at;
            }
        }
    std::ranges::sort(edges);
    return edges;
}

void index_touching(BorderGraph& graph) {
    graph.first.assign(graph.points.size() + 1, 0);
    for (const BorderEdge& edge : graph.edges) {
        ++graph.first[edge.from + 1];
        ++graph.first[edge.to + 1];
    }
    for (std::size_t point = 0; point < graph.points.size(); ++point)
        graph.first[point + 1] += graph.first[point];
    graph.touching.resize(2 * graph.edges.size());
    std::vector<std::uint32_t> next(graph.first.begin(), graph.first.end() - 1);
    for (std::uint32_t edge = 0; edge < graph.edges.size(); ++edge) {
        graph.touching[next[graph.edges[edge].from]++] = edge;
        graph.touching[next[graph.edges[edge].to]++] = edge;
    }
}

/// Walks edges that bound something into arcs.
class ArcWalk {
public:
    explicit ArcWalk(const BorderGraph& graph) : graph_(graph), used_(graph.edges.size()) {}

    std::vector<BorderArc> all() {
        for (std::uint32_t point = 0; point < graph_.points.size(); ++point)
            if (is_node(point)) start_at(point);
        for (std::uint32_t point = 0; point < graph_.points.size(); ++point)
            start_at(point);  // rings without nodes
        return std::move(arcs_);
    }

private:
    std::span<const std::uint32_t> touching(std::uint32_t point) const {
        return std::span(graph_.touching)
            .subspan(graph_.first[point], graph_.first[point + 1] - graph_.first[point]);
    }

    bool is_node(std::uint32_t point) const {
        const Owners* owners = nullptr;
        std::size_t degree = 0;
        for (const std::uint32_t edge : touching(point)) {
            const Owners& here = graph_.edges[edge].owners;
            if (here.size() == 0) continue;
            if (owners != nullptr && !(*owners == here)) return true;
            owners = &here;
            ++degree;
        }
        return degree != 0 && degree != 2;
    }

    void start_at(std::uint32_t point) {
        for (const std::uint32_t edge : touching(point))
            if (!used_[edge] && graph_.edges[edge].owners.size() > 0) arcs_.push_back(walk(point, edge));
    }

    BorderArc walk(std::uint32_t start, std::uint32_t edge) {
        BorderArc arc = {.line = {graph_.points[start]}, .owners = graph_.edges[edge].owners};
        std::uint32_t at = start;
        for (bool more = true; more;) {
            used_[edge] = 1;
            at = other_end(graph_.edges[edge], at);
            arc.line.push_back(graph_.points[at]);
            more = false;
            if (at == start || is_node(at)) break;
            for (const std::uint32_t next : touching(at))
                if (!used_[next] && graph_.edges[next].owners.size() > 0) {
                    edge = next;
                    more = true;
                    break;
                }
        }
        return arc;
    }

    const BorderGraph& graph_;
    std::vector<std::uint8_t> used_;
    std::vector<BorderArc> arcs_;
};

}  // namespace

BorderGraph build_border_graph(std::span<const GridShape> shapes) {
    BorderGraph graph;
    graph.points = all_points(shapes);
    for (const OwnedEdge& edge : owned_edges(shapes, graph.points)) {
        if (graph.edges.empty() || graph.edges.back().from != edge.from || graph.edges.back().to != edge.to)
            graph.edges.push_back({.from = edge.from, .to = edge.to});
        graph.edges.back().owners.toggle(edge.owner);
    }
    index_touching(graph);
    return graph;
}

std::vector<BorderArc> border_arcs(const BorderGraph& graph) { return ArcWalk(graph).all(); }

}  // namespace flowspace::bake
