// Lines and outlines on the map, each vertex knowing from which scale on it matters: far views draw few of
// them.
#pragma once

#include "data/base_map.h"
#include "data/geo/coordinates.h"
#include "data/geo/projection.h"

#include <glm/vec2.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace flowspace {

struct MapLine {
    std::vector<MapPoint> points = {};
    std::vector<float> keep_m = {};  // one per point: the error on the map that leaving it out would make
    bool closed = false;
    std::uint32_t part = 0;        // of a polygon's ring: the polygon's row
    MapPoint low = {}, high = {};  // bounding box
};

/// Pre: none. Points that the projection cannot place are left out. Lines of fewer than two points give
/// nothing.
std::vector<MapLine> map_lines(std::span<const Line> lines, const Projection& projection);
std::vector<MapLine> map_rings(std::span<const Polygon> polygons, const Projection& projection);

/// Its box is narrower than `least_m` both ways.
bool too_small(const MapLine& line, float least_m);

/// The outline of the union of polygons that share edges: edges that occur twice cancel out. Chained to rings
/// (or lines where the outline does not close).
std::vector<Line> union_outline(std::span<const Polygon* const> polygons);

}  // namespace flowspace
