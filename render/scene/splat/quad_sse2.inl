// Four floats at once, by SSE2. Included by the kernels of x86, within an unnamed namespace.
struct Quad {
    static constexpr int count = 4;
    __m128 v;
};
struct QuadMask {
    __m128 v;
};

inline Quad load(const float* from, Quad) { return {_mm_loadu_ps(from)}; }
inline void store(float* to, Quad a) { _mm_storeu_ps(to, a.v); }
inline Quad set(float a, Quad) { return {_mm_set1_ps(a)}; }
inline Quad steps(Quad) { return {_mm_setr_ps(0, 1, 2, 3)}; }
inline Quad operator+(Quad a, Quad b) { return {_mm_add_ps(a.v, b.v)}; }
inline Quad operator-(Quad a, Quad b) { return {_mm_sub_ps(a.v, b.v)}; }
inline Quad operator*(Quad a, Quad b) { return {_mm_mul_ps(a.v, b.v)}; }
inline Quad operator/(Quad a, Quad b) { return {_mm_div_ps(a.v, b.v)}; }
inline Quad root(Quad a) { return {_mm_sqrt_ps(a.v)}; }
inline Quad lesser(Quad a, Quad b) { return {_mm_min_ps(a.v, b.v)}; }
inline Quad greater(Quad a, Quad b) { return {_mm_max_ps(a.v, b.v)}; }
inline Quad absolute(Quad a) { return {_mm_andnot_ps(_mm_set1_ps(-0.0f), a.v)}; }
inline Quad whole(Quad a) {
    const __m128 cut = _mm_cvtepi32_ps(_mm_cvttps_epi32(a.v));
    return {_mm_sub_ps(cut, _mm_and_ps(_mm_cmpgt_ps(cut, a.v), _mm_set1_ps(1)))};
}
inline void store_cut(int* to, Quad a) {
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to), _mm_cvttps_epi32(a.v));
}
inline QuadMask less(Quad a, Quad b) { return {_mm_cmplt_ps(a.v, b.v)}; }
inline QuadMask at_most(Quad a, Quad b) { return {_mm_cmple_ps(a.v, b.v)}; }
inline QuadMask both(QuadMask a, QuadMask b) { return {_mm_and_ps(a.v, b.v)}; }
inline Quad choose(QuadMask mask, Quad a, Quad b) {
    return {_mm_or_ps(_mm_and_ps(mask.v, a.v), _mm_andnot_ps(mask.v, b.v))};
}
inline Quad of_bytes(const std::uint8_t* from) {
    int four = 0;
    __builtin_memcpy(&four, from, sizeof four);
    const __m128i none = _mm_setzero_si128();
    const __m128i bytes = _mm_unpacklo_epi8(_mm_cvtsi32_si128(four), none);
    return {_mm_cvtepi32_ps(_mm_unpacklo_epi16(bytes, none))};
}
/// Cut, and held within a byte.
inline void to_bytes(std::uint8_t* to, Quad a) {
    const __m128i cut = _mm_cvttps_epi32(a.v);
    const __m128i words = _mm_packs_epi32(cut, cut);
    const int four = _mm_cvtsi128_si32(_mm_packus_epi16(words, words));
    __builtin_memcpy(to, &four, sizeof four);
}
/// Turned round: the first of each, then the second of each, ...
inline void store_across(float* to, Quad a, Quad b, Quad c, Quad d) {
    _MM_TRANSPOSE4_PS(a.v, b.v, c.v, d.v);
    _mm_storeu_ps(to, a.v);
    _mm_storeu_ps(to + 4, b.v);
    _mm_storeu_ps(to + 8, c.v);
    _mm_storeu_ps(to + 12, d.v);
}
