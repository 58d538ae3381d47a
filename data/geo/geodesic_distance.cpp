#include "data/geo/geodesic_distance.h"

#include <geodesic.h>

namespace flowspace {

double distance_km(LonLat from, LonLat to) {
    geod_geodesic globe;
    geod_init(&globe, 6378137.0, 1 / 298.257223563);
    double metres = 0;
    geod_inverse(&globe, from.lat_deg, from.lon_deg, to.lat_deg, to.lon_deg, &metres, nullptr, nullptr);
    return metres / 1000;
}

}  // namespace flowspace
