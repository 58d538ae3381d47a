// How many places the ends of some pairs can name.
#pragma once

#include "data/ids.h"

#include <algorithm>
#include <cstddef>
#include <span>

namespace flowspace {

/// One more than the largest place at either end; 0 where there are no pairs. `Ends` has origin and
/// destination.
template <class Ends>
std::size_t end_count(std::span<const Ends> pairs) {
    std::size_t count = 0;
    for (const Ends& pair : pairs)
        count = std::max({count, index(pair.origin) + 1, index(pair.destination) + 1});
    return count;
}

}  // namespace flowspace
