// Draws a screen list over the picture in one call.
#pragma once

#include "data/result.h"
#include "render/gl/buffer.h"
#include "render/gl/handle.h"
#include "render/gl/target.h"
#include "render/scene/glyph_atlas.h"
#include "render/scene/screen_list.h"

#include <optional>

namespace flowspace {

class Overlay {
public:
    static Result<Overlay> create();

    /// Into the bound framebuffer, in the order of the list. The frame block must be bound.
    void draw(const ScreenList& list, GlyphAtlas& atlas);

private:
    explicit Overlay(gl::Program program) : program_(std::move(program)) {}
    void upload(GlyphAtlas& atlas);

    gl::Program program_;
    gl::VertexArray nothing_;
    gl::DynamicBuffer primitives_;
    std::optional<gl::Texture> texture_;
    gl::Size texture_size_ = {0, 0};
};

}  // namespace flowspace
