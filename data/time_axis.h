// Times: the grain of a table, its steps, and half-open windows. Integer milliseconds, so that nothing is
// rounded.
#pragma once

#include "data/result.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

/// Milliseconds since 1970-01-01T00:00 of the table's own clock (a zone given in the table is kept beside it,
/// not mixed in).
enum class TimeMs : std::int64_t {};

constexpr std::int64_t count(TimeMs time) { return static_cast<std::int64_t>(time); }

enum class Grain : std::uint8_t {
    none,
    year,
    month,
    week,
    day,
    hour,
    minute,
    second
};  // none: a table without times

/// A half-open range of time: a row counts when its start lies in [from, to).
struct Window {
    TimeMs from = TimeMs{std::numeric_limits<std::int64_t>::min()};
    TimeMs to = TimeMs{std::numeric_limits<std::int64_t>::max()};

    bool operator==(const Window&) const = default;
};

/// The steps that have rows, ascending. Where a step's end is before the next start, there is a gap: nothing
/// was published.
struct TimeAxis {
    Grain grain = Grain::none;
    std::vector<TimeMs> starts = {};  // one (TimeMs{0}) for a table without times

    std::size_t size() const { return starts.size(); }
};

/// The first moment after the step of `grain` that begins at `start`. Calendar-true for years and months;
/// weeks are ISO 8601.
TimeMs step_end(Grain grain, TimeMs start);

/// The start of the step of `grain` that holds `time`.
TimeMs step_start(Grain grain, TimeMs time);

/// Steps [first, last) of `axis` whose start lies in `window`.
struct StepRange {
    std::size_t first = 0;
    std::size_t last = 0;

    bool operator==(const StepRange&) const = default;
};
StepRange steps_in(const TimeAxis& axis, Window window);

struct ParsedTime {
    TimeMs start = {};
    Grain grain = Grain::none;
    bool has_zone = false;
    int zone_minutes = 0;  // east positive; `start` is the clock time as written
};

inline constexpr std::string_view time_forms =
    "2020, 2020-01, 2020-W03, 2020-01-25 or 2020-01-25T13:00[:00][Z|+08:00]";

/// `2020`, `2020-01`, `2020-W03`, `2020-01-25`, `2020-01-25T13:00[:00][Z|+08:00]`. A clock time on the full
/// hour has the grain hour, on the full minute minute. Errors say what was found and expected.
Result<ParsedTime> parse_time(std::string_view text);

/// The same forms back, with no zone; parse_time(format_time(g, t)) gives t where t is the start of a step of
/// g. Empty for a table without times.
std::string format_time(Grain grain, TimeMs time);

std::string_view key(Grain grain);

}  // namespace flowspace
