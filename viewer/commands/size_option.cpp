#include "viewer/commands/size_option.h"

#include <fmt/format.h>

#include <charconv>

namespace flowspace {
namespace {

constexpr int most_px = 16384;

}  // namespace

std::optional<PictureSize> parse_size(const std::string& text) {
    PictureSize size;
    const char* end = text.data() + text.size();
    const auto width = std::from_chars(text.data(), end, size.width_px);
    if (width.ec != std::errc{} || width.ptr == end || *width.ptr != 'x') return std::nullopt;
    const auto height = std::from_chars(width.ptr + 1, end, size.height_px);
    if (height.ec != std::errc{} || height.ptr != end) return std::nullopt;
    const bool fits =
        size.width_px >= 1 && size.width_px <= most_px && size.height_px >= 1 && size.height_px <= most_px;
    return fits ? std::optional(size) : std::nullopt;
}

std::string check_size(const std::string& text) {
    if (parse_size(text)) return {};
    return fmt::format("--size: found '{:.40}', expected WIDTHxHEIGHT, each from 1 to {}", text, most_px);
}

}  // namespace flowspace
