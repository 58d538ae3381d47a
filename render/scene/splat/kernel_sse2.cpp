// The splat kernel for every x86-64 processor.
#include "render/scene/splat/stroke.h"

#if defined(__x86_64__)

#include <emmintrin.h>

namespace flowspace::splat {

namespace {

#include "render/scene/splat/quad_sse2.inl"
#include "render/scene/splat/wide_quads.inl"

// After what it needs.
#include "render/scene/splat/kernel.inl"

}  // namespace

extern const Kernels sse2_kernels;
const Kernels sse2_kernels = {.name = "sse2", .draw = draw, .lay_over = lay_over};

}  // namespace flowspace::splat

#endif
