// Divides the value of a row with a beginning and an end over the steps between, without losing any of it.
#pragma once

#include "data/time_axis.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace flowspace {

struct SpreadPart {
    TimeMs step = {};  // its start
    double value = 0;
};

inline constexpr std::size_t max_spread_steps = 100'000;  // of one row

/// The steps of `grain` that [from, to) touches, each with value x overlap / (to - from), rounded down in
/// magnitude to six decimals more than the value has (fewer where 2^53 is near); the last step takes the
/// rest, so the parts add up to the value exactly. An interval of no length stands at its start. Nothing
/// where to < from or there are more than max_spread_steps. Pre: grain is not none.
std::optional<std::vector<SpreadPart>> spread_value(double value, Grain grain, TimeMs from, TimeMs to);

/// The steps that a row with times of `grain` is spread over: hours for clock times.
Grain spread_grain(Grain grain);

}  // namespace flowspace
