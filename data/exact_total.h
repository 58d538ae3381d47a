// A running total of exact sums, for loops over many of them.
#pragma once

#include "data/exact_sum.h"

#include <cstdint>

namespace flowspace {

/// The same value as by add() and subtract() one after the other; rows are not counted. Where the
/// representation stays, which is nearly always, only whole numbers are added.
class ExactTotal {
public:
    void add(const ExactSum& one) {
        std::int64_t scaled = 0;
        if (same_point(one) && !__builtin_add_overflow(sum_.scaled, one.scaled, &scaled) &&
            scaled != INT64_MIN)
            sum_.scaled = scaled;
        else
            sum_ = flowspace::add(sum_, one);
    }
    void subtract(const ExactSum& one) {
        std::int64_t scaled = 0;
        if (same_point(one) && !__builtin_sub_overflow(sum_.scaled, one.scaled, &scaled) &&
            scaled != INT64_MIN)
            sum_.scaled = scaled;
        else
            sum_ = flowspace::subtract(sum_, one);
    }
    /// Of what was put in; 0 of nothing.
    double value() const { return flowspace::value(sum_); }

private:
    bool same_point(const ExactSum& one) const { return sum_.digits >= 0 && sum_.digits == one.digits; }

    ExactSum sum_ = {};
};

}  // namespace flowspace
