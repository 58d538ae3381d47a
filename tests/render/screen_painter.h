// The overlay's shader in plain C++: paints a screen list into an image, for tests without OpenGL.
#pragma once

#include "render/scene/glyph_atlas.h"
#include "render/scene/image.h"
#include "render/scene/screen_list.h"

namespace flowspace {

Image flat_image(int width_px, int height_px, Colour ground);

void paint(Image& image, const ScreenList& list, const GlyphAtlas& atlas);

}  // namespace flowspace
