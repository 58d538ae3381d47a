// Numbers as tables write them: read strictly, without a locale, and never guessed.
#pragma once

#include <optional>
#include <string_view>

namespace flowspace {

/// A finite number, or the code of what is wrong: missing-value (empty or "-"), not-finite (nan, inf),
/// out-of-range (1e400, 1e-400), thousands-separator (1,234), bad-number (anything else, +5, blanks and 0x10
/// included).
struct NumberText {
    std::optional<double> value = {};
    std::string_view code = {};
};

NumberText parse_number(std::string_view text);

inline constexpr std::string_view number_forms =
    "a number such as 1234.5 (point as decimal mark, no separators)";

}  // namespace flowspace
