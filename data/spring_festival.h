// The dates of the Spring Festival (the first day of the lunar year), and days counted from the nearest one.
#pragma once

#include "data/time_axis.h"

#include <optional>

namespace flowspace {

inline constexpr int first_festival_year = 1950;
inline constexpr int last_festival_year = 2100;

/// The day of the Spring Festival in a year, at 00:00; nothing outside 1950 to 2100.
/// Source: rules of GB/T 33661-2017 with the new moons of Meeus (1998), Astronomical Algorithms, ch. 49;
/// equal to the published almanacs.
std::optional<TimeMs> spring_festival(int year);

/// Days from the nearest Spring Festival to the day of `time`: 0 on the day itself, -1 on the eve, at most
/// about 192 either way. At the same distance the earlier festival counts. Nothing outside the years known.
std::optional<int> days_from_spring_festival(TimeMs time);

}  // namespace flowspace
