// Reads and enlarges.
#include "render/layers/soft_ground.h"

#include "render/scene/splat/enlarge.h"

#include <glad/gl.h>

namespace flowspace {

namespace {

std::size_t pixels(gl::Size size) {
    return static_cast<std::size_t>(size.width_px) * static_cast<std::size_t>(size.height_px);
}

void read_textures(const ReliefTarget& from, std::vector<std::uint8_t>& rgba, std::vector<float>& depth) {
    rgba.resize(pixels(from.size) * 4);
    depth.resize(pixels(from.size));
    glGetTextureImage(from.colour.id(), 0, GL_RGBA, GL_UNSIGNED_BYTE, static_cast<GLsizei>(rgba.size()),
                      rgba.data());
    glGetTextureImage(from.depth.id(), 0, GL_DEPTH_COMPONENT, GL_FLOAT,
                      static_cast<GLsizei>(depth.size() * sizeof(float)), depth.data());
}

}  // namespace

ReliefTarget::ReliefTarget(gl::Size of)
    : size(of),
      colour(gl::make_texture(of, GL_RGBA8, gl::Filter::nearest)),
      depth(gl::make_texture(of, GL_DEPTH_COMPONENT32F, gl::Filter::nearest)),
      target(gl::make_framebuffer(colour, &depth)) {}

SoftGround::SoftGround(unsigned threads) : threads_(threads), lines_(threads) {}

void SoftGround::read(const ReliefTarget& relief, gl::Size picture) {
    if (relief.size == picture) {
        read_textures(relief, relief_, depth_);
        return;
    }
    read_textures(relief, half_relief_, half_depth_);
    relief_.resize(pixels(picture) * 4);
    depth_.resize(pixels(picture));
    const splat::Extent whole = {picture.width_px, picture.height_px};
    splat::enlarge_colour(half_relief_, whole, relief_, threads_);
    splat::enlarge_depth(half_depth_, whole, depth_, threads_);
}

void SoftGround::take(const ReliefTarget& relief, gl::Size picture, const splat::Lines& lines) {
    read(relief, picture);
    size_ = picture;
    lines_.set_lines(lines, picture.width_px, picture.height_px);
}

splat::Ground SoftGround::ground() const {
    return {.width_px = size_.width_px, .height_px = size_.height_px, .rgba = relief_, .depth = depth_};
}

}  // namespace flowspace
