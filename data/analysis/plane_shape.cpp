// See plane_shape.h.
#include "data/analysis/plane_shape.h"

#include <utility>

namespace flowspace {
namespace {

bool holds(const PlaneRing& ring, PlanePoint point) {
    bool odd = false;
    for (std::size_t at = 0; at < ring.size(); ++at) {
        const PlanePoint &p = ring[at], &q = ring[(at + 1) % ring.size()];
        if ((p.y > point.y) != (q.y > point.y) && point.x < p.x + (point.y - p.y) / (q.y - p.y) * (q.x - p.x))
            odd = !odd;
    }
    return odd;
}

void add_ring(PlaneShape& shape, PlaneRing ring) {
    PlaneBox box;
    for (const PlanePoint& at : ring) box.add(at);
    shape.boxes.push_back(box);
    shape.rings.push_back(std::move(ring));
}

void find_holes(PlaneShape& shape) {
    for (std::size_t at = 0; at < shape.rings.size(); ++at) {
        bool hole = false;
        for (std::size_t other = 0; other < shape.rings.size(); ++other)
            if (other != at && shape.boxes[other].holds(shape.rings[at].front()) &&
                holds(shape.rings[other], shape.rings[at].front()))
                hole = !hole;
        shape.sign.push_back(hole ? -1 : 1);
    }
}

}  // namespace

std::optional<PlanePoint> in_km(const Projection& projection, LonLat where) {
    const auto at = projection.forward(where);
    if (!at) return std::nullopt;
    return PlanePoint{at->x_m / 1000, at->y_m / 1000};
}

PlaneShape shape_of(std::string name, const Polygon& polygon, const Projection& projection) {
    PlaneShape shape{.name = std::move(name)};
    for (const std::vector<LonLat>& outline : polygon.rings) {
        PlaneRing ring;
        for (const LonLat& where : outline)
            if (const auto at = in_km(projection, where)) ring.push_back(*at);
        if (ring.size() > 2) add_ring(shape, std::move(ring));
    }
    find_holes(shape);
    return shape;
}

}  // namespace flowspace
