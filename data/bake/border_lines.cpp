#include "data/bake/border_lines.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <utility>

namespace flowspace::bake {
namespace {

using Key = std::pair<double, double>;

Key key_of(LonLat point) { return {point.lon_deg, point.lat_deg}; }

/// Follows unused arcs from end to end.
class ArcChains {
public:
    explicit ArcChains(std::span<const Arc* const> arcs) : arcs_(arcs), used_(arcs.size()) {
        for (std::size_t arc = 0; arc < arcs.size(); ++arc) {
            at_[key_of(arcs[arc]->front())].push_back(arc);
            at_[key_of(arcs[arc]->back())].push_back(arc);
        }
    }

    bool used(std::size_t arc) const { return used_[arc] != 0; }
    std::size_t ends_at(LonLat point) const { return at_.at(key_of(point)).size(); }

    /// Appends the arc to `line`, starting at the line's last point or, for an empty line, at the arc's first
    /// or last point.
    void append(std::size_t arc, Line& line) {
        used_[arc] = 1;
        Arc points = *arcs_[arc];
        if (!line.empty() && !(points.front() == line.back())) std::ranges::reverse(points);
        line.insert(line.end(), points.begin() + (line.empty() ? 0 : 1), points.end());
    }

    /// An unused arc that ends at `point`, the lowest row first; arcs.size() where there is none.
    std::size_t next_at(LonLat point) const {
        for (const std::size_t arc : at_.at(key_of(point)))
            if (!used_[arc]) return arc;
        return arcs_.size();
    }

private:
    std::span<const Arc* const> arcs_;
    std::vector<std::uint8_t> used_;
    std::map<Key, std::vector<std::size_t>> at_;
};

Line stroke_from(std::size_t arc, bool backwards, std::span<const Arc* const> arcs, ArcChains& chains) {
    Line line;
    chains.append(arc, line);
    if (backwards) std::ranges::reverse(line);
    while (!(line.front() == line.back()) && chains.ends_at(line.back()) == 2) {
        const std::size_t next = chains.next_at(line.back());
        if (next == arcs.size()) break;
        chains.append(next, line);
    }
    return line;
}

}  // namespace

Polygon rings_of(std::span<const Arc* const> arcs) {
    ArcChains chains(arcs);
    Polygon polygon;
    for (std::size_t arc = 0; arc < arcs.size(); ++arc) {
        if (chains.used(arc)) continue;
        Line path = {arcs[arc]->front()};
        std::map<Key, std::size_t> passed = {{key_of(path.front()), 0}};
        for (std::size_t next = arc; next != arcs.size(); next = chains.next_at(path.back())) {
            chains.append(next, path);
            const auto [before, is_new] = passed.emplace(key_of(path.back()), path.size() - 1);
            if (is_new) continue;
            // Back where the path has been: what lies between is a ring of its own, so that no ring touches
            // itself.
            const auto from = path.begin() + static_cast<std::ptrdiff_t>(before->second);
            Line ring(from, path.end() - 1);
            path.erase(from + 1, path.end());
            std::erase_if(passed, [&](const auto& node) { return node.second >= path.size(); });
            if (ring.size() >= 3) polygon.rings.push_back(std::move(ring));
        }
    }
    return polygon;
}

std::vector<Line> joined_lines(std::span<const Arc* const> arcs) {
    ArcChains chains(arcs);
    std::vector<Line> lines;
    // Strokes that end at a branching or a free end first; what is left closes on itself.
    for (std::size_t arc = 0; arc < arcs.size(); ++arc) {
        if (!chains.used(arc) && chains.ends_at(arcs[arc]->front()) != 2)
            lines.push_back(stroke_from(arc, false, arcs, chains));
        else if (!chains.used(arc) && chains.ends_at(arcs[arc]->back()) != 2)
            lines.push_back(stroke_from(arc, true, arcs, chains));
    }
    for (std::size_t arc = 0; arc < arcs.size(); ++arc)
        if (!chains.used(arc)) lines.push_back(stroke_from(arc, false, arcs, chains));
    return lines;
}

}  // namespace flowspace::bake
