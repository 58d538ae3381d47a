// The overlay's shader in plain C++: paints a screen list into an image, for tests without OpenGL.
#pragma once

#include "render/scene/glyph_atlas.h"
#include "render/scene/image.h"
#include "render/scene/screen_list.h"
#include "render/scene/theme.h"
#include "render/scene/typesetter.h"

namespace flowspace {

/// Every kind of primitive within 320 x 200 px, opaque and not, over each other.
ScreenList one_of_each(const Fonts& fonts, GlyphAtlas& atlas);

Image flat_image(int width_px, int height_px, Colour ground);

void paint(Image& image, const ScreenList& list, const GlyphAtlas& atlas);

}  // namespace flowspace
