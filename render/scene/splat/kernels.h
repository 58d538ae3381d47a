// The splat kernels that this processor can run. All of them give the same bits.
#pragma once

#include "render/scene/splat/stroke.h"

#include <span>

namespace flowspace::splat {

/// The portable one first, the fastest last.
std::span<const Kernels> kernels();

/// The least light that comes through: below it nothing can be told, and floats become slow.
inline constexpr float least_light = 1e-30f;

}  // namespace flowspace::splat
