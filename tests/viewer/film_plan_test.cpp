// What a film shows when: played windows, held ends, and the number of frames.
#include "viewer/export/film_plan.h"

#include "tests/viewer/synthetic.h"
#include "viewer/time_brush.h"

#include <gtest/gtest.h>

namespace flowspace {
namespace {

TimeAxis months(int count) {
    TimeAxis axis{.grain = Grain::month, .starts = {}};
    TimeMs at = parse_time("2020-01")->start;
    for (int row = 0; row < count; ++row, at = step_end(Grain::month, at)) axis.starts.push_back(at);
    return axis;
}

TEST(FilmPlan, EveryFrameThatBeginsWithinTheLengthIsThere) {
    EXPECT_EQ(frames_of(10, 30), 300U);
    EXPECT_EQ(frames_of(1.0 / 3, 30), 10U) << "but for rounding a whole number";
    EXPECT_EQ(frames_of(0.31, 10), 4U);
    EXPECT_EQ(frames_of(0, 24), 1U);
}

TEST(FilmPlan, PlayingShowsEveryWindowForItsTimeAndHoldsTheEnds) {
    const TimeAxis axis = months(6);
    Settings settings;
    settings.filter.window = {axis.starts[0], axis.starts[2]};
    settings.playback = {.playing = true, .steps_per_s = 4};
    const FilmPlan plan = film_of_view(settings, axis, {.hold_s = 0.5});
    EXPECT_DOUBLE_EQ(plan.length_s, 0.5 + 5 / 4.0 + 0.5) << "five windows of two months";
    const auto from = [&](double time_s) { return plan.at(time_s).settings.filter.window.from; };
    EXPECT_EQ(from(0), axis.starts[0]);
    EXPECT_EQ(from(0.74), axis.starts[0]);
    EXPECT_EQ(from(0.75), axis.starts[1]);
    EXPECT_EQ(from(1.25), axis.starts[3]);
    EXPECT_EQ(from(2.2), axis.starts[4]);
    EXPECT_EQ(plan.at(2.2).settings.filter.window.to, whole_axis(axis).to);
    EXPECT_FALSE(plan.at(1).settings.playback.playing);
    EXPECT_DOUBLE_EQ(plan.at(1.25).time_s, 1.25) << "arcs move with the film's clock";
}

TEST(FilmPlan, GrowingKeepsTheBeginning) {
    const TimeAxis axis = months(4);
    Settings settings;
    settings.filter.window = {axis.starts[0], axis.starts[1]};
    settings.playback = {.steps_per_s = 1, .mode = WindowMode::growing};
    const FilmPlan plan = film_of_view(settings, axis, {.hold_s = 0});
    EXPECT_DOUBLE_EQ(plan.length_s, 4);
    EXPECT_EQ(plan.at(3).settings.filter.window, (Window{axis.starts[0], whole_axis(axis).to}));
}

TEST(FilmPlan, AViewThatStandsOnlyMovesItsArcs) {
    const TimeAxis axis = months(4);
    Settings settings;
    const FilmPlan still = film_of_view(settings, axis, {.plays = false, .length_s = 3.0});
    EXPECT_DOUBLE_EQ(still.length_s, 3);
    EXPECT_EQ(still.at(0).settings, still.at(2.9).settings);
    EXPECT_DOUBLE_EQ(film_of_view(settings, months(1), {}).length_s, 10) << "one step plays nothing";
}

}  // namespace
}  // namespace flowspace
