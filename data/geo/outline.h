// What an outline covers: inside or not, how large, and where its middle is.
#pragma once

#include "data/base_map.h"
#include "data/geo/coordinates.h"

namespace flowspace {

/// Is the point inside by the even-odd rule? Points exactly on the outline may be either. Pre: no ring
/// crosses the antimeridian.
bool contains(const Polygon& polygon, LonLat where);

/// In square degrees, as drawn in longitude and latitude, by the even-odd rule. Pre: rings do not cross each
/// other (they may touch), and no ring is there twice.
double area_sqdeg(const Polygon& polygon);

/// On the WGS84 ellipsoid, in square kilometres, by the even-odd rule; as above. Source: PROJ's geodesic
/// polygons (Karney 2013, Algorithms for geodesics, doi:10.1007/s00190-012-0578-z).
double area_km2(const Polygon& polygon);

}  // namespace flowspace
