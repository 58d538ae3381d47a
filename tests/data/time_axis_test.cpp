#include "data/time_axis.h"

#include <gtest/gtest.h>

namespace flowspace {
namespace {

constexpr std::int64_t day_ms = 86'400'000;

TEST(ParseTime, KnowsEveryForm) {
    struct Case {
        const char* text;
        Grain grain;
        std::int64_t start_ms;
    };
    for (const Case& one :
         {Case{"1970", Grain::year, 0}, Case{"2020-01", Grain::month, 18262 * day_ms},
          Case{"2020-W03", Grain::week, 18274 * day_ms}, Case{"2020-W01", Grain::week, 18260 * day_ms},
          Case{"2020-W53", Grain::week, 18624 * day_ms}, Case{"2020-02-29", Grain::day, 18321 * day_ms},
          Case{"2020-01-25T13:00", Grain::hour, 18286 * day_ms + 13 * 3'600'000},
          Case{"2020-01-25T13:00:00", Grain::hour, 18286 * day_ms + 13 * 3'600'000},
          Case{"2020-01-25T13:45", Grain::minute, 18286 * day_ms + 825 * 60'000},
          Case{"2020-01-25T13:45:07", Grain::second, 18286 * day_ms + 825 * 60'000 + 7000},
          Case{"1969-12-31", Grain::day, -day_ms}}) {
        const auto parsed = parse_time(one.text);
        ASSERT_TRUE(parsed) << one.text;
        EXPECT_EQ(parsed->grain, one.grain) << one.text;
        EXPECT_EQ(count(parsed->start), one.start_ms) << one.text;
        EXPECT_FALSE(parsed->has_zone) << one.text;
    }
}

TEST(ParseTime, KeepsTheClockAndTheZoneApart) {
    const auto zoned = parse_time("2020-01-25T13:00+08:00"), utc = parse_time("2020-01-25T13:00Z");
    ASSERT_TRUE(zoned && utc);
    EXPECT_EQ(zoned->start, utc->start);  // clock time as written
    EXPECT_EQ(zoned->zone_minutes, 480);
    EXPECT_EQ(parse_time("2020-01-25T13:00-03:30")->zone_minutes, -210);
    EXPECT_TRUE(utc->has_zone);
}

TEST(ParseTime, RefusesWhatIsNoTime) {
    for (const char* text : {"",
                             "20",
                             "2020-",
                             "2020-1",
                             "2020-13",
                             "2020-00",
                             "2021-02-29",
                             "2020-02-30",
                             "2020/01/02",
                             "2020-W00",
                             "2020-W54",
                             "2021-W53",
                             "2020-01-25 13:00",
                             "2020-01-25T24:00",
                             "2020-01-25T13",
                             "2020-01-25T13:60",
                             "2020-01-25T13:00:60",
                             "2020-01-25T13:00+0800",
                             "2020-01-25T13:00+15:00",
                             "0000",
                             "2020-01-25T",
                             "2020-01-25T13:00z",
                             " 2020",
                             "2020 ",
                             "２０２０",
                             "2020-01-25T13:00:00.5"}) {
        const auto parsed = parse_time(text);
        EXPECT_FALSE(parsed) << text;
        if (parsed) continue;
        EXPECT_NE(parsed.error().message.find("expected 2020, 2020-01"), std::string::npos);
    }
}

TEST(FormatTime, GivesBackWhatWasRead) {
    for (const char* text :
         {"0001", "2020", "2020-01", "2020-W01", "2020-W53", "2019-W01", "2021-W01", "2024-W52", "2020-02-29",
          "2020-01-25T13:00", "2020-01-25T13:45", "2020-01-25T13:45:07"}) {
        const auto parsed = parse_time(text);
        ASSERT_TRUE(parsed) << text;
        EXPECT_EQ(format_time(parsed->grain, parsed->start), text);
        EXPECT_EQ(step_start(parsed->grain, parsed->start), parsed->start) << text;
    }
}

TEST(Steps, EndWhereTheNextBegins) {
    const auto at = [](const char* text) { return parse_time(text)->start; };
    EXPECT_EQ(step_end(Grain::month, at("2020-02")), at("2020-03"));
    EXPECT_EQ(step_end(Grain::month, at("2020-12")), at("2021-01"));
    EXPECT_EQ(step_end(Grain::year, at("2020")), at("2021"));
    EXPECT_EQ(step_end(Grain::week, at("2020-W53")), at("2021-W01"));
    EXPECT_EQ(step_end(Grain::day, at("2020-02-28")), at("2020-02-29"));
    EXPECT_EQ(step_start(Grain::month, at("2020-02-29")), at("2020-02"));
    EXPECT_EQ(step_start(Grain::week, at("2020-01-01")), at("2020-W01"));
    EXPECT_EQ(step_start(Grain::day, at("1969-12-31T23:59")), at("1969-12-31"));
}

TEST(StepsIn, WindowsAreHalfOpen) {
    TimeAxis axis{Grain::month, {}};
    for (const char* text : {"2019-11", "2019-12", "2020-01", "2020-03"})
        axis.starts.push_back(parse_time(text)->start);
    const auto in = [&](const char* from, const char* to) {
        return steps_in(axis, {parse_time(from)->start, parse_time(to)->start});
    };
    EXPECT_EQ(in("2019-12", "2020-01"), (StepRange{1, 2}));  // --to 2020-01 leaves January out
    EXPECT_EQ(in("2019-12", "2020-01-02"), (StepRange{1, 3}));
    EXPECT_EQ(in("2019-12-02", "2020-01"), (StepRange{2, 2}));
    EXPECT_EQ(in("2020-02", "2020-03"), (StepRange{3, 3}));
    EXPECT_EQ(in("2021", "2019"), (StepRange{4, 4}));
    EXPECT_EQ(steps_in(axis, Window{}), (StepRange{0, 4}));
}

}  // namespace
}  // namespace flowspace
