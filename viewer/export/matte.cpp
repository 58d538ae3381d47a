#include "viewer/export/matte.h"

#include <algorithm>

namespace flowspace {
namespace {

/// What a channel of white lets through, of 255, is the part of the ground that shows: the same in each.
int alpha_of(const std::uint8_t* black, const std::uint8_t* white) {
    int through = 0;
    for (int channel = 0; channel < 3; ++channel) through += white[channel] - black[channel];
    return std::clamp(255 - (through + 1) / 3, 0, 255);
}

}  // namespace

Image matte(const Image& on_black, const Image& on_white) {
    Image image{.width_px = on_black.width_px, .height_px = on_black.height_px};
    const std::size_t pixels = on_black.rgb.size() / 3;
    image.rgb.assign(3 * pixels, 0);
    image.alpha.assign(pixels, 0);
    for (std::size_t pixel = 0; pixel < pixels; ++pixel) {
        const std::uint8_t* black = on_black.rgb.data() + 3 * pixel;
        const int alpha = alpha_of(black, on_white.rgb.data() + 3 * pixel);
        if (alpha == 0) continue;
        image.alpha[pixel] = static_cast<std::uint8_t>(alpha);
        for (std::size_t channel = 0; channel < 3; ++channel)
            image.rgb[3 * pixel + channel] =
                static_cast<std::uint8_t>(std::min(255, (black[channel] * 255 + alpha / 2) / alpha));
    }
    return image;
}

Image laid_over_ground(const Image& image, std::uint8_t grey) {
    Image over{.width_px = image.width_px, .height_px = image.height_px, .rgb = image.rgb};
    for (std::size_t at = 0; at < over.rgb.size(); ++at) {
        const int alpha = image.alpha.empty() ? 255 : image.alpha[at / 3];
        over.rgb[at] = static_cast<std::uint8_t>((image.rgb[at] * alpha + grey * (255 - alpha) + 127) / 255);
    }
    return over;
}

}  // namespace flowspace
