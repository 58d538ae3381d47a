// Steps of time folded by a calendar: by hour of day, weekday, month, or days from the Spring Festival.
#pragma once

#include "data/exact_sum.h"
#include "data/result.h"
#include "data/time_axis.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace flowspace {

enum class Fold : std::uint8_t { none, hour, weekday, month, lunar };

std::string_view key(Fold fold);
std::optional<Fold> parse_fold(std::string_view text);

/// Why the axis cannot be folded so; nothing where it can. A step must lie in one bin: the table's times are
/// at least as fine, and for lunar days every year's Spring Festival is known.
std::optional<Error> cannot_fold(Fold fold, const TimeAxis& axis);

/// Hour 0 to 23, weekday 1 (Monday) to 7, month 1 to 12, or days from the nearest Spring Festival.
/// Pre: cannot_fold gives nothing for an axis that holds `start`; fold is not none.
std::int64_t fold_bin(Fold fold, TimeMs start);

struct FoldBin {
    std::int64_t bin = 0;
    ExactSum sum = {};        // over the steps that said anything
    std::uint64_t steps = 0;  // that said anything: sum / steps is the bin's mean
};
/// Ascending by bin; bins of which no step in `window` said anything are left out. `steps`: one per step of
/// the axis.
std::vector<FoldBin> folded(Fold fold, const TimeAxis& axis, std::span<const ExactSum> steps, Window window);

}  // namespace flowspace
