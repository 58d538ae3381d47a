// What lies on the ground, told apart from it: one picture drawn on black and on white gives its
// transparency.
#pragma once

#include "render/scene/image.h"

#include <cstdint>

namespace flowspace {

/// Of what is drawn over a ground of one colour: the colour and the alpha with which it lies on any ground.
/// Where nothing lies: black, alpha 0. Pre: both of one size, drawn alike.
Image matte(const Image& on_black, const Image& on_white);

/// `image` laid over a ground of one colour.
Image laid_over_ground(const Image& image, std::uint8_t grey);

}  // namespace flowspace
