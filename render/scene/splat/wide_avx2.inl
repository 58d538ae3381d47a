// Eight floats at once, by AVX2. Included by the kernels that have it, within an unnamed namespace.
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
inline Wide operator/(Wide a, Wide b) { return {_mm256_div_ps(a.v, b.v)}; }
inline Wide root(Wide a) { return {_mm256_sqrt_ps(a.v)}; }
inline Wide lesser(Wide a, Wide b) { return {_mm256_min_ps(a.v, b.v)}; }
inline Wide greater(Wide a, Wide b) { return {_mm256_max_ps(a.v, b.v)}; }
inline Wide absolute(Wide a) { return {_mm256_andnot_ps(_mm256_set1_ps(-0.0f), a.v)}; }
inline Wide whole(Wide a) { return {_mm256_floor_ps(a.v)}; }
inline void store_cut(int* to, Wide a) {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), _mm256_cvttps_epi32(a.v));
}
/// Pre: `at` holds whole numbers.
inline Wide gather(const float* from, Wide at) {
    return {_mm256_i32gather_ps(from, _mm256_cvttps_epi32(at.v), sizeof(float))};
}
inline WideMask less(Wide a, Wide b) { return {_mm256_cmp_ps(a.v, b.v, _CMP_LT_OQ)}; }
inline WideMask at_most(Wide a, Wide b) { return {_mm256_cmp_ps(a.v, b.v, _CMP_LE_OQ)}; }
inline WideMask both(WideMask a, WideMask b) { return {_mm256_and_ps(a.v, b.v)}; }
inline Wide choose(WideMask mask, Wide a, Wide b) { return {_mm256_blendv_ps(b.v, a.v, mask.v)}; }

/// Turned round: the first of each, then the second of each, ...
inline void store_across(float* to, Wide a, Wide b, Wide c, Wide d) {
    const __m256 ab_low = _mm256_unpacklo_ps(a.v, b.v), ab_high = _mm256_unpackhi_ps(a.v, b.v);
    const __m256 cd_low = _mm256_unpacklo_ps(c.v, d.v), cd_high = _mm256_unpackhi_ps(c.v, d.v);
    const __m256 of_0_4 = _mm256_shuffle_ps(ab_low, cd_low, 0x44);
    const __m256 of_1_5 = _mm256_shuffle_ps(ab_low, cd_low, 0xee);
    const __m256 of_2_6 = _mm256_shuffle_ps(ab_high, cd_high, 0x44);
    const __m256 of_3_7 = _mm256_shuffle_ps(ab_high, cd_high, 0xee);
    _mm256_storeu_ps(to, _mm256_permute2f128_ps(of_0_4, of_1_5, 0x20));
    _mm256_storeu_ps(to + 8, _mm256_permute2f128_ps(of_2_6, of_3_7, 0x20));
    _mm256_storeu_ps(to + 16, _mm256_permute2f128_ps(of_0_4, of_1_5, 0x31));
    _mm256_storeu_ps(to + 24, _mm256_permute2f128_ps(of_2_6, of_3_7, 0x31));
}

inline void turn_eight(const __m256* from, __m256* to) {
    __m256 pairs[8], fours[8];
    for (int i = 0; i < 8; i += 2) {
        pairs[i] = _mm256_unpacklo_ps(from[i], from[i + 1]);
        pairs[i + 1] = _mm256_unpackhi_ps(from[i], from[i + 1]);
    }
    for (int i = 0; i < 8; i += 4)
        for (int part = 0; part < 2; ++part) {
            fours[i + 2 * part] = _mm256_shuffle_ps(pairs[i + part], pairs[i + part + 2], 0x44);
            fours[i + 2 * part + 1] = _mm256_shuffle_ps(pairs[i + part], pairs[i + part + 2], 0xee);
        }
    for (int i = 0; i < 4; ++i) {
        to[i] = _mm256_permute2f128_ps(fours[i], fours[i + 4], 0x20);
        to[i + 4] = _mm256_permute2f128_ps(fours[i], fours[i + 4], 0x31);
    }
}

