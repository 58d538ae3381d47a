#include "data/time_axis.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>

namespace flowspace {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr std::int64_t second_ms = 1000;
constexpr std::int64_t minute_ms = 60 * second_ms;
constexpr std::int64_t hour_ms = 60 * minute_ms;
constexpr std::int64_t day_ms = 24 * hour_ms;

constexpr std::array<std::string_view, 8> grain_keys = {"none", "year", "month",  "week",
                                                        "day",  "hour", "minute", "second"};

std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

std::int64_t floor_to(std::int64_t a, std::int64_t b) { return floor_div(a, b) * b; }

sys_days day_of(TimeMs time) { return sys_days{days{floor_div(count(time), day_ms)}}; }

TimeMs start_of(sys_days day) { return TimeMs{day.time_since_epoch().count() * day_ms}; }

std::chrono::year_month_day date_of(TimeMs time) { return std::chrono::year_month_day{day_of(time)}; }

/// 0 is Monday.
int weekday_of(sys_days day) { return static_cast<int>(std::chrono::weekday{day}.iso_encoding()) - 1; }

/// Monday of week 1: the week that holds the fourth of January (ISO 8601).
sys_days first_monday(int year) {
    const sys_days fourth = std::chrono::year{year} / 1 / 4;
    return fourth - days{weekday_of(fourth)};
}

std::int64_t ms_of(Grain grain) {
    switch (grain) {
        case Grain::week:
            return 7 * day_ms;
        case Grain::day:
            return day_ms;
        case Grain::hour:
            return hour_ms;
        case Grain::minute:
            return minute_ms;
        default:
            return second_ms;
    }
}

/// Reads a text from left to right; a step that does not fit turns `good` off.
struct Reader {
    std::string_view rest;
    bool good = true;

    int digits(std::size_t width) {
        int number = 0;
        if (rest.size() < width) good = false;
        for (std::size_t i = 0; good && i < width; ++i) {
            if (rest[i] < '0' || rest[i] > '9') good = false;
            number = number * 10 + (rest[i] - '0');
        }
        if (good) rest.remove_prefix(width);
        return good ? number : 0;
    }

    bool take(char expected) {
        if (!good || rest.empty() || rest.front() != expected) return false;
        rest.remove_prefix(1);
        return true;
    }

    void check(bool holds) { good = good && holds; }
};

void read_week(Reader& reader, int year, ParsedTime& parsed) {
    const int week = reader.digits(2);
    const sys_days monday = first_monday(year) + days{7 * (week - 1)};
    reader.check(week >= 1 && monday < first_monday(year + 1));
    parsed = {start_of(monday), Grain::week};
}

void read_zone(Reader& reader, ParsedTime& parsed) {
    if (reader.rest.empty()) return;
    parsed.has_zone = true;
    if (reader.take('Z')) return;
    const int sign = reader.take('-') ? -1 : 1;
    if (sign > 0) reader.check(reader.take('+'));
    const int hours = reader.digits(2);
    reader.check(reader.take(':'));
    const int minutes = reader.digits(2);
    reader.check(hours <= 14 && minutes < 60);
    parsed.zone_minutes = sign * (hours * 60 + minutes);
}

void read_clock(Reader& reader, ParsedTime& parsed) {
    const int hour = reader.digits(2);
    reader.check(reader.take(':'));
    const int minute = reader.digits(2);
    const int second = reader.take(':') ? reader.digits(2) : 0;
    reader.check(hour < 24 && minute < 60 && second < 60);
    parsed.start = TimeMs{count(parsed.start) + hour * hour_ms + minute * minute_ms + second * second_ms};
    parsed.grain = second != 0 ? Grain::second : minute != 0 ? Grain::minute : Grain::hour;
    read_zone(reader, parsed);
}

std::optional<ParsedTime> read_time(std::string_view text) {
    Reader reader{text};
    ParsedTime parsed;
    const int year = reader.digits(4);
    reader.check(year >= 1);
    if (!reader.good) return std::nullopt;
    parsed = {start_of(std::chrono::year{year} / 1 / 1), Grain::year};
    if (!reader.rest.empty()) {
        reader.check(reader.take('-'));
        if (reader.take('W')) {
            read_week(reader, year, parsed);
        } else {
            const auto month = static_cast<unsigned>(reader.digits(2));
            reader.check(month >= 1 && month <= 12);
            parsed = {start_of(std::chrono::year{year} / static_cast<int>(month ? month : 1) / 1),
                      Grain::month};
            if (reader.take('-')) {
                const auto day = static_cast<unsigned>(reader.digits(2));
                const auto date = std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day};
                reader.check(date.ok());
                if (!reader.good) return std::nullopt;
                parsed = {start_of(date), Grain::day};
                if (reader.take('T')) read_clock(reader, parsed);
            }
        }
    }
    if (!reader.good || !reader.rest.empty()) return std::nullopt;
    return parsed;
}

