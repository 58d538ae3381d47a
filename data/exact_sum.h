// A sum that does not depend on order, thread count or what was added and taken away before.
#pragma once

#include <cstdint>
#include <optional>

namespace flowspace {

/// Fixed point while every value fits a decimal scale (scaled / 10^digits, exact); otherwise double-double.
/// Sums of one layer share one representation, so they add exactly.
struct ExactSum {
    std::int64_t scaled = 0;  // used when digits >= 0
    double high = 0;          // used when digits < 0: high + low
    double low = 0;
    std::uint64_t rows = 0;   // 0: no row said anything; not the same as a sum of zero
    std::int8_t digits = -1;  // decimal digits of the fixed point, or -1

    bool operator==(const ExactSum&) const = default;
};

/// Pre: a and b come from one layer, or one of them has no rows. Widens to double-double where the fixed
/// point would overflow.
ExactSum add(const ExactSum& a, const ExactSum& b);

/// The same for a - b. `rows` is the difference of the rows, not below 0: what is left where b is a part of
/// a.
ExactSum subtract(const ExactSum& a, const ExactSum& b);

/// The nearest double: for fixed point, the one nearest to the decimal number, so that it prints back as that
/// number.
double value(const ExactSum& sum);

/// The most digits a fixed point may have: 10^18 is the largest power of ten in 64 bits.
inline constexpr int max_decimal_digits = 18;

/// The fewest digits d >= `at_least` at which `number` is the double nearest to m / 10^d for a whole |m| <=
/// 2^53: the number as a person wrote it. Nothing where there is none up to max_decimal_digits.
std::optional<int> decimal_digits(double number, int at_least);

/// `number` x 10^digits as a whole number; nothing where it leaves 64 bits.
/// Pre: decimal_digits(number, 0) is at most `digits`.
std::optional<std::int64_t> to_fixed(double number, int digits);

/// high + low as the nearest double-double of a + b, error-free for two doubles.
/// Source: Knuth (1969), The Art of Computer Programming 2, 4.2.2, theorem B.
struct DoubleDouble {
    double high = 0;
    double low = 0;
};
DoubleDouble add(DoubleDouble a, DoubleDouble b);

}  // namespace flowspace
