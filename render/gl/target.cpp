// Creates textures and framebuffers by direct state access.
#include "render/gl/target.h"

namespace flowspace::gl {

Texture make_texture(Size size, GLenum format, Filter filter) {
    Texture texture;
    const GLint how = filter == Filter::linear ? GL_LINEAR : GL_NEAREST;
    glTextureStorage2D(texture.id(), 1, format, size.width_px, size.height_px);
    glTextureParameteri(texture.id(), GL_TEXTURE_MIN_FILTER, how);
    glTextureParameteri(texture.id(), GL_TEXTURE_MAG_FILTER, how);
    glTextureParameteri(texture.id(), GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTextureParameteri(texture.id(), GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    return texture;
}

Framebuffer make_framebuffer(const Texture& colour, const Texture* depth) {
    Framebuffer framebuffer;
    glNamedFramebufferTexture(framebuffer.id(), GL_COLOR_ATTACHMENT0, colour.id(), 0);
    if (depth != nullptr) glNamedFramebufferTexture(framebuffer.id(), GL_DEPTH_ATTACHMENT, depth->id(), 0);
    return framebuffer;
}

void draw_into(const Framebuffer& framebuffer, Size size) {
    glBindFramebuffer(GL_DRAW_FRAMEBUFFER, framebuffer.id());
    glViewport(0, 0, size.width_px, size.height_px);
}

}  // namespace flowspace::gl
