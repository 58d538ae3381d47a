// All outlines as one graph of edges that know whose borders they are, so that each border is kept, mended
// and drawn once.
#pragma once

#include "data/bake/grid_shape.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>
#include <span>
#include <vector>

namespace flowspace::bake {

/// The few shapes an edge bounds: one on the coast and the national border, two between neighbours.
/// Ascending.
class Owners {
public:
    static constexpr std::size_t capacity = 6;

    /// Adds `shape`, or takes it away where it is there already: a shape whose ring passes an edge twice does
    /// not end there.
    void toggle(std::uint16_t shape) {
        const auto end = ids_.begin() + static_cast<std::ptrdiff_t>(size_);
        const auto at = std::lower_bound(ids_.begin(), end, shape);
        if (at != end && *at == shape) {
            std::copy(at + 1, end, at);
            ids_[--size_] = 0;
            return;
        }
        assert(size_ < capacity);
        std::copy_backward(at, end, end + 1);
        *at = shape;
        ++size_;
    }

    std::span<const std::uint16_t> ids() const { return std::span(ids_).first(size_); }
    std::size_t size() const { return size_; }
    bool contains(std::uint16_t shape) const { return std::ranges::find(ids(), shape) != ids().end(); }
    bool operator==(const Owners&) const = default;

private:
    std::array<std::uint16_t, capacity> ids_ = {};
    std::size_t size_ = 0;
};

struct BorderEdge {
    std::uint32_t from = 0;  // rows of BorderGraph::points
    std::uint32_t to = 0;
    Owners owners = {};  // none: the edge is inside a shape and bounds nothing
};

struct BorderGraph {
    std::vector<GridPoint> points = {};        // ascending, each once
    std::vector<BorderEdge> edges = {};        // each once, by (from, to), from < to
    std::vector<std::uint32_t> first = {};     // per point, and one past the last: its range in `touching`
    std::vector<std::uint32_t> touching = {};  // rows of edges
};

BorderGraph build_border_graph(std::span<const GridShape> shapes);

/// The edge's other end. Pre: `edge` touches `point`.
inline std::uint32_t other_end(const BorderEdge& edge, std::uint32_t point) {
    return edge.from == point ? edge.to : edge.from;
}

struct HealReport {
    std::size_t healed = 0;
    std::size_t left = 0;  // holes too large to be a mismatch of outlines
};

/// Neighbours whose outlines differ by a few vertices leave slivers that nobody or both cover. Each is given
/// to the neighbour with the least of its outline on it, which then follows the other's, until no sliver
/// under `largest_sqdeg` is left.
HealReport heal_slivers(BorderGraph& graph, double largest_sqdeg);

/// Edges that run on through points where nothing branches and the owners stay the same.
struct BorderArc {
    std::vector<GridPoint> line = {};  // closed arcs repeat their first point
    Owners owners = {};
};

/// Every edge that bounds something, in one arc each; in order of their lowest point.
std::vector<BorderArc> border_arcs(const BorderGraph& graph);

}  // namespace flowspace::bake