std::string format_day(TimeMs time) {
    const auto date = date_of(time);
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::string format_week(TimeMs time) {
    const sys_days day = day_of(time);
    int year = static_cast<int>(date_of(time).year());
    if (day >= first_monday(year + 1)) ++year;
    if (day < first_monday(year)) --year;
    return fmt::format("{:04}-W{:02}", year, (day - first_monday(year)).count() / 7 + 1);
}

}  // namespace

TimeMs step_start(Grain grain, TimeMs time) {
    const auto date = date_of(time);
    switch (grain) {
        case Grain::none:
            return TimeMs{0};
        case Grain::year:
            return start_of(date.year() / 1 / 1);
        case Grain::month:
            return start_of(date.year() / date.month() / 1);
        case Grain::week:
            return start_of(day_of(time) - days{weekday_of(day_of(time))});
        default:
            return TimeMs{floor_to(count(time), ms_of(grain))};
    }
}

TimeMs step_end(Grain grain, TimeMs start) {
    const auto date = date_of(start);
    switch (grain) {
        case Grain::none:
            return TimeMs{std::numeric_limits<std::int64_t>::max()};
        case Grain::year:
            return start_of((date.year() + std::chrono::years{1}) / 1 / 1);
        case Grain::month:
            return start_of(date.year() / date.month() / 1 + std::chrono::months{1});
        default:
            return TimeMs{count(start) + ms_of(grain)};
    }
}

StepRange steps_in(const TimeAxis& axis, Window window) {
    const auto first = std::ranges::lower_bound(axis.starts, window.from);
    const auto last = std::ranges::lower_bound(axis.starts, window.to);
    const auto begin = static_cast<std::size_t>(first - axis.starts.begin());
    return {begin, std::max(begin, static_cast<std::size_t>(last - axis.starts.begin()))};
}

Result<ParsedTime> parse_time(std::string_view text) {
    if (const std::optional<ParsedTime> parsed = read_time(text)) return *parsed;
    return Error{fmt::format("found '{}', expected {}", text.substr(0, 80), time_forms)};
}

std::string format_time(Grain grain, TimeMs time) {
    const std::int64_t of_day = count(time) - floor_to(count(time), day_ms);
    const auto hour = of_day / hour_ms, minute = of_day / minute_ms % 60, second = of_day / second_ms % 60;
    switch (grain) {
        case Grain::none:
            return {};
        case Grain::year:
            return format_day(time).substr(0, 4);
        case Grain::month:
            return format_day(time).substr(0, 7);
        case Grain::week:
            return format_week(time);
        case Grain::day:
            return format_day(time);
        case Grain::second:
            return fmt::format("{}T{:02}:{:02}:{:02}", format_day(time), hour, minute, second);
        default:
            return fmt::format("{}T{:02}:{:02}", format_day(time), hour, minute);
    }
}

std::string_view key(Grain grain) { return grain_keys[static_cast<std::size_t>(grain)]; }

}  // namespace flowspace
