#include "data/spring_festival.h"

#include <gtest/gtest.h>

namespace flowspace {
namespace {

TimeMs at(const char* text) { return parse_time(text)->start; }

TEST(SpringFestival, EqualsThePublishedAlmanacs) {
    for (const char* day :
         {"1954-02-03", "1966-01-21", "1985-02-20", "1988-02-17", "1997-02-07", "2000-02-05", "2015-02-19",
          "2019-02-05", "2020-01-25", "2021-02-12", "2022-02-01", "2023-01-22", "2024-02-10", "2025-01-29",
          "2026-02-17", "2027-02-06", "2030-02-03", "2034-02-19"}) {
        const int year = std::stoi(std::string(day).substr(0, 4));
        ASSERT_TRUE(spring_festival(year));
        EXPECT_EQ(format_time(Grain::day, *spring_festival(year)), day);
    }
    EXPECT_FALSE(spring_festival(1949));
    EXPECT_FALSE(spring_festival(2101));
}

TEST(SpringFestival, YearsAreTwelveOrThirteenMoons) {
    for (int year = first_festival_year; year < last_festival_year; ++year) {
        const auto days = (count(*spring_festival(year + 1)) - count(*spring_festival(year))) / 86'400'000;
        EXPECT_TRUE((days >= 353 && days <= 355) || (days >= 383 && days <= 385)) << year << ": " << days;
    }
}

TEST(DaysFromSpringFestival, CountsToTheNearest) {
    EXPECT_EQ(days_from_spring_festival(at("2020-01-25")), 0);
    EXPECT_EQ(days_from_spring_festival(at("2020-01-24T23:59")), -1);
    EXPECT_EQ(days_from_spring_festival(at("2020-02-08")), 14);
    EXPECT_EQ(days_from_spring_festival(at("2020-12-31")), -43);
    EXPECT_EQ(days_from_spring_festival(at("1949-12-31")), std::nullopt);
}

}  // namespace
}  // namespace flowspace
