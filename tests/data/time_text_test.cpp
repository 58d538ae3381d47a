// Times by dialect: every form that is read, to which moment and grain, and the code of everything that is
// not.
#include "data/import/time_text.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <ctime>
#include <locale>
#include <random>

namespace flowspace {
namespace {

const TimeDialect iso = {}, any = {.forms = TimeForms::any},
                  day_first = {.forms = TimeForms::any, .day_order = DayOrder::day_first},
                  month_first = {.forms = TimeForms::any, .day_order = DayOrder::month_first},
                  serials = {.forms = TimeForms::any, .excel_serials = true},
                  serials_1904 = {.forms = TimeForms::any, .excel_serials = true, .excel_1904 = true},
                  seconds = {.forms = TimeForms::any, .unix_time = UnixTime::seconds},
                  milliseconds = {.forms = TimeForms::any, .unix_time = UnixTime::milliseconds},
                  midnight = {.forms = TimeForms::any, .midnight_is_day = true};

/// The moment in full: 2020-01-25 13:00:00.000 and the zone where there is one.
std::string shown(const ParsedTime& time) {
    std::string text = format_time(Grain::second, time.start);
    const std::int64_t ms = ((count(time.start) % 1000) + 1000) % 1000;
    if (ms != 0) text += fmt::format(".{:03}", ms);
    if (time.has_zone) text += fmt::format(" {:+d}", time.zone_minutes);
    return text;
}

struct Good {
    const TimeDialect& dialect;
    const char* text;
    Grain grain;
    const char* moment;
};

TEST(TimeText, ReadsEveryForm) {
    const Good rows[] = {
        {iso, "2020", Grain::year, "2020-01-01T00:00:00"},
        {iso, "2020-01", Grain::month, "2020-01-01T00:00:00"},
        {iso, "2020-W03", Grain::week, "2020-01-13T00:00:00"},
        {iso, "2020-01-25", Grain::day, "2020-01-25T00:00:00"},
        {iso, "2020-01-25T13:00", Grain::hour, "2020-01-25T13:00:00"},
        {iso, "2020-01-25T13:00+08:00", Grain::hour, "2020-01-25T13:00:00 +480"},
        {any, "2020", Grain::year, "2020-01-01T00:00:00"},
        {any, "2020-01-25", Grain::day, "2020-01-25T00:00:00"},
        {any, "2020/1/25", Grain::day, "2020-01-25T00:00:00"},
        {any, "2020/01/25", Grain::day, "2020-01-25T00:00:00"},
        {any, "2020.1.25", Grain::day, "2020-01-25T00:00:00"},
        {any, "2020-1-5", Grain::day, "2020-01-05T00:00:00"},
        {any, "２０２０年", Grain::year, "2020-01-01T00:00:00"},
        {any, "２０２０年１月２５日", Grain::day, "2020-01-25T00:00:00"},
        {any, "２０２０／１／２５", Grain::day, "2020-01-25T00:00:00"},
        {any, "2020年1月25日 １３：０５", Grain::minute, "2020-01-25T13:05:00"},
        {any, "2020-1", Grain::month, "2020-01-01T00:00:00"},
        {any, "2020/12", Grain::month, "2020-12-01T00:00:00"},
        {any, "20200125", Grain::day, "2020-01-25T00:00:00"},
        {any, "20200229", Grain::day, "2020-02-29T00:00:00"},
        {any, "202001", Grain::month, "2020-01-01T00:00:00"},
        {any, "202001251300", Grain::hour, "2020-01-25T13:00:00"},
        {any, "20200125130507", Grain::second, "2020-01-25T13:05:07"},
        {any, "20200125 13:05", Grain::minute, "2020-01-25T13:05:00"},
        {any, "2020年", Grain::year, "2020-01-01T00:00:00"},
        {any, "2020年1月", Grain::month, "2020-01-01T00:00:00"},
        {any, "2020年12月份", Grain::month, "2020-12-01T00:00:00"},
        {any, "2020年1月25日", Grain::day, "2020-01-25T00:00:00"},
        {any, "2020年01月05日", Grain::day, "2020-01-05T00:00:00"},
        {any, "2020年1月25号", Grain::day, "2020-01-25T00:00:00"},
        {any, "2020年1月25日13时", Grain::hour, "2020-01-25T13:00:00"},
        {any, "2020年1月25日 13时5分", Grain::minute, "2020-01-25T13:05:00"},
        {any, "2020年1月25日13时05分07秒", Grain::second, "2020-01-25T13:05:07"},
        {any, "2020年1月25日 13:00", Grain::hour, "2020-01-25T13:00:00"},
        {any, "2020年1月25日13:45", Grain::minute, "2020-01-25T13:45:00"},
        {any, "2020-01-25 13点", Grain::hour, "2020-01-25T13:00:00"},
        {any, "2020年第3周", Grain::week, "2020-01-13T00:00:00"},
        {any, "2020年3周", Grain::week, "2020-01-13T00:00:00"},
        {any, "2020年第53周", Grain::week, "2020-12-28T00:00:00"},
        {any, "2020W03", Grain::week, "2020-01-13T00:00:00"},
        {any, "2020-W3", Grain::week, "2020-01-13T00:00:00"},
        {any, "2020-01-25 13:00", Grain::hour, "2020-01-25T13:00:00"},
        {any, "2020-01-25 9:05", Grain::minute, "2020-01-25T09:05:00"},
        {any, "2020-01-25 13:00:00", Grain::hour, "2020-01-25T13:00:00"},
        {any, "2020-01-25 13:00:00.000", Grain::hour, "2020-01-25T13:00:00"},
        {any, "2020-01-25 13:00:00.5", Grain::second, "2020-01-25T13:00:00.500"},
        {any, "2020-01-25 13:00:00,250", Grain::second, "2020-01-25T13:00:00.250"},
        {any, "2020-01-25 13:00:07.123456", Grain::second, "2020-01-25T13:00:07.123"},
        {any, "2020-01-25T13:00:00.000Z", Grain::hour, "2020-01-25T13:00:00 +0"},
        {any, "2020-01-25 00:00:00", Grain::hour, "2020-01-25T00:00:00"},
        {midnight, "2020-01-25 00:00:00", Grain::day, "2020-01-25T00:00:00"},
        {midnight, "2020-01-25 01:00:00", Grain::hour, "2020-01-25T01:00:00"},
        {any, "2020/1/25 1:00 PM", Grain::hour, "2020-01-25T13:00:00"},
        {any, "2020/1/25 12:30 AM", Grain::minute, "2020-01-25T00:30:00"},
        {any, "2020/1/25 12:30pm", Grain::minute, "2020-01-25T12:30:00"},
        {any, "2020-01-25T13:00Z", Grain::hour, "2020-01-25T13:00:00 +0"},
        {any, "2020-01-25 13:00 UTC", Grain::hour, "2020-01-25T13:00:00 +0"},
        {any, "2020-01-25 13:00 GMT", Grain::hour, "2020-01-25T13:00:00 +0"},
        {any, "2020-01-25 13:00+08:00", Grain::hour, "2020-01-25T13:00:00 +480"},
        {any, "2020-01-25 13:00+0800", Grain::hour, "2020-01-25T13:00:00 +480"},
        {any, "2020-01-25 13:00 +08", Grain::hour, "2020-01-25T13:00:00 +480"},
        {any, "2020-01-25 13:00 UTC+8", Grain::hour, "2020-01-25T13:00:00 +480"},
        {any, "2020-01-25 13:00 GMT-3:30", Grain::hour, "2020-01-25T13:00:00 -210"},
        {any, "25/04/2020", Grain::day, "2020-04-25T00:00:00"},
        {any, "04/25/2020", Grain::day, "2020-04-25T00:00:00"},
        {any, "25.4.2020", Grain::day, "2020-04-25T00:00:00"},
        {any, "25-04-2020", Grain::day, "2020-04-25T00:00:00"},
        {any, "05/05/2020", Grain::day, "2020-05-05T00:00:00"},
        {day_first, "03/04/2020", Grain::day, "2020-04-03T00:00:00"},
        {month_first, "03/04/2020", Grain::day, "2020-03-04T00:00:00"},
        {day_first, "3.4.2020 13:00", Grain::hour, "2020-04-03T13:00:00"},
        {month_first, "3/4/2020 1:00 PM", Grain::hour, "2020-03-04T13:00:00"},
        {day_first, "2020-01-25", Grain::day, "2020-01-25T00:00:00"},
        {any, "25 Jan 2020", Grain::day, "2020-01-25T00:00:00"},
        {any, "25-Jan-2020", Grain::day, "2020-01-25T00:00:00"},
        {any, "25 JANUARY 2020", Grain::day, "2020-01-25T00:00:00"},
        {any, "Jan 25, 2020", Grain::day, "2020-01-25T00:00:00"},
        {any, "May 2020", Grain::month, "2020-05-01T00:00:00"},
        {any, "Sep. 5, 2020", Grain::day, "2020-09-05T00:00:00"},
        {any, "25 Jan 2020 13:00", Grain::hour, "2020-01-25T13:00:00"},
        {serials, "43831", Grain::day, "2020-01-01T00:00:00"},
        {serials, "43831.0", Grain::day, "2020-01-01T00:00:00"},
        {serials, "43831.5", Grain::hour, "2020-01-01T12:00:00"},
        {serials, "43831.541666667", Grain::hour, "2020-01-01T13:00:00"},
        {serials, "43831.5416666667", Grain::hour, "2020-01-01T13:00:00"},
        {serials, "43831.54513888889", Grain::minute, "2020-01-01T13:05:00"},
        {serials, "43831.54519675926", Grain::second, "2020-01-01T13:05:05"},
        {serials, "43831.99999999999", Grain::hour, "2020-01-02T00:00:00"},
        {serials, "1", Grain::day, "1900-01-01T00:00:00"},
        {serials, "59", Grain::day, "1900-02-28T00:00:00"},
        {serials, "61", Grain::day, "1900-03-01T00:00:00"},
        {serials, "25569", Grain::day, "1970-01-01T00:00:00"},
        {serials, "2958465", Grain::day, "9999-12-31T00:00:00"},
        {serials, "20200125", Grain::day, "2020-01-25T00:00:00"},
        {serials, "2020-01-25", Grain::day, "2020-01-25T00:00:00"},
        {serials_1904, "42369", Grain::day, "2020-01-01T00:00:00"},
        {serials_1904, "0", Grain::day, "1904-01-01T00:00:00"},
        {serials_1904, "60", Grain::day, "1904-03-01T00:00:00"},
        {seconds, "0", Grain::hour, "1970-01-01T00:00:00 +0"},
        {seconds, "1579957200", Grain::hour, "2020-01-25T13:00:00 +0"},
        {seconds, "1579957261", Grain::second, "2020-01-25T13:01:01 +0"},
        {seconds, "-1", Grain::second, "1969-12-31T23:59:59 +0"},
        {seconds, "2020", Grain::second, "1970-01-01T00:33:40 +0"},
        {milliseconds, "1579957200000", Grain::hour, "2020-01-25T13:00:00 +0"},
        {milliseconds, "1579957200001", Grain::second, "2020-01-25T13:00:00.001 +0"},
    };
    for (const Good& row : rows) {
        const TimeText time = parse_time_text(row.text, row.dialect);
        ASSERT_TRUE(time.time) << row.text << ' ' << time.code;
        EXPECT_EQ(time.time->grain, row.grain) << row.text;
        EXPECT_EQ(shown(*time.time), row.moment) << row.text;
        EXPECT_FALSE(time.end) << row.text;
        EXPECT_EQ(time.code, "") << row.text;
    }
}

struct Bad {
    const TimeDialect& dialect;
    const char* text;
    const char* code;
};

TEST(TimeText, RefusesEverythingElseWithItsCode) {
    const Bad rows[] = {
        {iso, "", "bad-time"},
        {any, "", "bad-time"},
        {iso, "2020/1/25", "bad-time"},
        {iso, "2020-1-5", "bad-time"},
        {iso, "20200125", "bad-time"},
        {iso, "2020-01-25 13:00", "bad-time"},
        {iso, "2020年1月25日", "bad-time"},
        {iso, "03/04/2020", "bad-time"},
        {iso, "２０２０-01-25", "bad-time"},
        {any, "２０２０年２月３０日", "bad-time"},
        {iso, "43831", "bad-time"},
        {any, "1月25日", "missing-year"},
        {any, "12月", "missing-year"},
        {any, "01/25", "missing-year"},
        {any, "1-25", "missing-year"},
        {any, "2020Q1", "unknown-grain"},
        {any, "2020-Q1", "unknown-grain"},
        {any, "2020 Q4", "unknown-grain"},
        {any, "2020年第一季度", "unknown-grain"},
        {any, "2020年1季度", "unknown-grain"},
        {any, "2020年四季度", "unknown-grain"},
        {any, "2020年上半年", "unknown-grain"},
        {any, "2020H1", "unknown-grain"},
        {any, "2020年1月上旬", "unknown-grain"},
        {any, "03/04/2020", "ambiguous-date"},
        {any, "3.4.2020 13:00", "ambiguous-date"},
        {day_first, "25/04/20", "ambiguous-date"},
        {any, "25 Jan 20", "ambiguous-date"},
        {any, "2020.1", "ambiguous-date"},
        {any, "2020.10", "ambiguous-date"},
        {serials, "2020", "ambiguous-date"},
        {serials, "1999", "ambiguous-date"},
        {any, "2020-01-25 13:00 CST", "ambiguous-zone"},
        {any, "2020-01-25T13:00EST", "ambiguous-zone"},
        {any, "2020-01-25 13:00 Asia/Shanghai", "ambiguous-zone"},
        {any, "2020-01-25T13:00[Asia/Shanghai]", "ambiguous-zone"},
        {any, "43831", "excel-date"},
        {any, "43831.5", "excel-date"},
        {any, "2020-02-30", "bad-time"},
        {any, "2021-02-29", "bad-time"},
        {any, "2020/13/01", "bad-time"},
        {any, "2020/00/01", "bad-time"},
        {any, "20201301", "bad-time"},
        {any, "202013", "bad-time"},
        {any, "202001252500", "bad-time"},
        {any, "2020年13月", "bad-time"},
        {any, "2020年2月30日", "bad-time"},
        {any, "2020年第54周", "bad-time"},
        {any, "2021年第53周", "bad-time"},
        {any, "2020年第0周", "bad-time"},
        {any, "2020年1月25", "bad-time"},
        {any, "二〇二〇年", "bad-time"},
        {any, "20年1月", "bad-time"},
        {any, "2020-01-25 24:00", "bad-time"},
        {any, "2020-01-25 13:60", "bad-time"},
        {any, "2020-01-25 13:00:60", "bad-time"},
        {any, "2020-01-25 13", "bad-time"},
        {any, "2020-01-25  13:00", "bad-time"},
        {any, "2020-01-2513:00", "bad-time"},
        {any, "2020-01-25 13:00 ", "bad-time"},
        {any, "2020-01-25 13:00 PM", "bad-time"},
        {any, "2020-01-25 0:00 AM", "bad-time"},
        {any, "2020-01-25 13:00+8", "bad-time"},
        {any, "2020-01-25 13:00+15:00", "bad-time"},
        {any, "2020-01-25 13:00+080", "bad-time"},
        {any, "2020-01-25 13:00 UTC+", "bad-time"},
        {any, "2020-01-25Z", "bad-time"},
        {any, " 2020-1-25", "bad-time"},
        {any, "2020-1-25 ", "bad-time"},
        {any, "2020-1/25", "bad-time"},
        {any, "2020--25", "bad-time"},
        {any, "13:00", "bad-time"},
        {any, "25/13/2020", "bad-time"},
        {any, "00/04/2020", "bad-time"},
        {any, "30/02/2020", "bad-time"},
        {day_first, "04/25/2020", "bad-time"},
        {month_first, "25/04/2020", "bad-time"},
        {any, "25 Foo 2020", "bad-time"},
        {any, "Januar 2020", "bad-time"},
        {any, "0000-01-01", "bad-time"},
        {any, "00000101", "bad-time"},
        {any, "yesterday", "bad-time"},
        {any, "NaT", "bad-time"},
        {any, "-", "bad-time"},
        {serials, "0", "bad-time"},
        {serials, "60", "bad-time"},
        {serials, "60.5", "bad-time"},
        {serials, "2958466", "bad-time"},
        {serials, "-1", "bad-time"},
        {serials, "43831.", "bad-time"},
        {serials, "43831.5.5", "bad-time"},
        {serials, "4.3831E+04", "bad-time"},
        {serials_1904, "2957004", "bad-time"},
        {seconds, "1579957200.5", "bad-time"},
        {seconds, "253402300800", "bad-time"},
        {seconds, "9223372036854775807", "bad-time"},
        {seconds, "99999999999999999999", "bad-time"},
        {milliseconds, "253402300800000", "bad-time"},
    };
    for (const Bad& row : rows) {
        const TimeText time = parse_time_text(row.text, row.dialect);
        EXPECT_FALSE(time.time) << row.text << " read as " << (time.time ? shown(*time.time) : "");
        EXPECT_EQ(time.code, row.code) << row.text;
    }
}

TEST(TimeText, RangesEndWhereTheirLastStepEnds) {
    struct Row {
        const TimeDialect& dialect;
        const char *text, *from, *to;
        Grain grain;
    };
    const Row rows[] = {
        {iso, "2020-01-01/2020-01-31", "2020-01-01T00:00:00", "2020-02-01T00:00:00", Grain::day},
        {iso, "2020-01/2020-03", "2020-01-01T00:00:00", "2020-04-01T00:00:00", Grain::month},
        {iso, "2019/2020", "2019-01-01T00:00:00", "2021-01-01T00:00:00", Grain::year},
        {iso, "2020-W01/2020-W01", "2019-12-30T00:00:00", "2020-01-06T00:00:00", Grain::week},
        {iso, "2020-01-25T13:00/2020-01-25T14:30", "2020-01-25T13:00:00", "2020-01-25T14:30:00",
         Grain::minute},
        {any, "2020/1/1~2020/1/31", "2020-01-01T00:00:00", "2020-02-01T00:00:00", Grain::day},
        {any, "2020年1月1日至2020年1月31日", "2020-01-01T00:00:00", "2020-02-01T00:00:00", Grain::day},
    };
    for (const Row& row : rows) {
        const TimeText time = parse_time_text(row.text, row.dialect);
        ASSERT_TRUE(time.time && time.end) << row.text;
        EXPECT_EQ(format_time(Grain::second, time.time->start), row.from) << row.text;
        EXPECT_EQ(format_time(Grain::second, *time.end), row.to) << row.text;
        EXPECT_EQ(time.time->grain, row.grain) << row.text;
    }
    for (const char* text :
         {"2020-01-31/2020-01-01", "2020-01/2020-01-31", "2020-01-25T13:00/2020-01-25T13:00", "2020-01-01/",
          "/2020-01-01", "2020-01-01/2020-02-01/2020-03-01", "2020-01-25T13:00Z/2020-01-25T14:00+08:00",
          "2020-01-01~2020-01-31"}) {
        EXPECT_EQ(parse_time_text(text, iso).code, "bad-time") << text;
    }
}

TEST(TimeText, TellsAWholeSerialFromOneWithAClock) {
    EXPECT_TRUE(parse_time_text("43831", serials).is_whole_serial);
    EXPECT_FALSE(parse_time_text("43831.5", serials).is_whole_serial);
    EXPECT_FALSE(parse_time_text("2020-01-01", serials).is_whole_serial);
}

TEST(TimeText, EveryDayComesBackInEveryForm) {
    using namespace std::chrono;
    for (sys_days day = year{1999} / 12 / 1; day < sys_days{year{2001} / 3 / 5}; day += days{1}) {
        const year_month_day date{day};
        const int y = int(date.year()), m = int(unsigned(date.month())), d = int(unsigned(date.day()));
        const std::int64_t ms = day.time_since_epoch().count() * 86'400'000;
        const auto gives = [&](const std::string& text, const TimeDialect& dialect) {
            const TimeText time = parse_time_text(text, dialect);
            ASSERT_TRUE(time.time) << text;
            EXPECT_EQ(count(time.time->start), ms) << text;
            EXPECT_EQ(time.time->grain, Grain::day) << text;
        };
        gives(fmt::format("{}/{}/{}", y, m, d), any);
        gives(fmt::format("{:04}{:02}{:02}", y, m, d), any);
        gives(fmt::format("{}年{}月{}日", y, m, d), any);
        gives(fmt::format("{}.{}.{}", d, m, y), day_first);
        gives(fmt::format("{}/{}/{}", m, d, y), month_first);
        gives(std::to_string(day.time_since_epoch().count() + 25569), serials);
        gives(std::to_string(day.time_since_epoch().count() + 25569 - 1462), serials_1904);
        const TimeText unix_time = parse_time_text(std::to_string(ms / 1000), seconds);
        EXPECT_EQ(count(unix_time.time->start), ms);
    }
}

TEST(TimeText, SerialsWithFifteenDigitsAreExactToTheMillisecond) {
    std::mt19937_64 random(3);
    for (int i = 0; i < 5000; ++i) {
        const std::int64_t day = 36526 + static_cast<std::int64_t>(random() % 20000);
        const std::int64_t second = static_cast<std::int64_t>(random() % 86400);
        const std::string text =
            fmt::format("{:.15g}", static_cast<double>(day) + static_cast<double>(second) / 86400);
        const TimeText time = parse_time_text(text, serials);
        ASSERT_TRUE(time.time) << text;
        EXPECT_EQ(count(time.time->start), (day - 25569) * 86'400'000 + second * 1000) << text;
    }
}

class DecimalComma : public std::numpunct<char> {
    char do_decimal_point() const override { return ','; }
    char do_thousands_sep() const override { return '.'; }
    std::string do_grouping() const override { return "\3"; }
};

TEST(TimeText, KnowsNeitherZoneNorLocale) {
    const char* before = std::getenv("TZ");
    const std::string old_zone = before ? before : "";
    const std::locale old = std::locale::global(std::locale(std::locale::classic(), new DecimalComma));
    for (const char* zone : {"UTC", "Asia/Shanghai", "America/New_York", "Europe/Berlin", "Asia/Kathmandu",
                             "Pacific/Apia", "XXX-14"}) {
        ::setenv("TZ", zone, 1);
        ::tzset();
        for (const auto& [text, dialect, ms] : {std::tuple{"2020/3/29 2:30", any, 1585449000000},
                                                {"2020-03-08 02:30", any, 1583634600000},
                                                {"43831.5", serials, 1577880000000},
                                                {"1579957200", seconds, 1579957200000},
                                                {"2020年第3周", any, 1578873600000},
                                                {"25/04/2020", any, 1587772800000}}) {
            const TimeText time = parse_time_text(text, dialect);
            ASSERT_TRUE(time.time) << text;
            EXPECT_EQ(count(time.time->start), ms) << text << " in " << zone;
        }
    }
    std::locale::global(old);
    before ? ::setenv("TZ", old_zone.c_str(), 1) : ::unsetenv("TZ");
    ::tzset();
}

struct GuessRow {
    std::vector<std::string> samples;
    TimeDialect dialect;
    Grain grain;
    TimeQuestion question;
    const char* evidence;
};

TEST(GuessTimes, ProposesAndAsksButNeverTakesSilently) {
    using enum TimeQuestion;
    const GuessRow rows[] = {
        {{}, iso, Grain::none, none, ""},
        {{"2020-01-05", "2020-01-06", ""}, iso, Grain::day, none, ""},
        {{"2020-01-05", "2020-01-06", "2020/01/07"}, iso, Grain::day, none, ""},  // one that is odd: refused
        {{"2020", "2021"}, iso, Grain::year, none, ""},
        {{"2020/1/5", "2020/1/6"}, any, Grain::day, none, "2020/1/5"},
        {{"20200105"}, any, Grain::day, none, "20200105"},
        {{"2020年1月", "2020年2月"}, any, Grain::month, none, "2020年1月"},
        {{"2020-01-05 13:00", "2020-01-05 13:45", "2020-01-05 14:00"},
         any,
         Grain::minute,
         none,
         "2020-01-05 13:00"},
        {{"2020-01-05 00:00:00", "2020-01-06 00:00:00"}, midnight, Grain::day, none, "2020-01-05 00:00:00"},
        {{"03/04/2020", "25/04/2020"}, day_first, Grain::day, none, "25/04/2020"},
        {{"03/04/2020", "04/25/2020"}, month_first, Grain::day, none, "04/25/2020"},
        {{"03/04/2020", "05/06/2020"}, any, Grain::none, day_order, "03/04/2020"},
        {{"25/04/2020", "04/25/2020"}, any, Grain::day, day_order, "04/25/2020"},
        {{"05/05/2020"}, any, Grain::day, none, "05/05/2020"},
        {{"43831", "43832"}, any, Grain::none, excel_serials, "43831"},
        {{"1579957200", "1579957260"}, any, Grain::none, unix_time, "1579957200"},
        {{"2020-01", "2020-02", "2020-01-05"}, iso, Grain::month, grain, "2020-01-05"},
        {{"2020Q1"}, any, Grain::none, none, "2020Q1"},
    };
    for (const GuessRow& row : rows) {
        const TimeGuess guess = guess_times(row.samples);
        const std::string first = row.samples.empty() ? "" : row.samples.front();
        EXPECT_EQ(guess.dialect, row.dialect) << first;
        EXPECT_EQ(guess.grain, row.grain) << first;
        EXPECT_EQ(guess.question, row.question) << first;
        EXPECT_EQ(guess.evidence, row.evidence) << first;
        EXPECT_EQ(guess.read + guess.missing + guess.refused, row.samples.size()) << first;
    }
}

}  // namespace
}  // namespace flowspace
