#include "data/bake/clip.h"

#include <cmath>

namespace flowspace::bake {
namespace {

using Ring = std::vector<LonLat>;

/// Keeps the side of one edge where `signed_distance` is not negative; `on_edge` puts a crossing exactly on
/// the edge.
template <class Distance, class OnEdge>
Ring clip_edge(const Ring& ring, Distance signed_distance, OnEdge on_edge) {
    Ring kept;
    for (std::size_t at = 0; at < ring.size(); ++at) {
        const LonLat from = ring[at], to = ring[(at + 1) % ring.size()];
        const double before = signed_distance(from), after = signed_distance(to);
        if (before >= 0) kept.push_back(from);
        if ((before >= 0) != (after >= 0)) {
            const double t = before / (before - after);
            kept.push_back(
                on_edge({std::lerp(from.lon_deg, to.lon_deg, t), std::lerp(from.lat_deg, to.lat_deg, t)}));
        }
    }
    return kept;
}

}  // namespace

std::vector<LonLat> clip(const std::vector<LonLat>& ring, const Frame& f) {
    Ring kept = clip_edge(
        ring, [&](LonLat p) { return p.lon_deg - f.west_deg; },
        [&](LonLat p) {
            return LonLat{f.west_deg, p.lat_deg};
        });
    kept = clip_edge(
        kept, [&](LonLat p) { return f.east_deg - p.lon_deg; },
        [&](LonLat p) {
            return LonLat{f.east_deg, p.lat_deg};
        });
    kept = clip_edge(
        kept, [&](LonLat p) { return p.lat_deg - f.south_deg; },
        [&](LonLat p) {
            return LonLat{p.lon_deg, f.south_deg};
        });
    return clip_edge(
        kept, [&](LonLat p) { return f.north_deg - p.lat_deg; },
        [&](LonLat p) {
            return LonLat{p.lon_deg, f.north_deg};
        });
}

bool along_edge(const Frame& frame, LonLat a, LonLat b) {
    for (const double lon_deg : {frame.west_deg, frame.east_deg})
        if (a.lon_deg == lon_deg && b.lon_deg == lon_deg) return true;
    for (const double lat_deg : {frame.south_deg, frame.north_deg})
        if (a.lat_deg == lat_deg && b.lat_deg == lat_deg) return true;
    return false;
}

bool inside(const Frame& frame, LonLat point) {
    return point.lon_deg >= frame.west_deg && point.lon_deg <= frame.east_deg &&
           point.lat_deg >= frame.south_deg && point.lat_deg <= frame.north_deg;
}

}  // namespace flowspace::bake
