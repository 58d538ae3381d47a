// The words around the map: title, window, legend, what is shown of how much, sources. In the picture's
// language.
#pragma once

#include "render/scene/build_draw_list.h"

namespace flowspace {

Furniture furniture_words(const DrawListInput& input);

/// The widest ribbon of this picture, px at a picture height of 1080: what the style says for one layer, less
/// for several, so that five layers do not cover the ground that one leaves free.
float widest_px(const DrawListInput& input);

/// Width in px at a picture height of 1080 of a flow with `value`, `largest` being the layer's largest:
/// area-like, by square root.
float arc_width_px(double value, double largest, float widest_px);

/// Three round numbers, ascending, the last at most `largest`: what the legend shows. Fewer where they would
/// coincide.
std::vector<double> legend_samples(double largest);

}  // namespace flowspace
