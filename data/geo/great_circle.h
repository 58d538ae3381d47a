// Distances over a sphere: near enough for ways over the map and for scale bars; costs take the ellipsoid
// (geodesic_distance.h).
#pragma once

#include "data/geo/coordinates.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace flowspace {

/// In km, by the haversine, on a sphere of the earth's mean radius (Moritz 2000, Journal of Geodesy 74).
inline double great_circle_km(LonLat a, LonLat b) {
    constexpr double earth_radius_km = 6371.0088, rad_per_deg = std::numbers::pi / 180;
    const double lat_a = a.lat_deg * rad_per_deg;
    const double lat_b = b.lat_deg * rad_per_deg;
    const double half_lat = std::sin((lat_b - lat_a) / 2);
    const double half_lon = std::sin((b.lon_deg - a.lon_deg) * rad_per_deg / 2);
    const double h = half_lat * half_lat + std::cos(lat_a) * std::cos(lat_b) * half_lon * half_lon;
    return 2 * earth_radius_km * std::asin(std::min(1.0, std::sqrt(h)));
}

}  // namespace flowspace
