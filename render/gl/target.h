// Textures of fixed size and framebuffers that draw into them.
#pragma once

#include "render/gl/handle.h"

namespace flowspace::gl {

struct Size {
    int width_px = 1;
    int height_px = 1;

    bool operator==(const Size&) const = default;
};

enum class Filter { nearest, linear };

/// Storage for one level, clamped at the edges.
Texture make_texture(Size size, GLenum format, Filter filter);

/// Pre: all textures have one size. `depth` may be shared with other framebuffers.
Framebuffer make_framebuffer(const Texture& colour, const Texture* depth);

/// Draws go to `framebuffer`, over the whole of `size`.
void draw_into(const Framebuffer& framebuffer, Size size);

}  // namespace flowspace::gl
