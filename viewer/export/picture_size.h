// Width and height of a picture that is made as a file.
#pragma once

namespace flowspace {

struct PictureSize {
    int width_px = 1920, height_px = 1080;

    bool operator==(const PictureSize&) const = default;
};

}  // namespace flowspace
