// Outlines of places and lines in a plane with equal areas, in km.
#pragma once

#include "data/analysis/overlay.h"
#include "data/base_map.h"
#include "data/geo/projection.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace flowspace {

struct PlaneBox {
    double x0 = std::numeric_limits<double>::infinity(), y0 = x0, x1 = -x0, y1 = -x0;

    void add(PlanePoint at) {
        x0 = std::min(x0, at.x);
        x1 = std::max(x1, at.x);
        y0 = std::min(y0, at.y);
        y1 = std::max(y1, at.y);
    }
    bool holds(PlanePoint at) const { return x0 <= at.x && at.x <= x1 && y0 <= at.y && at.y <= y1; }
    bool meets(const PlaneBox& other) const {
        return x0 < other.x1 && other.x0 < x1 && y0 < other.y1 && other.y0 < y1;
    }
};

/// Rings of an even-odd shape in km; a ring within an odd number of others is a hole.
struct PlaneShape {
    std::string name = {};
    std::vector<PlaneRing> rings = {};
    std::vector<PlaneBox> boxes = {};
    std::vector<double> sign = {};  // 1 or -1, one per ring

    double area_km2() const {
        double sum = 0;
        for (std::size_t at = 0; at < rings.size(); ++at) sum += sign[at] * area(rings[at]);
        return sum;
    }
};

/// Nothing where the projection has no place for it.
std::optional<PlanePoint> in_km(const Projection& projection, LonLat where);

/// Rings of fewer than three points are left out.
PlaneShape shape_of(std::string name, const Polygon& polygon, const Projection& projection);

}  // namespace flowspace
