#include "data/geo/outline.h"

#include <geodesic.h>

#include <cmath>

namespace flowspace {
namespace {

using Ring = std::vector<LonLat>;

bool ring_contains(const Ring& ring, LonLat where) {
    bool inside = false;
    for (std::size_t at = 0, last = ring.size() - 1; at < ring.size(); last = at++) {
        const LonLat a = ring[at], b = ring[last];
        if ((a.lat_deg > where.lat_deg) == (b.lat_deg > where.lat_deg)) continue;
        const double cross_lon =
            a.lon_deg + (where.lat_deg - a.lat_deg) / (b.lat_deg - a.lat_deg) * (b.lon_deg - a.lon_deg);
        if (where.lon_deg < cross_lon) inside = !inside;
    }
    return inside;
}

double ring_area_sqdeg(const Ring& ring) {
    double twice = 0;
    for (std::size_t at = 0, last = ring.size() - 1; at < ring.size(); last = at++)
        twice += ring[last].lon_deg * ring[at].lat_deg - ring[at].lon_deg * ring[last].lat_deg;
    return std::abs(twice) / 2;
}

double ring_area_km2(const Ring& ring) {
    geod_geodesic globe;
    geod_init(&globe, 6378137.0, 1 / 298.257223563);
    geod_polygon sum;
    geod_polygon_init(&sum, 0);
    for (const LonLat point : ring) geod_polygon_addpoint(&globe, &sum, point.lat_deg, point.lon_deg);
    double area_m2 = 0;
    geod_polygon_compute(&globe, &sum, 0, 1, &area_m2, nullptr);
    return std::abs(area_m2) / 1e6;
}

/// A point strictly inside the ring's own edge, so that rings that touch at corners do not confuse it.
LonLat edge_middle(const Ring& ring) {
    return {(ring[0].lon_deg + ring[1].lon_deg) / 2, (ring[0].lat_deg + ring[1].lat_deg) / 2};
}

template <class RingArea>
double even_odd_area(const Polygon& polygon, RingArea ring_area) {
    double area = 0;
    for (const Ring& ring : polygon.rings) {
        bool hole = false;
        for (const Ring& other : polygon.rings)
            if (&other != &ring && ring_contains(other, edge_middle(ring))) hole = !hole;
        area += hole ? -ring_area(ring) : ring_area(ring);
    }
    return area;
}

}  // namespace

bool contains(const Polygon& polygon, LonLat where) {
    bool inside = false;
    for (const Ring& ring : polygon.rings) inside ^= ring_contains(ring, where);
    return inside;
}

double area_sqdeg(const Polygon& polygon) { return even_odd_area(polygon, ring_area_sqdeg); }

double area_km2(const Polygon& polygon) { return even_odd_area(polygon, ring_area_km2); }

}  // namespace flowspace
