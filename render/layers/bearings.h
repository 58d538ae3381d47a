// Scale and north of a view, as the furniture says them.
#pragma once

#include "data/geo/projection.h"
#include "render/scene/camera.h"

namespace flowspace {

/// True ground scale and the way to north at the middle of what panels leave free.
struct Bearings {
    double metres_per_px = 0;  // on the ground, across the picture
    double north_deg = 0;      // clockwise from up
};
Bearings find_bearings(const View& view, const Projection& projection);

}  // namespace flowspace
