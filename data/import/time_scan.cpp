#include "data/import/time_scan.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

namespace flowspace {
namespace {

constexpr std::int64_t second_ms = 1000;
constexpr std::int64_t minute_ms = 60 * second_ms;
constexpr std::int64_t hour_ms = 60 * minute_ms;
constexpr std::int64_t day_ms = 24 * hour_ms;
constexpr int longest_offset_hours = 14;

constexpr std::array<std::string_view, 12> month_names = {"january",   "february", "march",    "april",
                                                          "may",       "june",     "july",     "august",
                                                          "september", "october",  "november", "december"};

bool is_letter(char one) { return (one >= 'a' && one <= 'z') || (one >= 'A' && one <= 'Z'); }
char lower(char one) { return one >= 'A' && one <= 'Z' ? static_cast<char>(one - 'A' + 'a') : one; }

struct Scan {
    std::string_view rest;

    std::size_t digits() const { return std::min(rest.size(), rest.find_first_not_of("0123456789")); }

    /// The number that the text begins with, of `least` to `most` digits and no more.
    std::optional<int> number(std::size_t least, std::size_t most) {
        const std::size_t width = digits();
        if (width < least || width > most) return std::nullopt;
        return first(width);
    }

    /// The first `width` digits. Pre: they are there, at most nine.
    int first(std::size_t width) {
        int value = 0;
        for (std::size_t at = 0; at < width; ++at) value = value * 10 + (rest[at] - '0');
        rest.remove_prefix(width);
        return value;
    }

    bool take(std::string_view expected) {
        if (!rest.starts_with(expected)) return false;
        rest.remove_prefix(expected.size());
        return true;
    }

    /// In any capitals. Pre: `expected` is in small letters.
    bool take_word(std::string_view expected) {
        if (rest.size() < expected.size()) return false;
        for (std::size_t at = 0; at < expected.size(); ++at)
            if (lower(rest[at]) != expected[at]) return false;
        rest.remove_prefix(expected.size());
        return true;
    }

    std::string_view take_any(std::initializer_list<std::string_view> choices) {
        for (const std::string_view one : choices)
            if (take(one)) return one;
        return {};
    }

