#include "data/import/time_text.h"

#include "data/import/full_width.h"
#include "data/import/time_scan.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>

namespace flowspace {
namespace {

constexpr std::int64_t day_ms = 86'400'000;
constexpr std::int64_t days_before_1900 = 25'569;  // serial of 1970-01-01, from the serial 61 on
constexpr std::int64_t days_1904_later = 1462;
constexpr std::int64_t last_serial = 2'958'465;             // 9999-12-31
constexpr std::int64_t first_moment = -62'135'596'800'000;  // 0001-01-01
constexpr std::int64_t after_last_moment = 253'402'300'800'000;

TimeText refused(std::string_view code) { return {.code = code}; }

std::optional<std::int64_t> whole_number(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

TimeText clock_time(std::int64_t ms, Grain grain) {
    return {.time = ParsedTime{.start = TimeMs{ms}, .grain = grain}};
}

/// Nothing where the text is no number of that size; a compact date then.
std::optional<TimeText> read_serial(std::string_view text, const TimeDialect& dialect) {
    const std::size_t point = text.find('.');
    const std::string_view whole_text = text.substr(0, point);
    const auto whole = whole_number(whole_text);
    if (!whole || whole_text.starts_with('-')) return std::nullopt;
    double fraction = 0;
    if (point != std::string_view::npos) {
        const char* end = text.data() + text.size();
        if (text.find_first_not_of("0123456789", point + 1) != std::string_view::npos ||
            std::from_chars(text.data() + point, end, fraction).ptr != end)
            return refused("bad-time");
    }
    const std::int64_t last = last_serial - (dialect.excel_1904 ? days_1904_later : 0);
    if (*whole > last) return std::nullopt;
    if (point == std::string_view::npos && *whole >= 1900 && *whole < 2100) return refused("ambiguous-date");
    std::int64_t days = *whole - days_before_1900;
    if (dialect.excel_1904) {
        days += days_1904_later;
    } else {
        if (*whole == 0 || *whole == 60) return refused("bad-time");  // no day, and 1900-02-29
        if (*whole < 60) ++days;
    }
    const std::int64_t ms = days * day_ms + std::llround(fraction * static_cast<double>(day_ms));
    if (fraction != 0) return clock_time(ms, clock_grain(ms));
    TimeText day = clock_time(ms, Grain::day);
    day.is_whole_serial = true;
    return day;
}

std::optional<TimeText> read_unix(std::string_view text, UnixTime unit) {
    const auto number = whole_number(text);
    if (!number) return std::nullopt;
    std::int64_t ms = *number;
    if (unit == UnixTime::seconds && __builtin_mul_overflow(ms, std::int64_t{1000}, &ms))
        return refused("bad-time");
    if (ms < first_moment || ms >= after_last_moment) return refused("bad-time");
    TimeText time = clock_time(ms, clock_grain(ms));
    time.time->has_zone = true;
    return time;
}

TimeText read_one(std::string_view text, const TimeDialect& dialect) {
    if (const Result<ParsedTime> parsed = parse_time(text)) return {.time = *parsed};
    if (dialect.forms == TimeForms::iso) return refused("bad-time");
    const ScannedTime scanned = scan_time(text, dialect.day_order);
    if (!scanned.code.empty()) return refused(scanned.code);
    const std::optional<ParsedTime> parsed = to_parsed(scanned);
    return parsed ? TimeText{.time = *parsed} : refused("bad-time");
}

bool is_clock(Grain grain) { return grain >= Grain::hour; }

/// Two times with one of the separators between them, both of one grain and zone.
std::optional<TimeText> read_range(std::string_view text, const TimeDialect& dialect) {
    for (const std::string_view separator : {"/", "~", "至"}) {
        if (separator != "/" && dialect.forms == TimeForms::iso) break;
        const std::size_t at = text.find(separator);
        if (at == std::string_view::npos || text.find(separator, at + 1) != std::string_view::npos) continue;
        const TimeText first = read_one(text.substr(0, at), dialect);
        const TimeText last = read_one(text.substr(at + separator.size()), dialect);
        if (!first.time || !last.time) continue;
        const bool alike = first.time->grain == last.time->grain ||
                           (is_clock(first.time->grain) && is_clock(last.time->grain));
        TimeText range = first;
        range.time->grain = std::max(first.time->grain, last.time->grain);
        range.end = range_end(*last.time);
        if (!alike || first.time->has_zone != last.time->has_zone ||
            first.time->zone_minutes != last.time->zone_minutes ||
            count(*range.end) <= count(range.time->start))
            return refused("bad-time");
        return range;
    }
    return std::nullopt;
}

}  // namespace

TimeText parse_time_text(std::string_view text, const TimeDialect& dialect) {
    // Full-width digits have one reading; iso has plain ones only.
    if (dialect.forms == TimeForms::any && may_hold_full_width(text))
        if (const std::string folded = fold_width(text); !may_hold_full_width(folded))
            return parse_time_text(folded, dialect);
    if (dialect.unix_time != UnixTime::none)
        if (const auto time = read_unix(text, dialect.unix_time)) return *time;
    if (dialect.excel_serials)
        if (const auto time = read_serial(text, dialect)) return *time;
    if (const auto range = read_range(text, dialect)) return *range;
    TimeText time = read_one(text, dialect);
    if (dialect.midnight_is_day && time.time && is_clock(time.time->grain) &&
        count(time.time->start) % day_ms == 0) {
        time.time->grain = Grain::day;
        time.is_midnight = true;
    }
    return time;
}

TimeMs range_end(const ParsedTime& last) {
    return is_clock(last.grain) ? last.start : step_end(last.grain, last.start);
}

std::string_view time_forms_of(const TimeDialect& dialect) {
    if (dialect.unix_time == UnixTime::seconds) return "whole seconds since 1970-01-01T00:00Z";
    if (dialect.unix_time == UnixTime::milliseconds) return "whole milliseconds since 1970-01-01T00:00Z";
    if (dialect.excel_serials) return "a spreadsheet's day number such as 43831, or 2020-01-25";
    if (dialect.forms == TimeForms::iso) return time_forms;
    if (dialect.day_order == DayOrder::day_first)
        return "a time such as 25/01/2020 (day first), 2020-01-25 or 2020年1月25日, with a clock such as "
               "13:00";
    if (dialect.day_order == DayOrder::month_first)
        return "a time such as 01/25/2020 (month first), 2020-01-25 or 2020年1月25日, with a clock such as "
               "13:00";
    return "a time such as 2020-01-25, 2020/1/25 or 2020年1月25日, with a clock such as 13:00";
}

}  // namespace flowspace
