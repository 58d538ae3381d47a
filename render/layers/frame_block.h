// The uniforms of a frame, as shaders/prelude.glsl declares them.
#pragma once

#include "render/gl/handle.h"

#include <glm/mat4x4.hpp>
#include <glm/vec4.hpp>

#include <cstddef>

namespace flowspace {

/// std140: every member is a multiple of 16 bytes.
struct FrameBlock {
    glm::mat4 clip_from_relative = glm::mat4(1);
    glm::vec4 picture_px = {};
    glm::vec4 clock = {};
    glm::vec4 relief_map = {};
    glm::vec4 heights = {};
    glm::vec4 paint_map = {};
    glm::vec4 background = {};
};
static_assert(offsetof(FrameBlock, picture_px) == 64);
static_assert(offsetof(FrameBlock, clock) == 80);
static_assert(offsetof(FrameBlock, relief_map) == 96);
static_assert(offsetof(FrameBlock, heights) == 112);
static_assert(offsetof(FrameBlock, paint_map) == 128);
static_assert(offsetof(FrameBlock, background) == 144);
static_assert(sizeof(FrameBlock) == 160);

}  // namespace flowspace
