#include "render/scene/colour.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace flowspace {

namespace {

double to_light(double code) {
    return code <= 0.04045 ? code / 12.92 : std::pow((code + 0.055) / 1.055, 2.4);
}

double to_code(double light) {
    return light <= 0.0031308 ? 12.92 * light : 1.055 * std::pow(light, 1 / 2.4) - 0.055;
}

std::uint8_t to_byte(double code) {
    return static_cast<std::uint8_t>(std::lround(std::clamp(code, 0.0, 1.0) * 255));
}

std::uint8_t mix_byte(std::uint8_t a, std::uint8_t b, float share) {
    return to_byte((a + (static_cast<double>(b) - a) * static_cast<double>(share)) / 255);
}

std::array<double, 3> oklch_to_light(Oklch colour) {
    const double hue_rad = colour.hue_deg * std::numbers::pi / 180;
    const double a = colour.chroma * std::cos(hue_rad), b = colour.chroma * std::sin(hue_rad);
    const double l = std::pow(colour.lightness + 0.3963377774 * a + 0.2158037573 * b, 3);
    const double m = std::pow(colour.lightness - 0.1055613458 * a - 0.0638541728 * b, 3);
    const double s = std::pow(colour.lightness - 0.0894841775 * a - 1.2914855480 * b, 3);
    return {4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
            -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
            -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s};
}

}  // namespace

std::array<float, 4> encoded(Colour colour) {
    return {static_cast<float>(colour.r) / 255, static_cast<float>(colour.g) / 255,
            static_cast<float>(colour.b) / 255, colour.alpha};
}

std::array<float, 4> linear(Colour colour) {
    return {static_cast<float>(to_light(colour.r / 255.0)), static_cast<float>(to_light(colour.g / 255.0)),
            static_cast<float>(to_light(colour.b / 255.0)), colour.alpha};
}

Colour from_linear(const std::array<float, 4>& light) {
    return Colour{to_byte(to_code(static_cast<double>(light[0]))),
                  to_byte(to_code(static_cast<double>(light[1]))),
                  to_byte(to_code(static_cast<double>(light[2]))), light[3]};
}

Colour over(Colour top, Colour ground) {
    return Colour{mix_byte(ground.r, top.r, top.alpha), mix_byte(ground.g, top.g, top.alpha),
                  mix_byte(ground.b, top.b, top.alpha), 1};
}

Colour mix(Colour a, Colour b, float share) {
    return Colour{mix_byte(a.r, b.r, share), mix_byte(a.g, b.g, share), mix_byte(a.b, b.b, share),
                  a.alpha + (b.alpha - a.alpha) * share};
}

double luminance(Colour colour) {
    return 0.2126 * to_light(colour.r / 255.0) + 0.7152 * to_light(colour.g / 255.0) +
           0.0722 * to_light(colour.b / 255.0);
}

double contrast(Colour a, Colour b) {
    const auto [darker, lighter] = std::minmax({luminance(a), luminance(b)});
    return (lighter + 0.05) / (darker + 0.05);
}

Colour from_oklch(Oklch colour) {
    const auto fits = [](const std::array<double, 3>& light) {
        return std::all_of(light.begin(), light.end(),
                           [](double part) { return part >= -1e-4 && part <= 1.0001; });
    };
    std::array<double, 3> light = oklch_to_light(colour);
    for (int step = 0; step < 64 && !fits(light); ++step) {
        colour.chroma *= 0.95;
        light = oklch_to_light(colour);
    }
    return Colour{to_byte(to_code(std::max(light[0], 0.0))), to_byte(to_code(std::max(light[1], 0.0))),
                  to_byte(to_code(std::max(light[2], 0.0))), 1};
}

}  // namespace flowspace
