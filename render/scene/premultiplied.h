// Pixels of four bytes whose colour is premultiplied, laid over each other in whole numbers.
#pragma once

#include <cstdint>

namespace flowspace {

/// `top` over `under`: red, green, blue and alpha from the low byte. Where rounding would bring a part past
/// 255 it is held there.
inline std::uint32_t laid_over(std::uint32_t top, std::uint32_t under) {
    const std::uint32_t keep = 255 - (top >> 24);
    const std::uint32_t low = (under & 0xFF00FFU) * keep + 0x800080U;
    const std::uint32_t high = (under >> 8 & 0xFF00FFU) * keep + 0x800080U;
    const auto sum = [](std::uint32_t two, std::uint32_t more) {
        const std::uint32_t all =
            (((two + (two >> 8 & 0xFF00FFU)) >> 8) & 0xFF00FFU) + more;  // by 255, rounded
        const std::uint32_t past = all & 0x1000100U;
        return (all | (past - (past >> 8))) & 0xFF00FFU;
    };
    return sum(low, top & 0xFF00FFU) | sum(high, top >> 8 & 0xFF00FFU) << 8;
}

}  // namespace flowspace
