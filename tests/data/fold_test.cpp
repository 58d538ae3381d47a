// Folding by the calendar, against what `sum --fold` prints and against dates known by heart.
#include "data/fold.h"

#include "data/import/problem_words.h"

#include <gtest/gtest.h>

namespace flowspace {
namespace {

TimeMs at(const char* text) { return (*parse_time(text)).start; }

TEST(Fold, BinsAreThoseOfTheCalendar) {
    EXPECT_EQ(fold_bin(Fold::hour, at("2020-01-25T13:00")), 13);
    EXPECT_EQ(fold_bin(Fold::weekday, at("2020-01-25")), 6) << "a Saturday";
    EXPECT_EQ(fold_bin(Fold::weekday, at("1969-12-31")), 3) << "a Wednesday before the epoch";
    EXPECT_EQ(fold_bin(Fold::month, at("2020-12-31")), 12);
    EXPECT_EQ(fold_bin(Fold::lunar, at("2020-01-25")), 0) << "the Spring Festival of 2020";
    EXPECT_EQ(fold_bin(Fold::lunar, at("2021-02-11")), -1) << "the eve of that of 2021";
}

TEST(Fold, ATableTooCoarseIsRefused) {
    TimeAxis months{.grain = Grain::month, .starts = {at("2020-01"), at("2020-02")}};
    EXPECT_FALSE(cannot_fold(Fold::month, months));
    EXPECT_TRUE(cannot_fold(Fold::weekday, months));
    EXPECT_TRUE(cannot_fold(Fold::hour, months));
    TimeAxis weeks{.grain = Grain::week, .starts = {at("2020-W05")}};
    EXPECT_TRUE(cannot_fold(Fold::month, weeks)) << "a week may lie in two months";
    TimeAxis far{.grain = Grain::day, .starts = {at("2150-01-01")}};
    EXPECT_TRUE(cannot_fold(Fold::lunar, far));
    EXPECT_TRUE(cannot_fold(Fold::month, TimeAxis{}));
}

TEST(Fold, WhyItIsRefusedIsSaidInChineseToo) {
    const TimeAxis months{.grain = Grain::month, .starts = {at("2020-01")}};
    const TimeAxis weeks{.grain = Grain::week, .starts = {at("2020-W05")}};
    const TimeAxis far{.grain = Grain::day, .starts = {at("2150-01-01")}};
    const auto said = [](Fold fold, const TimeAxis& axis) {
        return message_in(cannot_fold(fold, axis)->message, Language::zh);
    };
    EXPECT_EQ(said(Fold::hour, months), "--fold hour 需要时间粒度为小时或更细，而表的粒度为月");
    EXPECT_EQ(said(Fold::weekday, months), "--fold weekday 需要时间粒度为日或更细，而表的粒度为月");
    EXPECT_EQ(said(Fold::lunar, TimeAxis{}), "--fold lunar 需要时间粒度为日或更细，而表的粒度为无时间");
    EXPECT_EQ(said(Fold::month, weeks),
              "--fold month 需要时间粒度为月或更细，而表的粒度为周（一周可能跨两个月）");
    EXPECT_EQ(said(Fold::lunar, far).find("2150-01-01 不在 "), 0U) << said(Fold::lunar, far);
}

TEST(Fold, SumsTheStepsThatSaidAnything) {
    const TimeAxis axis{
        .grain = Grain::month,
        .starts = {at("2019-01"), at("2019-02"), at("2020-01"), at("2020-02"), at("2021-01")}};
    const std::vector<ExactSum> steps = {{.scaled = 1, .rows = 1, .digits = 0},
                                         {.scaled = 2, .rows = 1, .digits = 0},
                                         {.scaled = 4, .rows = 1, .digits = 0},
                                         {},
                                         {.scaled = 8, .rows = 1, .digits = 0}};
    const auto bins = folded(Fold::month, axis, steps, {at("2019-01"), at("2021-01")});
    ASSERT_EQ(bins.size(), 2U);
    EXPECT_EQ(value(bins[0].sum), 5);
    EXPECT_EQ(bins[0].steps, 2U);
    EXPECT_EQ(value(bins[1].sum), 2);
    EXPECT_EQ(bins[1].steps, 1U) << "a step without rows is unknown, not zero";
}

}  // namespace
}  // namespace flowspace
