// A sum that does not depend on order, thread count or what was added and taken away before.
#pragma once

#include <cstdint>

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
ExactSum subtract(const ExactSum& a, const ExactSum& b);

/// The nearest double: for fixed point, the one nearest to the decimal number, so that it prints back as that
/// number.
double value(const ExactSum& sum);

}  // namespace flowspace
