// Dates and clocks as people write them, read from left to right. Used by time_text only.
#pragma once

#include "data/import/time_text.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace flowspace {

/// What stands in the text: fields that are not there are 0.
struct ScannedTime {
    int year = 0, month = 0, week = 0, day = 0;
    Grain grain = Grain::none;  // none: nothing was read
    std::int64_t clock_ms = 0;
    bool has_zone = false;
    int zone_minutes = 0;
    bool day_or_month_first = false;     // day, month, year in one of two orders, ...
    std::optional<DayOrder> order = {};  // ... which the numbers themselves decide: 25/04/2020
    std::string_view code = {};          // why nothing was read, where there is more to say than bad-time
};

/// Every form of TimeForms::any but ranges; `order` is for dates that could be read two ways.
ScannedTime scan_time(std::string_view text, DayOrder order);

/// Milliseconds of a day: the moment and its grain, where the date exists.
std::optional<ParsedTime> to_parsed(const ScannedTime& scanned);

/// hour for full hours, minute, or second.
Grain clock_grain(std::int64_t clock_ms);

}  // namespace flowspace
