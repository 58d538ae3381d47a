// The splat kernel for processors with AVX2, eight floats at once. Compiled with -mavx2: nothing that other
// files share may be instantiated here.
#include "render/scene/splat/stroke.h"

#if defined(__x86_64__)

#include <immintrin.h>

namespace flowspace::splat {

namespace {

#include "render/scene/splat/quad_sse2.inl"
#include "render/scene/splat/wide_avx2.inl"

/// Lays ink over four px side by side; where `rows` is 3 the last alpha is 0.
template <int rows>
inline void blend_four(float* px, const float* alphas, Quad ink) {
    const __m256 inks = _mm256_broadcast_ps(&ink.v);
    const __m256 four = _mm256_broadcast_ps(reinterpret_cast<const __m128*>(alphas));
    const __m256 shares[2] = {_mm256_permutevar_ps(four, _mm256_setr_epi32(0, 0, 0, 0, 1, 1, 1, 1)),
                              _mm256_permutevar_ps(four, _mm256_setr_epi32(2, 2, 2, 2, 3, 3, 3, 3))};
    for (int pair = 0; pair < 2; ++pair) {
        const __m256 under = _mm256_loadu_ps(px + 8 * pair);
        _mm256_storeu_ps(px + 8 * pair,
                         _mm256_add_ps(under, _mm256_mul_ps(_mm256_sub_ps(inks, under), shares[pair])));
    }
}

#include "render/scene/splat/kernel.inl"

}  // namespace

extern const Kernels avx2_kernels;
const Kernels avx2_kernels = {.name = "avx2", .draw = draw, .lay_over = lay_over};

}  // namespace flowspace::splat

#endif
