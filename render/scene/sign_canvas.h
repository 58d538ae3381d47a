// Where signs are painted by the processor: premultiplied px, four bytes each, rows from the bottom up as
// OpenGL has them. Workers paint bands of rows side by side, so no px depends on how many there are.
#pragma once

#include "render/scene/premultiplied.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace flowspace {

/// Rows [top_px, bottom_px) of a picture, counted from above.
struct SignCanvas {
    int width_px = 0, height_px = 0;  // of the whole picture
    int top_px = 0, bottom_px = 0;
    std::span<std::uint8_t> rgba = {};   // of the whole picture
    std::span<const float> ground = {};  // its depths, 0 to 1, rows from the bottom up

    std::size_t first_of(int y) const {
        return static_cast<std::size_t>(height_px - 1 - y) * static_cast<std::size_t>(width_px);
    }
    std::uint8_t* row(int y) const { return rgba.data() + 4 * first_of(y); }
    const float* depths(int y) const { return ground.data() + first_of(y); }
};

/// The px of a canvas whose middles lie in [low, high) of both axes.
struct PxBox {
    int left = 0, top = 0, right = 0, bottom = 0;

    PxBox(const SignCanvas& canvas, float low_x, float low_y, float high_x, float high_y)
        : left(first(low_x, 0, canvas.width_px)),
          top(first(low_y, canvas.top_px, canvas.bottom_px)),
          right(first(high_x, 0, canvas.width_px)),
          bottom(first(high_y, canvas.top_px, canvas.bottom_px)) {}

    bool empty() const { return left >= right || top >= bottom; }

private:
    static int first(float edge, int low, int high) {
        const float px = std::ceil(edge - 0.5f);
        return static_cast<int>(std::clamp(px, static_cast<float>(low), static_cast<float>(high)));
    }
};

/// Of a colour that is premultiplied, each part in [0, 1].
inline std::uint32_t packed_px(float red, float green, float blue, float alpha) {
    const auto byte = [](float part) {
        return static_cast<std::uint32_t>(std::clamp(part, 0.0f, 1.0f) * 255 + 0.5f);
    };
    return byte(red) | byte(green) << 8 | byte(blue) << 16 | byte(alpha) << 24;
}

inline void lay_px(std::uint8_t* px, std::uint32_t top) {
    if (top == 0) return;
    if (top < 0xFF000000U) {
        std::uint32_t under = 0;
        std::memcpy(&under, px, 4);
        top = laid_over(top, under);
    }
    std::memcpy(px, &top, 4);
}

}  // namespace flowspace
