// The ground as the processor holds it: the relief read back from OpenGL, whole or at half the size, and the
// lines that are to be laid over it.
#pragma once

#include "render/gl/target.h"
#include "render/scene/splat/lines.h"
#include "render/scene/splat/sheet.h"
#include "render/scene/splat/splatter.h"

#include <cstdint>
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

    /// Reads the relief back and takes over `lines`; none: it has them already. `relief` has the size of the
    /// picture, or half of it.
    void take(const ReliefTarget& relief, gl::Size picture, const splat::Lines& lines);
    /// The relief, until the next take().
    splat::Ground ground() const;
    /// What lies over it before all else.
    const splat::Sheet& lines() const { return lines_; }

private:
    void read(const ReliefTarget& relief, gl::Size picture);

    unsigned threads_;
    gl::Size size_ = {};
    std::vector<std::uint8_t> relief_, half_relief_;
    std::vector<float> depth_, half_depth_;
    splat::Sheet lines_;
};

}  // namespace flowspace
