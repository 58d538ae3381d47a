// Draws a screen list over the picture, a call for each run of one kind.
#pragma once

#include "data/result.h"
#include "render/gl/buffer.h"
#include "render/gl/handle.h"
#include "render/gl/target.h"
#include "render/scene/glyph_atlas.h"
#include "render/scene/screen_list.h"

#include <optional>
#include <vector>

namespace flowspace {

class Overlay {
public:
    static Result<Overlay> create();

    /// Into the bound framebuffer, in the order of the list. The frame block must be bound.
    void draw(const ScreenList& list, GlyphAtlas& atlas);

private:
    static constexpr std::size_t kind_count = 5;  // of PrimitiveKind

    explicit Overlay(std::vector<gl::Program> programs) : programs_(std::move(programs)) {}
    void upload(GlyphAtlas& atlas);

    std::vector<gl::Program> programs_;  // by kind
    gl::VertexArray nothing_;
    gl::DynamicBuffer primitives_;
    std::optional<gl::Texture> texture_;
    gl::Size texture_size_ = {0, 0};
};

}  // namespace flowspace
