// Sums of values as a person would add them up: as decimals where they are decimals.
#pragma once

#include "data/exact_sum.h"

#include <cstdint>

namespace flowspace {

/// Rows and what their values add up to.
struct Volume {
    std::uint64_t rows = 0;
    ExactSum value = {};

    bool operator==(const Volume&) const = default;
};

/// One row more. Exact while every number is a decimal of at most 18 digits after the point and the sum fits
/// 64 bits; past that double-double.
void add_row(Volume& volume, double number);

}  // namespace flowspace
