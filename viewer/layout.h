// Where the panels lie, and what they leave of the picture to the map.
#pragma once

#include "render/scene/camera.h"
#include "viewer/widgets/box.h"
#include "viewer/workspace.h"

namespace flowspace {

struct Layout {
    Box top_bar = {};
    Box filter = {};
    Box inspector = {};  // empty where the analyses have its place
    Box analysis = {};   // empty: closed
    Box timeline = {};
    Box views = {};  // empty: closed
    Box pins = {};   // cards side by side; empty where nothing is pinned
    Box map = {};    // what is left
    Viewport::Insets insets_px = {};
};

/// `scale`: screen pixels per px of the design. On a small window side panels fall back to rails so that the
/// map keeps at least a third of the width; presenting hides everything, but the card that answers a live
/// question lies over the picture, which keeps its size.
Layout lay_out(float width_px, float height_px, float scale, const Workspace& workspace);

}  // namespace flowspace
