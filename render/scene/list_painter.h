// Paints a screen list by the processor: what overlay.frag draws, on machines whose OpenGL is software.
#pragma once

#include "render/scene/glyph_atlas.h"
#include "render/scene/screen_list.h"
#include "render/scene/sign_canvas.h"

namespace flowspace {

/// In the order of the list; a part of a colour lies within 2/255 of what the shader gives.
void paint_list(const SignCanvas& canvas, const ScreenList& list, const GlyphAtlas& atlas);

}  // namespace flowspace
