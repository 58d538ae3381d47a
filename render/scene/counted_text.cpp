#include "render/scene/counted_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <vector>

namespace flowspace {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

struct Number {
    double value = 0;
    int decimals = 0;
    bool separated = false;  // by commas at thousands
};

struct Parsed {
    std::vector<std::string> words = {};  // one more than numbers: before, between and after them
    std::vector<Number> numbers = {};
};

/// Three digits follow, and then no fourth.
bool goes_on(std::string_view text, std::size_t comma) {
    const auto digit = [&](std::size_t at) { return at < text.size() && is_digit(text[at]); };
    return text[comma] == ',' && digit(comma + 1) && digit(comma + 2) && digit(comma + 3) &&
           !digit(comma + 4);
}

/// `at`: of its first digit; afterwards behind its last.
Number read_number(std::string_view text, std::size_t& at) {
    Number number;
    std::string digits;
    while (at < text.size() && (is_digit(text[at]) || goes_on(text, at))) {
        number.separated = number.separated || text[at] == ',';
        if (text[at] != ',') digits += text[at];
        ++at;
    }
    if (at + 1 < text.size() && text[at] == '.' && is_digit(text[at + 1])) {
        digits += text[at++];
        for (; at < text.size() && is_digit(text[at]); ++at, ++number.decimals) digits += text[at];
    }
    number.value = std::strtod(digits.c_str(), nullptr);
    return number;
}

Parsed parsed(std::string_view text) {
    Parsed parts{.words = {""}};
    for (std::size_t at = 0; at < text.size();) {
        if (!is_digit(text[at])) {
            parts.words.back() += text[at++];
            continue;
        }
        parts.numbers.push_back(read_number(text, at));
        parts.words.emplace_back();
    }
    return parts;
}

std::string written(double value, int decimals, bool separated) {
    std::string text = fmt::format("{:.{}f}", value, decimals);
    if (!separated) return text;
    const std::size_t whole = text.find('.') == std::string::npos ? text.size() : text.find('.');
    for (std::size_t at = whole; at > 3; at -= 3) text.insert(at - 3, ",");
    return text;
}

}  // namespace

std::optional<std::string> counted(std::string_view before, std::string_view after, double share) {
    const Parsed from = parsed(before), to = parsed(after);
    if (from.words != to.words || to.numbers.empty()) return std::nullopt;
    if (share <= 0) return std::string(before);
    if (share >= 1) return std::string(after);
    std::string text = to.words.front();
    for (std::size_t row = 0; row < to.numbers.size(); ++row) {
        const Number &one = from.numbers[row], &other = to.numbers[row];
        text += written(one.value + (other.value - one.value) * share, std::max(one.decimals, other.decimals),
                        one.separated || other.separated);
        text += to.words[row + 1];
    }
    return text;
}

std::string counted_or_switched(const std::string& before, const std::string& after, double share) {
    if (auto text = counted(before, after, share)) return std::move(*text);
    return share < 0.5 ? before : after;
}

}  // namespace flowspace
