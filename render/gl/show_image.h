// A picture in memory onto the framebuffer of whatever window's context is current.
#pragma once

#include "render/scene/image.h"

namespace flowspace::gl {

/// Fills the window from its lower left corner; leaves no object behind. For pictures that seldom change.
/// Pre: a current OpenGL 4.5 context of the driver that was loaded first.
void show_image(const Image& image);

}  // namespace flowspace::gl
