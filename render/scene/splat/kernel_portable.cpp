// The splat kernel without any instruction set: what the others must equal to the bit.
#include "render/scene/splat/stroke.h"

namespace flowspace::splat {

namespace {

struct Quad {
    static constexpr int count = 4;
    float v[4];
};
struct QuadMask {
    bool v[4];
};

template <class Each>
inline Quad each(Each&& of) {
    return {{of(0), of(1), of(2), of(3)}};
}

inline Quad load(const float* from, Quad) {
    return each([=](int i) { return from[i]; });
}
inline void store(float* to, Quad a) {
    for (int i = 0; i < 4; ++i) to[i] = a.v[i];
}
inline Quad set(float a, Quad) { return {{a, a, a, a}}; }
inline Quad steps(Quad) { return {{0, 1, 2, 3}}; }
inline Quad operator+(Quad a, Quad b) {
    return each([&](int i) { return a.v[i] + b.v[i]; });
}
inline Quad operator-(Quad a, Quad b) {
    return each([&](int i) { return a.v[i] - b.v[i]; });
}
inline Quad operator*(Quad a, Quad b) {
    return each([&](int i) { return a.v[i] * b.v[i]; });
}
inline Quad operator/(Quad a, Quad b) {
    return each([&](int i) { return a.v[i] / b.v[i]; });
}
inline Quad root(Quad a) {
    return each([&](int i) { return __builtin_sqrtf(a.v[i]); });
}
inline Quad lesser(Quad a, Quad b) {
    return each([&](int i) { return a.v[i] < b.v[i] ? a.v[i] : b.v[i]; });
}
inline Quad greater(Quad a, Quad b) {
    return each([&](int i) { return a.v[i] > b.v[i] ? a.v[i] : b.v[i]; });
}
inline Quad absolute(Quad a) {
    return each([&](int i) { return __builtin_fabsf(a.v[i]); });
}
inline Quad whole(Quad a) {
    return each([&](int i) {
        const float cut = static_cast<float>(static_cast<int>(a.v[i]));
        return cut - (cut > a.v[i] ? 1.0f : 0.0f);
    });
}
/// Pre: whole numbers.
inline void store_cut(int* to, Quad a) {
    for (int i = 0; i < 4; ++i) to[i] = static_cast<int>(a.v[i]);
}
/// Turned round: the first of each, then the second of each, ...
inline void store_across(float* to, Quad a, Quad b, Quad c, Quad d) {
    for (int i = 0; i < 4; ++i, to += 4) store(to, Quad{{a.v[i], b.v[i], c.v[i], d.v[i]}});
}
inline QuadMask less(Quad a, Quad b) {
    return {{a.v[0] < b.v[0], a.v[1] < b.v[1], a.v[2] < b.v[2], a.v[3] < b.v[3]}};
}
inline QuadMask at_most(Quad a, Quad b) {
    return {{a.v[0] <= b.v[0], a.v[1] <= b.v[1], a.v[2] <= b.v[2], a.v[3] <= b.v[3]}};
}
inline QuadMask both(QuadMask a, QuadMask b) {
    return {{a.v[0] && b.v[0], a.v[1] && b.v[1], a.v[2] && b.v[2], a.v[3] && b.v[3]}};
}
inline Quad choose(QuadMask mask, Quad a, Quad b) {
    return each([&](int i) { return mask.v[i] ? a.v[i] : b.v[i]; });
}
inline Quad of_bytes(const std::uint8_t* from) {
    return each([=](int i) { return static_cast<float>(from[i]); });
}
/// Cut, and held within a byte.
inline void to_bytes(std::uint8_t* to, Quad a) {
    for (int i = 0; i < 4; ++i) {
        const int cut = static_cast<int>(a.v[i]);
        to[i] = static_cast<std::uint8_t>(cut < 0 ? 0 : cut > 255 ? 255 : cut);
    }
}

#include "render/scene/splat/wide_quads.inl"

// After what it needs.
#include "render/scene/splat/kernel.inl"

}  // namespace

extern const Kernels portable_kernels;
const Kernels portable_kernels = {.name = "portable", .draw = draw, .lay_over = lay_over};

}  // namespace flowspace::splat
