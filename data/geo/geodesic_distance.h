// Distances over the ground.
#pragma once

#include "data/geo/coordinates.h"

namespace flowspace {

/// The shortest way on the WGS84 ellipsoid, in km. Source: Karney 2013, doi:10.1007/s00190-012-0578-z,
/// through PROJ.
double distance_km(LonLat from, LonLat to);

}  // namespace flowspace
