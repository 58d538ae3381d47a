// Draws ImGui's triangles over a picture in memory: panels in stills and tests need no window and no OpenGL.
#pragma once

#include "render/scene/image.h"

#include <imgui.h>

namespace flowspace {

/// Blends `data` over `image` as OpenGL would (top-left rule, linear texture, source over). One texture, that
/// of `atlas`; user callbacks are skipped. The same data gives the same bytes.
void raster_ui(const ImDrawData& data, ImFontAtlas& atlas, Image& image);

}  // namespace flowspace
