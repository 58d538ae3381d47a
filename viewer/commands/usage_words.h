// What the command-line parser says of a wrong option, as this program says it: found, expected, in both
// languages.
#pragma once

#include "render/scene/style.h"

#include <string>
#include <string_view>

namespace flowspace {

/// `said` by CLI11 (or by a check of ours, which it puts the option's name before) in words of ours. What is
/// not known comes back as it is.
std::string usage_words(std::string_view said, Language language);

}  // namespace flowspace
