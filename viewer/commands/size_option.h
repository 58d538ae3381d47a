// --size WxH of pictures and films.
#pragma once

#include "viewer/export/picture_size.h"

#include <optional>
#include <string>

namespace flowspace {

/// Each side from 1 to 16384; nothing for any other text.
std::optional<PictureSize> parse_size(const std::string& text);
/// What is wrong with it; empty: nothing.
std::string check_size(const std::string& text);

}  // namespace flowspace
