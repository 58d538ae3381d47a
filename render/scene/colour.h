// A colour as screens and files hold it (sRGB, 8 bit), and the sums made with it: linear light, contrast,
// mixing.
#pragma once

#include <array>
#include <cstdint>

namespace flowspace {

struct Colour {
    std::uint8_t r = 0, g = 0, b = 0;  // sRGB
    float alpha = 1;                   // coverage, [0, 1]; not premultiplied

    bool operator==(const Colour&) const = default;
};

/// `rgb`: 0xRRGGBB.
constexpr Colour colour(std::uint32_t rgb, float alpha = 1) {
    return Colour{static_cast<std::uint8_t>(rgb >> 16), static_cast<std::uint8_t>(rgb >> 8),
                  static_cast<std::uint8_t>(rgb), alpha};
}

constexpr Colour with_alpha(Colour colour, float alpha) {
    colour.alpha = alpha;
    return colour;
}

/// r, g, b, alpha in [0, 1], still sRGB encoded: what ImGui and an sRGB-encoded target take.
std::array<float, 4> encoded(Colour colour);

/// r, g, b, alpha in [0, 1] in linear light, not premultiplied.
std::array<float, 4> linear(Colour colour);

/// Linear light back to 8 bit, clamped.
Colour from_linear(const std::array<float, 4>& light);

/// `top` over an opaque `ground`, mixed in the encoded space, as the picture mixes panels and lines.
Colour over(Colour top, Colour ground);

/// Between `a` (0) and `b` (1), encoded space, alpha too.
Colour mix(Colour a, Colour b, float share);

/// Relative luminance in [0, 1] of an opaque colour. Source: WCAG 2.1.
double luminance(Colour colour);

/// Contrast ratio of two opaque colours, 1 to 21. Source: WCAG 2.1.
double contrast(Colour a, Colour b);

/// The colour of lightness [0, 1], chroma and hue in OKLCH; chroma is lowered until it fits sRGB.
/// Source: Ottosson (2020), A perceptual color space for image processing.
struct Oklch {
    double lightness = 0;
    double chroma = 0;
    double hue_deg = 0;
};
Colour from_oklch(Oklch colour);

}  // namespace flowspace
