// What arc.vert, arc.frag and composite.frag draw, said once more in the plainest way: triangle by triangle,
// px by px, in double precision. Slow; what the splatter is held against.
#pragma once

#include "render/scene/arc_look.h"
#include "render/scene/arc_picture.h"
#include "render/scene/splat/splatter.h"

#include <span>
#include <vector>

namespace flowspace::testing {

/// 3 values a px in [0, 255], not rounded; rows from the bottom up.
std::vector<double> drawn_plainly(const ArcPicture& picture, std::span<const ArcLook> looks,
                                  const splat::Ground& ground, const splat::Moment& moment);

}  // namespace flowspace::testing
