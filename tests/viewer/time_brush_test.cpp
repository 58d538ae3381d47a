#include "viewer/time_brush.h"

#include "viewer/panels/timeline_chart.h"

#include <gtest/gtest.h>

namespace flowspace {
namespace {

TimeMs at(std::string_view text) { return (*parse_time(text)).start; }

/// 2020-01 to 2020-12, without June.
TimeAxis months() {
    TimeAxis axis{.grain = Grain::month};
    TimeMs month = at("2020-01");
    for (int number = 1; number <= 12; ++number, month = step_end(Grain::month, month))
        if (number != 6) axis.starts.push_back(month);
    return axis;
}

Window window(std::string_view from, std::string_view to) { return {at(from), at(to)}; }

TEST(TimeBrush, FindsTheGap) {
    ASSERT_EQ(gaps(months()).size(), 1U);
    EXPECT_EQ(gaps(months())[0], window("2020-06", "2020-07"));
}

TEST(TimeBrush, SnapsToTheNearestBoundary) {
    EXPECT_EQ(snap(months(), at("2020-03-09")), at("2020-03"));
    EXPECT_EQ(snap(months(), at("2020-03-25")), at("2020-04"));
    EXPECT_EQ(snap(months(), at("2019-03-25")), at("2020-01"));
    EXPECT_EQ(snap(months(), at("2022-03-25")), at("2021-01"));
}

TEST(TimeBrush, TakesHoldOfWhatLiesUnderThePointer) {
    const BrushGeometry brush{100, 200, 6};
    EXPECT_EQ(brush_part_at(brush, 97), BrushPart::left_handle);
    EXPECT_EQ(brush_part_at(brush, 204), BrushPart::right_handle);
    EXPECT_EQ(brush_part_at(brush, 150), BrushPart::body);
    EXPECT_EQ(brush_part_at(brush, 20), BrushPart::fresh);
    const BrushGeometry everything{100, 200, 6, true};
    EXPECT_EQ(brush_part_at(everything, 150), BrushPart::fresh);
    const BrushGeometry narrow{100, 103, 6};
    EXPECT_EQ(brush_part_at(narrow, 99), BrushPart::left_handle);
    EXPECT_EQ(brush_part_at(narrow, 104), BrushPart::right_handle);
}

TEST(TimeBrush, HandlesMayPassEachOther) {
    const BrushDrag drag{BrushPart::left_handle, at("2020-03"), window("2020-03", "2020-05")};
    EXPECT_EQ(drag_brush(months(), drag, at("2020-02")), window("2020-02", "2020-05"));
    EXPECT_EQ(drag_brush(months(), drag, at("2020-09")), window("2020-05", "2020-09"));
}

TEST(TimeBrush, AFreshBrushHasAtLeastOneStep) {
    const BrushDrag drag{BrushPart::fresh, at("2020-03-02"), window("2020-01", "2021-01")};
    EXPECT_EQ(drag_brush(months(), drag, at("2020-03-03")), window("2020-03", "2020-04"));
    EXPECT_EQ(drag_brush(months(), drag, at("2020-05-28")), window("2020-03", "2020-06"));
    const BrushDrag last{BrushPart::fresh, at("2020-12-30"), window("2020-01", "2021-01")};
    EXPECT_EQ(drag_brush(months(), last, at("2020-12-31")), window("2020-12", "2021-01"));
}

TEST(TimeBrush, TheBodyKeepsItsLengthAndStopsAtTheEnds) {
    const BrushDrag drag{BrushPart::body, at("2020-03-15"), window("2020-03", "2020-05")};
    EXPECT_EQ(drag_brush(months(), drag, at("2020-05-15")), window("2020-05", "2020-07"));
    EXPECT_EQ(drag_brush(months(), drag, at("2020-12-15")), window("2020-11", "2021-01"));
    EXPECT_EQ(drag_brush(months(), drag, at("2020-01-01")), window("2020-01", "2020-03"));
}

TEST(TimeBrush, ShiftsByCalendarStepsThroughTheGap) {
    EXPECT_EQ(shift_window(months(), window("2020-05", "2020-06"), 1), window("2020-06", "2020-07"));
    EXPECT_EQ(shift_window(months(), window("2020-05", "2020-06"), -9), window("2020-01", "2020-02"));
    EXPECT_EQ(shift_window(months(), {}, 1), window("2020-01", "2021-01"));
}

TEST(Playback, BeginsAgainWhenTheWindowIsAtTheEnd) {
    EXPECT_EQ(start_playing(months(), {}, WindowMode::moving), window("2020-01", "2020-02"));
    EXPECT_EQ(start_playing(months(), window("2020-10", "2021-01"), WindowMode::moving),
              window("2020-01", "2020-04"));
    EXPECT_EQ(start_playing(months(), window("2020-02", "2020-04"), WindowMode::moving),
              window("2020-02", "2020-04"));
    EXPECT_EQ(start_playing(months(), {}, WindowMode::growing), window("2020-01", "2020-02"));
}

TEST(Playback, MovesOrGrowsUntilTheEnd) {
    EXPECT_EQ(play_step(months(), window("2020-10", "2020-12"), WindowMode::moving),
              window("2020-11", "2021-01"));
    EXPECT_EQ(play_step(months(), window("2020-10", "2020-12"), WindowMode::growing),
              window("2020-10", "2021-01"));
    EXPECT_EQ(play_step(months(), window("2020-11", "2021-01"), WindowMode::moving), std::nullopt);
}

TEST(TypedSpan, TakesCoarserDatesAndRefusesTheRest) {
    const auto year = typed_span(months(), "2020", Language::en);
    ASSERT_TRUE(year);
    EXPECT_EQ(*year, window("2020-01", "2021-01"));
    const auto month = typed_span(months(), "2020-03", Language::en);
    ASSERT_TRUE(month);
    EXPECT_EQ(*month, window("2020-03", "2020-04"));
    EXPECT_FALSE(typed_span(months(), "March", Language::en));
    EXPECT_FALSE(typed_span(months(), "2031-01", Language::en));
    EXPECT_NE(typed_span(months(), "2031-01", Language::zh).error().message.find("2020-12"),
              std::string::npos);
}

TEST(TimeBrush, ComparePinsTheWindowAndMovesOn) {
    const TimeAxis axis = months();
    Settings settings;
    settings.filter.window = {axis.starts[0], axis.starts[2]};
    settings = toggled_comparing(settings, axis);
    EXPECT_EQ(settings.comparison.before, (Window{axis.starts[0], axis.starts[2]}));
    EXPECT_EQ(settings.filter.window, (Window{axis.starts[2], axis.starts[4]}));
    settings = toggled_comparing(settings, axis);
    EXPECT_EQ(settings.comparison.before, std::nullopt);
    settings.filter.window = {};  // over everything: halves
    settings = toggled_comparing(settings, axis);
    ASSERT_TRUE(settings.comparison.before);
    EXPECT_EQ(settings.comparison.before->to, settings.filter.window.from);
    Settings near_end;  // four steps of which three would be shared ahead
    const std::size_t last = axis.size();
    near_end.filter.window = {axis.starts[last - 5], axis.starts[last - 1]};
    near_end = toggled_comparing(near_end, axis);
    EXPECT_LE(near_end.filter.window.to, near_end.comparison.before->from) << "no step is on both sides";
    Settings end;
    end.filter.window = {axis.starts.back(), whole_axis(axis).to};
    end = toggled_comparing(end, axis);
    EXPECT_LT(end.filter.window.from, end.comparison.before->from) << "at the end the brush goes back";
}

TEST(Ticks, AreCalendarDatesApart) {
    const TimeAxis axis = months();
    const std::vector<Tick> wide = ticks(axis, {whole_axis(axis), 0, 1200}, 72);
    ASSERT_EQ(wide.size(), 12U);
    EXPECT_EQ(wide[0].text, "2020-01");
    const std::vector<Tick> narrow = ticks(axis, {whole_axis(axis), 0, 400}, 72);
    ASSERT_EQ(narrow.size(), 4U);
    EXPECT_EQ(narrow[1].text, "2020-04");
}

}  // namespace
}  // namespace flowspace