    bool done() const { return rest.empty(); }
};

ScannedTime refused(std::string_view code) {
    ScannedTime scanned;
    scanned.code = code;
    return scanned;
}

/// Q1, 第一季度, 上半年, H1: periods that are no step of a time axis of ours.
bool is_other_period(std::string_view text) {
    Scan scan{text};
    scan.take_any({" ", "-", "/"});
    if (scan.take_word("q")) return scan.number(1, 1).has_value() && scan.done();
    if (scan.take_word("h")) return scan.number(1, 1).has_value() && scan.done();
    if (!scan.take_any({"上半年", "下半年", "上旬", "中旬", "下旬"}).empty()) return scan.done();
    scan.take("第");
    if (scan.take_any({"一", "二", "三", "四", "1", "2", "3", "4"}).empty()) return false;
    return !scan.take_any({"季度", "季"}).empty() && scan.done();
}

std::optional<int> read_week(Scan& scan) {
    if (scan.take_word("w")) return scan.number(1, 2);
    Scan ahead = scan;
    ahead.take("第");
    const auto week = ahead.number(1, 2);
    if (!week || !ahead.take("周")) return std::nullopt;
    scan = ahead;
    return week;
}

std::optional<int> read_month_name(Scan& scan) {
    for (std::size_t row = 0; row < month_names.size(); ++row) {
        Scan ahead = scan;
        if (!ahead.take_word(month_names[row])) {
            ahead = scan;
            if (!ahead.take_word(month_names[row].substr(0, 3))) continue;
            ahead.take(".");
        }
        if (!ahead.done() && is_letter(ahead.rest.front())) continue;
        scan = ahead;
        return static_cast<int>(row) + 1;
    }
    return std::nullopt;
}

/// +08:00, +0800, +08; after a word also +8.
bool read_offset(Scan& scan, std::size_t fewest_digits, ScannedTime& time) {
    const int sign = scan.take("-") ? -1 : 1;
    if (sign > 0 && !scan.take("+")) return false;
    const std::size_t width = scan.digits();
    if (width < fewest_digits || width == 3 || width > 4) return false;
    const int hours = scan.first(width == 4 ? 2 : width);
    int minutes = 0;
    if (width == 4)
        minutes = scan.first(2);
    else if (scan.take(":")) {
        const auto read = scan.number(2, 2);
        if (!read) return false;
        minutes = *read;
    }
    time.zone_minutes = sign * (hours * 60 + minutes);
    return hours <= longest_offset_hours && minutes < 60;
}

/// What may follow a clock: a zone, or nothing.
std::string_view read_zone(Scan& scan, ScannedTime& time) {
    if (scan.done()) return {};
    scan.take(" ");
    if (scan.done()) return "bad-time";
    time.has_zone = true;
    const bool word = scan.take_word("utc") || scan.take_word("gmt") || scan.take_word("z");
    if (word && scan.done()) return {};
    if (!word && (is_letter(scan.rest.front()) || scan.rest.front() == '[')) return "ambiguous-zone";
    return read_offset(scan, word ? 1 : 2, time) && scan.done() ? std::string_view{} : "bad-time";
}

/// .5, .000, .123456: whole milliseconds, what is finer is left away.
bool read_fraction(Scan& scan, std::int64_t& clock_ms) {
    if (scan.take_any({".", ","}).empty()) return true;
    const std::size_t width = scan.digits();
    if (width < 1 || width > 9) return false;
    std::int64_t ms = scan.first(std::min<std::size_t>(width, 3));
    for (std::size_t at = width; at < 3; ++at) ms *= 10;
    if (width > 3) scan.first(width - 3);
    clock_ms += ms;
    return true;
}

bool read_minutes_after(Scan& scan, std::string_view mark, int& minute, int& second, std::int64_t& ms) {
    if (mark == ":") {
        const auto read = scan.number(2, 2);
        if (!read) return false;
        minute = *read;
        if (!scan.take(":")) return true;
        const auto seconds = scan.number(2, 2);
        if (!seconds) return false;
        second = *seconds;
        return read_fraction(scan, ms);
    }
    const auto read = scan.number(1, 2);  // 13时, 13时05分, 13时05分07秒
    if (!read) return true;
    if (!scan.take("分")) return false;
    minute = *read;
    const auto seconds = scan.number(1, 2);
    if (!seconds) return true;
    second = *seconds;
    return scan.take("秒");
}

std::string_view read_clock(Scan& scan, ScannedTime& time) {
    auto hour = scan.number(1, 2);
    if (!hour) return "bad-time";
    const std::string_view mark = scan.take_any({":", "时", "点"});
    int minute = 0, second = 0;
    std::int64_t ms = 0;
    if (mark.empty() || !read_minutes_after(scan, mark, minute, second, ms)) return "bad-time";
    Scan ahead = scan;
    ahead.take(" ");
    const bool morning = ahead.take_word("am"), afternoon = !morning && ahead.take_word("pm");
    if (mark == ":" && (morning || afternoon)) {
        if (*hour < 1 || *hour > 12) return "bad-time";
        hour = *hour % 12 + (afternoon ? 12 : 0);
        scan = ahead;
    }
    if (*hour > 23 || minute > 59 || second > 59) return "bad-time";
    time.clock_ms = *hour * hour_ms + minute * minute_ms + second * second_ms + ms;
    time.grain = clock_grain(time.clock_ms);
    return read_zone(scan, time);
}

enum class ClockAfter : std::uint8_t { blank, day_word };  // 2020-01-25 13:00; 2020年1月25日13时 too

/// What may follow a day: nothing, or a clock.
ScannedTime finish_day(Scan scan, ScannedTime time, ClockAfter after = ClockAfter::blank) {
    time.grain = Grain::day;
    if (scan.done()) return time;
    if (scan.take_any({"T", "t", " "}).empty() && after == ClockAfter::blank) return refused("bad-time");
    const std::string_view code = read_clock(scan, time);
    return code.empty() ? time : refused(code);
}

ScannedTime scan_chinese(Scan scan, ScannedTime time) {
    time.grain = Grain::year;
    if (scan.done()) return time;
    if (is_other_period(scan.rest)) return refused("unknown-grain");
    if (const auto week = read_week(scan)) {
        time.week = *week;
        time.grain = Grain::week;
        return scan.done() ? time : refused("bad-time");
    }
    const auto month = scan.number(1, 2);
    if (!month || scan.take_any({"月份", "月"}).empty()) return refused("bad-time");
    time.month = *month;
    time.grain = Grain::month;
    if (scan.done()) return time;
    if (is_other_period(scan.rest)) return refused("unknown-grain");
    const auto day = scan.number(1, 2);
    if (!day || scan.take_any({"日", "号"}).empty()) return refused("bad-time");
    time.day = *day;
    return finish_day(scan, time, ClockAfter::day_word);
}

/// 2020-1, 2020/1/25 13:00, 2020.1.25, 2020-W3.
ScannedTime scan_year_first(Scan scan, std::string_view separator, ScannedTime time) {
    if (const auto week = separator == "-" ? read_week(scan) : std::nullopt) {
        time.week = *week;
        time.grain = Grain::week;
        return scan.done() ? time : refused("bad-time");
    }
    const auto month = scan.number(1, 2);
    if (!month) return refused("bad-time");
    time.month = *month;
    time.grain = Grain::month;
    if (scan.done()) return separator == "." ? refused("ambiguous-date") : time;
    if (!scan.take(separator)) return refused("bad-time");
    const auto day = scan.number(1, 2);
    if (!day) return refused("bad-time");
    time.day = *day;
    return finish_day(scan, time);
}

/// 202001, 20200125, 202001251300, 20200125130000.
ScannedTime scan_compact(Scan scan, std::size_t width) {
    ScannedTime time;
    time.year = scan.first(4);
    time.month = scan.first(2);
    time.grain = Grain::month;
    if (width >= 8) {
        time.day = scan.first(2);
        time.grain = Grain::day;
    }
    if (width == 8) return finish_day(scan, time);
    if (width >= 12) {
        const int hour = scan.first(2), minute = scan.first(2), second = width == 14 ? scan.first(2) : 0;
        if (hour > 23 || minute > 59 || second > 59) return refused("bad-time");
        time.clock_ms = hour * hour_ms + minute * minute_ms + second * second_ms;
        time.grain = clock_grain(time.clock_ms);
    }
    return scan.done() ? time : refused("bad-time");
}

/// 25/04/2020: the order is the numbers' own, the declared one, or not to be known.
ScannedTime scan_year_last(Scan scan, int first, std::string_view separator, DayOrder declared) {
    const auto second = scan.number(1, 2);
    if (!second) return refused("bad-time");
    if (scan.done()) return refused(first > 31 || *second > 31 ? "bad-time" : "missing-year");
    if (!scan.take(separator)) return refused("bad-time");
    const std::size_t width = scan.digits();
    if (width == 2) return refused("ambiguous-date");
    if (width != 4) return refused("bad-time");
    ScannedTime time;
    time.year = scan.first(4);
    time.day_or_month_first = true;
    const auto fits = [](int day, int month) { return day >= 1 && day <= 31 && month >= 1 && month <= 12; };
    const bool may_be_day = fits(first, *second), may_be_month = fits(*second, first);
    if (!may_be_day && !may_be_month) return refused("bad-time");
    if (may_be_day != may_be_month) time.order = may_be_day ? DayOrder::day_first : DayOrder::month_first;
    if (first == *second) declared = DayOrder::day_first;  // 05/05/2020: either way
    const DayOrder order = declared != DayOrder::none ? declared : time.order.value_or(DayOrder::none);
    if (order == DayOrder::none) {
        time.code = "ambiguous-date";
        return time;
    }
    const bool day_first = order == DayOrder::day_first;
    time.day = day_first ? first : *second;
    time.month = day_first ? *second : first;
    ScannedTime finished = finish_day(scan, time);
    finished.day_or_month_first = true;
    finished.order = time.order;
    return finished;
}

/// 25 Jan 2020, 25-Jan-2020, Jan 25, 2020, January 2020.
ScannedTime scan_month_name(Scan scan, std::optional<int> day) {
    const std::string_view separator = scan.take_any({" ", "-"});
    if (day && separator.empty()) return refused("bad-time");
    ScannedTime time;
    const auto month = read_month_name(scan);
    if (!month) return refused("bad-time");
    time.month = *month;
    if (scan.take_any({", ", " ", "-"}).empty()) return refused("bad-time");
    if (!day && scan.digits() <= 2) {
        day = scan.number(1, 2);
        if (!day || scan.take_any({", ", " "}).empty()) return refused("bad-time");
    }
    const auto year = scan.number(4, 4);
    if (!year) return refused(scan.digits() == 2 ? "ambiguous-date" : "bad-time");
    time.year = *year;
    time.grain = Grain::month;
    if (!day) return scan.done() ? time : refused("bad-time");
    time.day = *day;
    return finish_day(scan, time);
}

bool is_day_number(std::string_view text) {
    Scan scan{text};
    if (!scan.number(5, 5)) return false;
    if (scan.take(".")) scan.rest.remove_prefix(scan.digits());
    return scan.done();
}

}  // namespace

Grain clock_grain(std::int64_t clock_ms) {
    if (clock_ms % hour_ms == 0) return Grain::hour;
    return clock_ms % minute_ms == 0 ? Grain::minute : Grain::second;
}

ScannedTime scan_time(std::string_view text, DayOrder order) {
    Scan scan{text};
    const std::size_t width = scan.digits();
    if (width == 6 || width == 8 || width == 12 || width == 14) return scan_compact(scan, width);
    if (width == 4) {
        ScannedTime time;
        time.year = scan.first(4);
        if (scan.take("年")) return scan_chinese(scan, time);
        if (is_other_period(scan.rest)) return refused("unknown-grain");
        if (const auto week = read_week(scan)) {
            time.week = *week;
            time.grain = Grain::week;
            return scan.done() ? time : refused("bad-time");
        }
        const std::string_view separator = scan.take_any({"-", "/", "."});
        return separator.empty() ? refused("bad-time") : scan_year_first(scan, separator, time);
    }
    if (width == 1 || width == 2) {
        const int first = scan.first(width);
        if (scan.rest.starts_with("月")) return refused("missing-year");
        Scan named = scan;
        if (!named.take_any({" ", "-"}).empty() && !named.done() && is_letter(named.rest.front()))
            return scan_month_name(scan, first);
        const std::string_view separator = scan.take_any({"/", "-", "."});
        return separator.empty() ? refused("bad-time") : scan_year_last(scan, first, separator, order);
    }
    if (!scan.done() && is_letter(scan.rest.front())) return scan_month_name(scan, std::nullopt);
    return refused(is_day_number(text) ? "excel-date" : "bad-time");
}

std::optional<ParsedTime> to_parsed(const ScannedTime& scanned) {
    using namespace std::chrono;
    if (scanned.grain == Grain::none || scanned.year < 1) return std::nullopt;
    if (scanned.grain == Grain::week) {
        const auto week = parse_time(fmt::format("{:04}-W{:02}", scanned.year, scanned.week));
        return week ? std::optional(*week) : std::nullopt;
    }
    const auto part = [](int number) { return static_cast<unsigned>(std::max(number, 0)); };
    const bool has_month = scanned.grain >= Grain::month, has_day = scanned.grain >= Grain::day;
    const year_month_day date{year{scanned.year}, month{has_month ? part(scanned.month) : 1},
                              std::chrono::day{has_day ? part(scanned.day) : 1}};
    if (!date.ok()) return std::nullopt;
    const std::int64_t start = sys_days{date}.time_since_epoch().count() * day_ms + scanned.clock_ms;
    return ParsedTime{TimeMs{start}, scanned.grain, scanned.has_zone, scanned.zone_minutes};
}

}  // namespace flowspace
