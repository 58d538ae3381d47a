// The words around the map: title, window, legend, what is shown of how much, sources. In the picture's
// language.
#pragma once

#include "render/scene/build_draw_list.h"

#include <string>
#include <vector>

namespace flowspace {

Furniture furniture_words(const DrawListInput& input);

/// The line of sources: of what an answer on the map is made of, of the flows that are drawn or that it is
/// of, of files and of the ground. Each once; empty where nothing names one.
std::string source_words(const DrawListInput& input);

/// The widest ribbon of each layer (one per layer of the dataset), px at a picture height of 1080: what the
/// style says where few flows are strong and many weak; less where several layers share the map, where most
/// flows of a layer are nearly as strong as its strongest, and where thousands are drawn, so that the ground
/// and single flows stay visible.
std::vector<float> widest_px(const DrawListInput& input);

/// Width in px at a picture height of 1080 of a flow with `value`, `largest` being the layer's largest: by
/// square root, never below a quarter of the widest or 1, whichever is less. Below 1 px a ribbon fades
/// instead of thinning. A flow beyond a scale that is kept is wider, to twice the widest.
float arc_width_px(double value, double largest, float widest_px);

/// Where a change stands on the diverging scale, [-1, 1] with zero at its centre; by cube root, so that
/// small changes still show. Percents end at twice and at none; others at the layer's largest.
float change_tone(const LayerChanges& layer, ChangeMeasure measure, double measured);

/// Three round numbers, ascending, the last at most `largest`: what the legend shows. Fewer where they would
/// coincide.
std::vector<double> legend_samples(double largest);

}  // namespace flowspace
