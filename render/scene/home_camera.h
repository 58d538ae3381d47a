// Where the map is looked at from when nobody chose: all that the data is about, a little from the south, so
// that arcs rise.
#pragma once

#include "data/dataset.h"
#include "render/scene/camera.h"

namespace flowspace {

/// Shows the country for the built-in atlas, and every place with a flow for tables of the user's own. What
/// the South China Sea inset shows does not widen the view where there is anything else to see.
Camera home_camera(const Dataset& dataset, const Viewport& viewport, const Projection& projection);

}  // namespace flowspace
