#include "render/layers/overlay.h"

#include "render/gl/program.h"

#include <fmt/format.h>

#include <span>
#include <utility>

namespace flowspace {

Result<Overlay> Overlay::create() {
    std::vector<gl::Program> programs;
    for (std::size_t kind = 0; kind < kind_count; ++kind) {
        auto program =
            gl::build_program("overlay.vert", "overlay.frag", fmt::format("#define KIND {}\n", kind));
        if (!program) return program.error();
        programs.push_back(std::move(*program));
    }
    return Overlay(std::move(programs));
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
    glBindTextureUnit(0, texture_->id());
    glBindBufferBase(GL_SHADER_STORAGE_BUFFER, 0, primitives_.id());
    glBindVertexArray(nothing_.id());
    for (std::size_t first = 0, last = 0; first < list.size(); first = last) {
        while (last < list.size() && list[last].kind == list[first].kind) ++last;
        glUseProgram(programs_[static_cast<std::size_t>(list[first].kind)].id());
        glDrawArrays(GL_TRIANGLES, static_cast<GLint>(first * 6), static_cast<GLsizei>((last - first) * 6));
    }
}

}  // namespace flowspace
