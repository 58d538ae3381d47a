#include "data/exact_sum.h"

#include <array>
#include <cassert>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <string>

namespace flowspace {
namespace {

constexpr double exact_limit = 9007199254740992.0;  // 2^53: whole numbers up to here are doubles

constexpr std::array<double, 19> power_of_ten = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8, 1e9,
                                                 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18};

constexpr std::int64_t whole_power_of_ten(int exponent) {
    std::int64_t power = 1;
    for (int i = 0; i < exponent; ++i) power *= 10;
    return power;
}

DoubleDouble two_sum(double a, double b) {
    const double sum = a + b;
    const double part = sum - a;
    return {sum, (a - (sum - part)) + (b - part)};
}

DoubleDouble quick_two_sum(double a, double b) {  // Pre: |a| >= |b|
    const double sum = a + b;
    return {sum, b - (sum - a)};
}

/// scaled / 10^digits to about 106 bits.
DoubleDouble widen(std::int64_t scaled, int digits) {
    const std::int64_t top =
        scaled / (std::int64_t{1} << 32) * (std::int64_t{1} << 32);  // both halves are doubles
    const DoubleDouble whole = two_sum(static_cast<double>(top), static_cast<double>(scaled - top));
    const double divisor = power_of_ten[static_cast<std::size_t>(digits)];
    const double first = whole.high / divisor;
    const double rest = std::fma(-first, divisor, whole.high) + whole.low;
    return quick_two_sum(first, rest / divisor);
}

DoubleDouble widen(const ExactSum& sum) {
    return sum.digits < 0 ? DoubleDouble{sum.high, sum.low} : widen(sum.scaled, sum.digits);
}

bool is_nothing(const ExactSum& sum) {
    return sum.rows == 0 && sum.scaled == 0 && sum.high == 0 && sum.low == 0;
}

ExactSum negated(ExactSum sum) {
    if (sum.digits >= 0) {
        assert(sum.scaled != INT64_MIN);
        sum.scaled = -sum.scaled;
    }
    sum.high = -sum.high;
    sum.low = -sum.low;
    return sum;
}

ExactSum joined(const ExactSum& a, const ExactSum& b, std::uint64_t rows) {
    ExactSum sum;
    sum.rows = rows;
    if (a.digits >= 0 && a.digits == b.digits && !__builtin_add_overflow(a.scaled, b.scaled, &sum.scaled) &&
        sum.scaled != INT64_MIN) {
        sum.digits = a.digits;
        return sum;
    }
    const DoubleDouble wide = add(widen(a), widen(b));
    sum.scaled = 0;
    sum.high = wide.high;
    sum.low = wide.low;
    return sum;
}

}  // namespace

DoubleDouble add(DoubleDouble a, DoubleDouble b) {
    DoubleDouble high = two_sum(a.high, b.high);
    const DoubleDouble low = two_sum(a.low, b.low);
    high = quick_two_sum(high.high, high.low + low.high);
    return quick_two_sum(high.high, high.low + low.low);
}

ExactSum add(const ExactSum& a, const ExactSum& b) {
    if (is_nothing(a)) return b;
    if (is_nothing(b)) return a;
    return joined(a, b, a.rows + b.rows);
}

ExactSum subtract(const ExactSum& a, const ExactSum& b) {
    const std::uint64_t rows = a.rows > b.rows ? a.rows - b.rows : 0;
    if (is_nothing(b)) return a;
    ExactSum sum = negated(b);
    sum.rows = rows;
    return is_nothing(a) ? sum : joined(a, sum, rows);
}

double value(const ExactSum& sum) {
    if (sum.digits < 0) return sum.high + sum.low;
    if (std::llabs(sum.scaled) <= static_cast<std::int64_t>(exact_limit))
        return static_cast<double>(sum.scaled) / power_of_ten[static_cast<std::size_t>(sum.digits)];
    const std::string text = std::to_string(sum.scaled) + "e-" + std::to_string(sum.digits);
    double nearest = 0;
    std::from_chars(text.data(), text.data() + text.size(), nearest);
    return nearest;
}

std::optional<int> decimal_digits(double number, int at_least) {
    for (int digits = at_least; digits <= max_decimal_digits; ++digits) {
        const double power = power_of_ten[static_cast<std::size_t>(digits)];
        const double whole = std::nearbyint(number * power);
        if (!(std::abs(whole) <= exact_limit)) return std::nullopt;
        if (whole / power == number) return digits;
    }
    return std::nullopt;
}

std::optional<std::int64_t> to_fixed(double number, int digits) {
    const double power = power_of_ten[static_cast<std::size_t>(digits)];
    const double whole = std::nearbyint(number * power);
    if (std::abs(whole) <= exact_limit && whole / power == number) return static_cast<std::int64_t>(whole);
    const std::optional<int> own = decimal_digits(number, 0);  // large: few digits of its own, then zeros
    if (!own || *own > digits) return std::nullopt;
    const auto small =
        static_cast<std::int64_t>(std::nearbyint(number * power_of_ten[static_cast<std::size_t>(*own)]));
    std::int64_t scaled = 0;
    if (__builtin_mul_overflow(small, whole_power_of_ten(digits - *own), &scaled)) return std::nullopt;
    return scaled;
}

}  // namespace flowspace
