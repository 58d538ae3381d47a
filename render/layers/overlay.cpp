#include "render/layers/overlay.h"

#include "render/gl/program.h"

#include <span>

namespace flowspace {

Result<Overlay> Overlay::create() {
    auto program = gl::build_program("overlay.vert", "overlay.frag");
    if (!program) return program.error();
    return Overlay(std::move(*program));
}

void Overlay::upload(GlyphAtlas& atlas) {
    const gl::Size size = {atlas.width_px(), atlas.height_px()};
    GlyphAtlas::Rows rows = atlas.take_dirty_rows();
    if (!texture_ || !(texture_size_ == size)) {
        texture_.emplace(gl::make_texture(size, GL_R8, gl::Filter::nearest));
        texture_size_ = size;
        rows = {.first = 0, .last = size.height_px};
    }
    if (rows.first >= rows.last) return;
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    glTextureSubImage2D(texture_->id(), 0, 0, rows.first, size.width_px, rows.last - rows.first, GL_RED,
                        GL_UNSIGNED_BYTE,
                        atlas.pixels().data() + static_cast<std::ptrdiff_t>(rows.first) * size.width_px);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
}

void Overlay::draw(const ScreenList& list, GlyphAtlas& atlas) {
    if (list.empty()) return;
    upload(atlas);
    primitives_.set(std::span<const ScreenPrimitive>(list));
    glEnable(GL_BLEND);
    glBlendEquation(GL_FUNC_ADD);
    glBlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
    glDisable(GL_DEPTH_TEST);
    glDisable(GL_CULL_FACE);
    glUseProgram(program_.id());
    glBindTextureUnit(0, texture_->id());
    glBindBufferBase(GL_SHADER_STORAGE_BUFFER, 0, primitives_.id());
    glBindVertexArray(nothing_.id());
    glDrawArrays(GL_TRIANGLES, 0, static_cast<GLsizei>(list.size() * 6));
}

}  // namespace flowspace
