#include "data/import/number_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace flowspace {
namespace {

bool is_digit(char one) { return one >= '0' && one <= '9'; }

/// 1,234 or -1,234,567.8: groups of three after the first comma.
bool has_thousands(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    const std::string_view whole = text.substr(0, text.find('.'));
    const std::string_view fraction = text.substr(std::min(whole.size() + 1, text.size()));
    if (!std::ranges::all_of(fraction, is_digit)) return false;
    const std::size_t first = whole.find(',');
    if (first == std::string_view::npos || first == 0 || first > 3) return false;
    if (!std::ranges::all_of(whole.substr(0, first), is_digit)) return false;
    for (std::size_t at = first; at < whole.size(); at += 4) {
        if (whole[at] != ',' || whole.size() < at + 4) return false;
        if (!std::ranges::all_of(whole.substr(at + 1, 3), is_digit)) return false;
    }
    return true;
}

}  // namespace

NumberText parse_number(std::string_view text) {
    if (text.empty() || text == "-") return {{}, "missing-value"};
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (end != text.data() + text.size())
        return {{}, has_thousands(text) ? "thousands-separator" : "bad-number"};
    if (error == std::errc::result_out_of_range) return {{}, "out-of-range"};
    if (error != std::errc{}) return {{}, "bad-number"};
    if (!std::isfinite(number)) return {{}, "not-finite"};
    return {number, {}};
}

}  // namespace flowspace
