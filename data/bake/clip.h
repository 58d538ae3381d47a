// Cuts rings and lines to a frame of longitudes and latitudes.
#pragma once

#include "data/geo/coordinates.h"

#include <vector>

namespace flowspace::bake {

struct Frame {
    double west_deg = 0, south_deg = 0, east_deg = 0, north_deg = 0;
};

/// Sutherland-Hodgman: `ring` (first point not repeated) inside the frame; parts are joined along the frame's
/// edge.
std::vector<LonLat> clip(const std::vector<LonLat>& ring, const Frame& frame);

/// Do both points lie on one edge of the frame, so that the way between them is the clipping's and not the
/// coast's?
bool along_edge(const Frame& frame, LonLat a, LonLat b);

bool inside(const Frame& frame, LonLat point);

}  // namespace flowspace::bake
