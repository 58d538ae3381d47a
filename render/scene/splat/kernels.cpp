#include "render/scene/splat/kernels.h"

#include <array>
#include <cstddef>

namespace flowspace::splat {

extern const Kernels portable_kernels;
#if defined(__x86_64__)
extern const Kernels sse2_kernels;
extern const Kernels avx2_kernels;
#endif

namespace {

struct Found {
    std::array<Kernels, 3> all = {};
    std::size_t count = 0;

    Found() {
        all[count++] = portable_kernels;
#if defined(__x86_64__)
        all[count++] = sse2_kernels;
        if (__builtin_cpu_supports("avx2")) all[count++] = avx2_kernels;
#endif
    }
};

}  // namespace

std::span<const Kernels> kernels() {
    static const Found found;
    return {found.all.data(), found.count};
}

}  // namespace flowspace::splat
