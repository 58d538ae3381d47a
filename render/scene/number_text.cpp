#include "render/scene/number_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <string_view>

namespace flowspace {

namespace {

struct Unit {
    double size;
    std::string_view suffix;
};
constexpr std::array units_zh = {Unit{1, ""}, Unit{1e4, "万"}, Unit{1e8, "亿"}, Unit{1e12, "万亿"}};
constexpr std::array units_en = {Unit{1, ""}, Unit{1e3, "k"}, Unit{1e6, "M"}, Unit{1e9, "B"},
                                 Unit{1e12, "T"}};

std::string grouped(std::string digits) {
    const std::size_t first = !digits.empty() && digits[0] == '-' ? 1 : 0;
    if (digits.find('e') != std::string::npos) return digits;
    std::size_t at = std::min(digits.find('.'), digits.size());
    while (at > first + 3) digits.insert(at -= 3, 1, ',');
    return digits;
}

/// Two decimals below 10, one below 100, none above; what rounds up to the next power counts as that power.
std::string three_digits(double magnitude) {
    if (magnitude < 0.01) return fmt::format("{:.3g}", magnitude);
    if (magnitude < 0.1) return fmt::format("{:.4f}", magnitude);
    if (magnitude < 0.9995) return fmt::format("{:.3f}", magnitude);
    if (magnitude < 9.995) return fmt::format("{:.2f}", magnitude);
    if (magnitude < 99.95) return fmt::format("{:.1f}", magnitude);
    return grouped(fmt::format("{:.0f}", magnitude));
}

/// The largest unit in which the rounded number is at least 1.
const Unit& unit_for(double magnitude, std::span<const Unit> units) {
    std::size_t row = units.size() - 1;
    while (row > 0 && magnitude < units[row].size * 0.9995) --row;
    return units[row];
}

}  // namespace

std::string short_number(double value, Language language) {
    if (!std::isfinite(value)) return "–";
    const double magnitude = std::fabs(value);
    const std::string sign = value < 0 ? "-" : "";
    if (magnitude < 1e4 && magnitude == std::floor(magnitude))
        return sign + grouped(fmt::format("{:.0f}", magnitude));
    const std::span<const Unit> units = language == Language::zh ? std::span<const Unit>(units_zh) : units_en;
    const Unit& unit = unit_for(magnitude, units);
    return sign + three_digits(magnitude / unit.size) + std::string(unit.suffix);
}

std::string round_number(double value, Language language) {
    std::string text = short_number(value, language);
    const std::size_t point = text.find('.');
    if (point == std::string::npos) return text;
    std::size_t end = point + 1;
    while (end < text.size() && '0' <= text[end] && text[end] <= '9') ++end;
    std::size_t kept = end;
    while (text[kept - 1] == '0') --kept;
    if (kept == point + 1) kept = point;
    return text.erase(kept, end - kept);
}

std::string exact_number(double value) {
    if (!std::isfinite(value)) return "–";
    if (value == std::floor(value) && std::fabs(value) < 1e15)
        return grouped(fmt::format("{:.0f}", value == 0 ? 0 : value));
    return grouped(fmt::format("{}", value));
}

std::string percent(double share) {
    if (!std::isfinite(share)) return "–";
    if (share == 0) return "0%";
    if (share == 1) return "100%";
    if (share > 0.9995 && share < 1) return ">99.9%";
    if (share > 0 && share < 0.0005) return "<0.1%";
    return fmt::format("{:.1f}%", share * 100);
}

}  // namespace flowspace
