// Times as tables write them: read strictly by a declared dialect; never by the machine's zone or locale.
#pragma once

#include "data/import/import_plan.h"
#include "data/time_axis.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace flowspace {

/// A time, or the code of what is wrong: ambiguous-date (03/04/2020 with no order declared, a year of two
/// digits, 2020.10, a serial such as 2020 that may be a year), missing-year (1月25日), unknown-grain
/// (quarters, half-years, ten days of a month), ambiguous-zone (CST), excel-date (43831 undeclared), bad-time
/// (anything else).
struct TimeText {
    std::optional<ParsedTime> time = {};  // has_zone where the text names one, or it is Unix time (UTC)
    std::optional<TimeMs> end = {};       // of a range: the first moment after it, later than the start
    std::string_view code = {};
    bool is_whole_serial = false;  // 43831: a day, or its midnight where the column holds clock times
    bool is_midnight = false;  // a clock read as its day (midnight_is_day): a day while no other clock stands
                               // in the column, else that midnight
};

/// TimeForms::iso: the forms of parse_time, ranges of two of them (2020-01-01/2020-01-31), and serials and
/// Unix times where declared; all else is bad-time. TimeForms::any adds what has one meaning:
///   2020/1/25, 2020.1.25, 2020-1-5, 20200125, 202001, 2020/1, 2020年1月25日, 2020年1月, 2020年, 25 Jan 2020,
///   2020W03, 2020年第3周 (ISO 8601 weeks), 25/04/2020, and 03/04/2020 by the declared order,
///   a clock after a day: T or a blank, 13:00[:00[.000]], 1:00 PM, 13时, 13时05分07秒, 202001251300[00],
///   a zone after a clock: Z, UTC, GMT, +08:00, +0800, +08, UTC+8,
///   and ranges of two of these with ~ or 至.
/// Milliseconds stay in `start` and finer parts are left away; the grain is second then. Clocks on the full
/// hour have the grain hour. A declared order that the numbers contradict (25/04/2020 where the month comes
/// first) is bad-time.
/// Excel's serials: 1900-01-01 is 1, and 60 is the day 1900-02-29 that never was: bad-time. Fractions are
/// rounded to the millisecond.
TimeText parse_time_text(std::string_view text, const TimeDialect& dialect);

/// The first moment after a range whose last time is `last`: years to days are part of the range, a clock
/// time is where it ends.
TimeMs range_end(const ParsedTime& last);

/// What the dialect takes, in English.
std::string_view time_forms_of(const TimeDialect& dialect);

/// What only the user can say of a column of times.
enum class TimeQuestion : std::uint8_t {
    none,
    day_order,      // 03/04/2020, or days and months in both orders
    excel_serials,  // 43831
    unix_time,      // 1579910400
    grain           // days and months in one column
};

/// How a column's times seem to be written. A proposal; what the question is about is not declared in it.
struct TimeGuess {
    TimeDialect dialect = {};   // TimeForms::iso where that reads at least half of the samples
    Grain grain = Grain::none;  // the finest clock, else the grain of most samples
    TimeQuestion question = TimeQuestion::none;
    std::string evidence = {};  // the sample that decided, or that leaves it open; empty: all are plain
    std::size_t read = 0;       // samples that `dialect` reads
    std::size_t missing = 0;    // empty
    std::size_t refused = 0;
};
TimeGuess guess_times(std::span<const std::string> samples);

}  // namespace flowspace
