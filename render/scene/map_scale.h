// On which scale a map is drawn: how wide a flow and how large a disc is. Follows the window, unless it is
// kept.
#pragma once

#include "render/scene/build_draw_list.h"

namespace flowspace {

/// The scale that a list of `input` is drawn on where none is given.
MapScale scale_of(const DrawListInput& input);

/// One scale for maps side by side: per layer the one of the map whose largest flow is the largest. Pre: not
/// empty.
MapScale common_scale(std::span<const MapScale> scales);

/// What of a layer is on the scale that the list is drawn on. Pre: one of the layers shown.
LayerScale layer_scale(const DrawListInput& input, LayerId layer);

/// A flow of `largest` is `widest_px` wide; one beyond the scale wider, to `beyond` times that.
inline constexpr float beyond = 2;

}  // namespace flowspace
