// The middle of some numbers.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace flowspace {

/// Of two in the middle their mean. Pre: `values` is not empty and holds no NaN.
inline double median(std::vector<double> values) {
    std::ranges::sort(values);
    const std::size_t upper = values.size() / 2, lower = values.size() - upper - 1;
    return (values[lower] + values[upper]) / 2;
}

}  // namespace flowspace
