#include "data/import/spread_value.h"

#include "data/exact_sum.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace flowspace {
namespace {

constexpr int extra_digits = 6;

/// The decimals the parts are rounded to; nothing where the value is no short decimal.
std::optional<int> part_digits(double value) {
    const std::optional<int> own = decimal_digits(value, 0);
    if (!own) return std::nullopt;
    for (int digits = std::min(*own + extra_digits, max_decimal_digits); digits >= *own; --digits)
        if (std::abs(value) * std::pow(10.0, digits) < 9e15) return digits;
    return std::nullopt;
}

double from_fixed(std::int64_t scaled, int digits) {
    return value(ExactSum{.scaled = scaled, .rows = 1, .digits = static_cast<std::int8_t>(digits)});
}

}  // namespace

Grain spread_grain(Grain grain) { return std::min(grain, Grain::hour); }

std::optional<std::vector<SpreadPart>> spread_value(double value, Grain grain, TimeMs from, TimeMs to) {
    if (to < from) return std::nullopt;
    if (to == from) return std::vector<SpreadPart>{{step_start(grain, from), value}};
    const std::optional<int> digits = part_digits(value);
    const std::int64_t whole = digits ? to_fixed(value, *digits).value_or(0) : 0;
    const std::int64_t length = count(to) - count(from);
    std::int64_t fixed_left = whole;
    double left = value;
    std::vector<SpreadPart> parts;
    for (TimeMs step = step_start(grain, from); step < to; step = step_end(grain, step)) {
        if (parts.size() == max_spread_steps) return std::nullopt;
        const TimeMs end = step_end(grain, step);
        const std::int64_t overlap = std::min(count(end), count(to)) - std::max(count(step), count(from));
        const bool last = end >= to;
        double part = left;
        if (digits) {
            __extension__ using Wide = __int128;
            const auto scaled = static_cast<std::int64_t>(static_cast<Wide>(whole) * overlap / length);
            part = from_fixed(last ? fixed_left : scaled, *digits);
            fixed_left -= scaled;
        } else if (!last) {
            part = value * (static_cast<double>(overlap) / static_cast<double>(length));
            left -= part;
        }
        parts.push_back({step, part});
    }
    return parts;
}

}  // namespace flowspace
