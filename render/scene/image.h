// A picture in memory, and how it reaches a file whole.
#pragma once

#include "data/result.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace flowspace {

struct Image {
    int width_px = 0;
    int height_px = 0;
    std::vector<std::uint8_t> rgb = {};    // 3 bytes a pixel, rows from the top
    std::vector<std::uint8_t> alpha = {};  // a byte a pixel, colours not multiplied by it; empty: opaque

    bool operator==(const Image&) const = default;
};

/// sRGB-tagged PNG, written as temporary + fsync + rename: the old file or the new one, never half of it.
/// `texts`: keyword and text chunks (Title, Source, Software), in order.
Result<std::filesystem::path> write_png(const Image& image, const std::filesystem::path& path,
                                        const std::vector<std::pair<std::string, std::string>>& texts);

Result<Image> read_png(const std::filesystem::path& path);

}  // namespace flowspace
