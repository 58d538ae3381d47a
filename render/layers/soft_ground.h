// The ground as the processor holds it: the relief read back from OpenGL, whole or at half the size, and the
// lines laid over it by the splatter.
#pragma once

#include "render/gl/target.h"
#include "render/scene/splat/lines.h"
#include "render/scene/splat/splatter.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace flowspace {

/// Where the relief is drawn; half: while the camera moves, a quarter of the px.
struct ReliefTarget {
    gl::Size size;
    gl::Texture colour, depth;
    gl::Framebuffer target;

    explicit ReliefTarget(gl::Size of);
};

class SoftGround {
public:
    explicit SoftGround(unsigned threads);

    /// Reads the relief back and lays `lines` over it; none: it has them already. `relief` has the size of
    /// the picture, or half of it.
    void take(const ReliefTarget& relief, gl::Size picture, const splat::Lines& lines);
    /// Until the next take().
    splat::Ground ground() const;

private:
    void read(const ReliefTarget& relief, gl::Size picture);

    unsigned threads_;
    gl::Size size_ = {};
    std::vector<std::uint8_t> relief_, half_relief_;
    std::vector<float> depth_, half_depth_;
    splat::Splatter lines_;
    std::span<const std::uint8_t> rgba_;
};

}  // namespace flowspace
