#include "render/gl/show_image.h"

#include "render/gl/handle.h"
#include "render/gl/target.h"

namespace flowspace::gl {

void show_image(const Image& image) {
    const int width = image.width_px, height = image.height_px;
    if (width < 1 || height < 1) return;
    const Texture picture = make_texture({width, height}, GL_RGBA8, Filter::nearest);
    const Framebuffer from = make_framebuffer(picture, nullptr);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    glTextureSubImage2D(picture.id(), 0, 0, 0, width, height, GL_RGB, GL_UNSIGNED_BYTE, image.rgb.data());
    glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
    // The picture's rows begin at the top, OpenGL's at the bottom.
    glBlitNamedFramebuffer(from.id(), 0, 0, 0, width, height, 0, height, width, 0, GL_COLOR_BUFFER_BIT,
                           GL_NEAREST);
}

}  // namespace flowspace::gl
