// Where the map is looked at from when nobody chose: all that the data is about, a little from the south, so
// that arcs rise.
#pragma once

#include "data/dataset.h"
#include "render/scene/camera.h"

#include <string>

namespace flowspace {

/// The projection of the map: Albers for China where half of the places with flows lie there, else Albers
/// about the middle of those places, so that nobody's country is seen from its edge.
std::string map_crs(const Dataset& dataset);

/// Takes the built-in ground of China from data whose map is about places elsewhere, where it would be torn
/// across the picture; boundaries of the user's own stay.
void leave_far_ground(Dataset& dataset);

/// Shows the country for the built-in atlas, and every place with a flow for tables of the user's own. What
/// the South China Sea inset shows does not widen the view where there is anything else to see.
Camera home_camera(const Dataset& dataset, const Viewport& viewport, const Projection& projection);

}  // namespace flowspace
