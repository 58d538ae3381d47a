// The splat kernel for processors with AVX2, eight floats at once. Compiled with -mavx2: nothing that other
// files share may be instantiated here.
#include "render/scene/splat/stroke.h"

#if defined(__x86_64__)

#include <immintrin.h>

namespace flowspace::splat {

namespace {

#include "render/scene/splat/quad_sse2.inl"

struct Wide {
    static constexpr int count = 8;
    __m256 v;
};
struct WideMask {
    __m256 v;
};

inline Wide load(const float* from, Wide) { return {_mm256_loadu_ps(from)}; }
inline void store(float* to, Wide a) { _mm256_storeu_ps(to, a.v); }
inline Wide set(float a, Wide) { return {_mm256_set1_ps(a)}; }
inline Wide steps(Wide) { return {_mm256_setr_ps(0, 1, 2, 3, 4, 5, 6, 7)}; }
inline Wide operator+(Wide a, Wide b) { return {_mm256_add_ps(a.v, b.v)}; }
inline Wide operator-(Wide a, Wide b) { return {_mm256_sub_ps(a.v, b.v)}; }
inline Wide operator*(Wide a, Wide b) { return {_mm256_mul_ps(a.v, b.v)}; }
inline Wide lesser(Wide a, Wide b) { return {_mm256_min_ps(a.v, b.v)}; }
inline Wide greater(Wide a, Wide b) { return {_mm256_max_ps(a.v, b.v)}; }
inline Wide absolute(Wide a) { return {_mm256_andnot_ps(_mm256_set1_ps(-0.0f), a.v)}; }
inline Wide whole(Wide a) {  // not _mm256_floor_ps: it keeps the sign of -0
    const __m256 cut = _mm256_cvtepi32_ps(_mm256_cvttps_epi32(a.v));
    return {_mm256_sub_ps(cut, _mm256_and_ps(_mm256_cmp_ps(cut, a.v, _CMP_GT_OQ), _mm256_set1_ps(1)))};
}
inline void store_cut(int* to, Wide a) {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), _mm256_cvttps_epi32(a.v));
}
inline WideMask less(Wide a, Wide b) { return {_mm256_cmp_ps(a.v, b.v, _CMP_LT_OQ)}; }
inline WideMask at_most(Wide a, Wide b) { return {_mm256_cmp_ps(a.v, b.v, _CMP_LE_OQ)}; }
inline WideMask both(WideMask a, WideMask b) { return {_mm256_and_ps(a.v, b.v)}; }
inline Wide choose(WideMask mask, Wide a, Wide b) { return {_mm256_blendv_ps(b.v, a.v, mask.v)}; }

#include "render/scene/splat/kernel.inl"

}  // namespace

extern const Kernels avx2_kernels;
const Kernels avx2_kernels = {.name = "avx2", .draw = draw, .lay_over = lay_over};

}  // namespace flowspace::splat

#endif