/// Eight floats of each row: the first of all, then the second of all, ...
inline void turn_in(const float* const* rows, Wide* turned) {
    __m256 from[8], to[8];
    for (int row = 0; row < 8; ++row) from[row] = _mm256_loadu_ps(rows[row]);
    turn_eight(from, to);
    for (int part = 0; part < 8; ++part) turned[part].v = to[part];
}
/// And back.
inline void turn_out(const Wide* turned, float* const* rows) {
    __m256 from[8], to[8];
    for (int part = 0; part < 8; ++part) from[part] = turned[part].v;
    turn_eight(from, to);
    for (int row = 0; row < 8; ++row) _mm256_storeu_ps(rows[row], to[row]);
}

inline __m256 no_ink() { return _mm256_setr_ps(0, 0, 0, 1, 0, 0, 0, 1); }

/// No ink lies on eight px.
inline bool untouched(const float* px) {
    const __m256 bare = no_ink();
    __m256 apart = _mm256_setzero_ps();
    for (int pair = 0; pair < 4; ++pair)
        apart = _mm256_or_ps(apart, _mm256_xor_ps(_mm256_loadu_ps(px + 8 * pair), bare));
    return _mm256_testz_si256(_mm256_castps_si256(apart), _mm256_castps_si256(apart)) != 0;
}
/// Eight px, four bytes each, with all of their alpha.
inline void copy_opaque(const std::uint8_t* from, std::uint8_t* to) {
    const __m256i eight = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to),
                        _mm256_or_si256(eight, _mm256_set1_epi32(static_cast<int>(0xFF000000U))));
}

/// As lay_one() does, where all of eight px let most light through; false where one does not.
inline bool lay_eight_thin(const Wash& wash, float* gathered, const std::uint8_t* ground,
                           std::uint8_t* picture) {
    __m256 light[4], through[4];
    __m256 dense = _mm256_setzero_ps();
    for (int pair = 0; pair < 4; ++pair) {
        light[pair] = _mm256_loadu_ps(gathered + 8 * pair);
        through[pair] = _mm256_permute_ps(light[pair], 0xff);
        dense = _mm256_or_ps(dense, _mm256_cmp_ps(through[pair], _mm256_set1_ps(least_thin), _CMP_LT_OQ));
    }
    if (_mm256_movemask_ps(dense) != 0) return false;
    __m256i parts[4];
    for (int pair = 0; pair < 4; ++pair) {
        _mm256_storeu_ps(gathered + 8 * pair, no_ink());
        const __m128i bytes = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(ground + 8 * pair));
        __m256 under =
            _mm256_mul_ps(_mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(bytes)), _mm256_set1_ps(1.0f / 255.0f));
        if (wash.veil_share != 0.0f)
            under = _mm256_add_ps(
                under,
                _mm256_mul_ps(
                    _mm256_sub_ps(_mm256_broadcast_ps(reinterpret_cast<const __m128*>(wash.veil)), under),
                    _mm256_set1_ps(wash.veil_share)));
        const __m256 mixed = _mm256_add_ps(_mm256_mul_ps(under, through[pair]), light[pair]);
        parts[pair] = _mm256_cvttps_epi32(
            _mm256_add_ps(_mm256_mul_ps(mixed, _mm256_set1_ps(255.0f)), _mm256_set1_ps(0.5f)));
    }
    const __m256i bytes =
        _mm256_packus_epi16(_mm256_packs_epi32(parts[0], parts[1]), _mm256_packs_epi32(parts[2], parts[3]));
    const __m256i eight = _mm256_permutevar8x32_epi32(bytes, _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(picture),
                        _mm256_or_si256(eight, _mm256_set1_epi32(static_cast<int>(0xFF000000U))));
    return true;
}
