#include "data/spring_festival.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <cstdlib>

namespace flowspace {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

/// Days after 20 January, from first_festival_year on.
constexpr std::array<std::uint8_t, last_festival_year - first_festival_year + 1> days_after_20_january = {
    28, 17, 7,  25, 14, 4,  23, 11, 29, 19, 8,  26, 16, 5,  24, 13, 1,  20, 10, 28, 17, 7,  26, 14, 3,  22,
    11, 29, 18, 8,  27, 16, 5,  24, 13, 31, 20, 9,  28, 17, 7,  26, 15, 3,  21, 11, 30, 18, 8,  27, 16, 4,
    23, 12, 2,  20, 9,  29, 18, 6,  25, 14, 3,  21, 11, 30, 19, 8,  27, 16, 5,  23, 12, 2,  21, 9,  28, 17,
    6,  24, 14, 3,  22, 11, 30, 19, 8,  26, 15, 4,  23, 12, 2,  21, 10, 28, 17, 6,  25, 13, 3,  22, 12, 30,
    19, 8,  26, 15, 4,  23, 13, 1,  20, 9,  28, 16, 6,  25, 14, 3,  22, 11, 30, 18, 7,  26, 16, 4,  23, 13,
    2,  20, 9,  28, 17, 6,  25, 14, 4,  21, 10, 29, 18, 7,  26, 16, 5,  23, 12, 1,  20};

constexpr std::int64_t day_ms = 86'400'000;

std::optional<sys_days> festival(int year) {
    if (year < first_festival_year || year > last_festival_year) return std::nullopt;
    const auto row = static_cast<std::size_t>(year - first_festival_year);
    return sys_days{std::chrono::year{year} / 1 / 20} + days{days_after_20_january[row]};
}

}  // namespace

std::optional<TimeMs> spring_festival(int year) {
    const std::optional<sys_days> day = festival(year);
    if (!day) return std::nullopt;
    return TimeMs{day->time_since_epoch().count() * day_ms};
}

std::optional<int> days_from_spring_festival(TimeMs time) {
    const std::int64_t ms = count(time);
    const sys_days day{days{ms / day_ms - (ms % day_ms < 0 ? 1 : 0)}};
    const int year = static_cast<int>(std::chrono::year_month_day{day}.year());
    std::optional<int> nearest;
    for (int candidate = year - 1; candidate <= year + 1; ++candidate) {
        const std::optional<sys_days> festival_day = festival(candidate);
        if (!festival_day) {
            if (candidate == year) return std::nullopt;
            continue;
        }
        const auto offset = static_cast<int>((day - *festival_day).count());
        if (!nearest || std::abs(offset) < std::abs(*nearest)) nearest = offset;
    }
    return nearest;
}

}  // namespace flowspace
