#include "render/scene/time_words.h"

#include <gtest/gtest.h>

namespace flowspace {
namespace {

TimeMs time_of(const char* text) { return parse_time(text)->start; }

TEST(TimeWords, EachGrainInBothLanguages) {
    struct Row {
        Grain grain;
        const char* iso;
        const char* zh;
        const char* en;
    };
    for (const Row& row :
         {Row{Grain::year, "2020", "2020年", "2020"}, Row{Grain::month, "2020-01", "2020年1月", "Jan 2020"},
          Row{Grain::week, "2020-W03", "2020年第3周", "week 3 of 2020"},
          Row{Grain::day, "2020-01-05", "2020年1月5日", "5 Jan 2020"},
          Row{Grain::hour, "2020-12-25T13:00", "2020年12月25日 13:00", "25 Dec 2020 13:00"}}) {
        EXPECT_EQ(step_words(row.grain, time_of(row.iso), Language::zh), row.zh);
        EXPECT_EQ(step_words(row.grain, time_of(row.iso), Language::en), row.en);
    }
    EXPECT_EQ(step_words(Grain::none, TimeMs{0}, Language::zh), "");
}

TEST(TimeWords, AWindowIsWrittenByItsFirstAndLastStep) {
    const TimeAxis axis{Grain::month,
                        {time_of("2020-01"), time_of("2020-02"), time_of("2020-03"), time_of("2020-07")}};
    EXPECT_EQ(window_words(axis, {}, Language::en), "Jan 2020 – Jul 2020");
    EXPECT_EQ(window_words(axis, {time_of("2020-01"), time_of("2020-03")}, Language::zh),
              "2020年1月 – 2020年2月");
    EXPECT_EQ(window_words(axis, {time_of("2020-02"), time_of("2020-03")}, Language::en), "Feb 2020");
    EXPECT_EQ(window_words(axis, {time_of("2020-04"), time_of("2020-05")}, Language::en),
              "no data in this window");
}

}  // namespace
}  // namespace flowspace
