// What kernels whose widest vector is a Quad do by Quads. Included by them.
using Wide = Quad;

/// Lays ink over `rows` px side by side.
template <int rows>
inline void blend_four(float* px, const float* alphas, Quad ink) {
    for (int row = 0; row < rows; ++row, px += 4) {
        const Quad under = load(px, Quad{});
        store(px, under + (ink - under) * set(alphas[row], Quad{}));
    }
}

/// Pre: `at` holds whole numbers.
inline Wide gather(const float* from, Wide at) {
    int rows[4];
    store_cut(rows, at);
    const float found[4] = {from[rows[0]], from[rows[1]], from[rows[2]], from[rows[3]]};
    return load(found, Quad{});
}

/// Eight floats of each of four rows: the first of all, then the second of all, ...
inline void turn_in(const float* const* rows, Wide* turned) {
    for (int half = 0; half < 8; half += 4) {
        float across[16];
        store_across(across, load(rows[0] + half, Quad{}), load(rows[1] + half, Quad{}),
                     load(rows[2] + half, Quad{}), load(rows[3] + half, Quad{}));
        for (int part = 0; part < 4; ++part) turned[half + part] = load(across + 4 * part, Quad{});
    }
}
/// And back.
inline void turn_out(const Wide* turned, float* const* rows) {
    for (int half = 0; half < 8; half += 4) {
        float across[16];
        store_across(across, turned[half], turned[half + 1], turned[half + 2], turned[half + 3]);
        for (int row = 0; row < 4; ++row) store(rows[row] + half, load(across + 4 * row, Quad{}));
    }
}

/// No ink lies on eight px.
inline bool untouched(const float* px) {
    const float none[4] = {0, 0, 0, 1};
    std::uint64_t bare[2] = {}, two[16] = {}, apart = 0;
    __builtin_memcpy(bare, none, sizeof bare);
    __builtin_memcpy(two, px, sizeof two);
    for (int at = 0; at < 16; at += 2) apart |= (two[at] ^ bare[0]) | (two[at + 1] ^ bare[1]);
    return apart == 0;
}
/// Eight px, four bytes each, with all of their alpha.
inline void copy_opaque(const std::uint8_t* from, std::uint8_t* to) {
    __builtin_memcpy(to, from, 32);
    for (int at = 3; at < 32; at += 4) to[at] = 255;
}
/// Left to lay_one().
inline bool lay_eight_thin(const Wash& /*wash*/, float* /*gathered*/, const std::uint8_t* /*ground*/,
                           std::uint8_t* /*picture*/) {
    return false;
}
