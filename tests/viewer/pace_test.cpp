// What a frame draws while something moves, and that it becomes whole again by itself.
#include "viewer/pace.h"

#include <gtest/gtest.h>

namespace flowspace {
namespace {

constexpr std::size_t everything = std::numeric_limits<std::size_t>::max();

TEST(Pace, DrawsTheWholePictureWhereNothingMoves) {
    Pace pace;
    for (int frame = 0; frame < 5; ++frame) {
        const Effort effort = pace.next({.list_revision = 1, .arcs = 1500}, frame * 0.016);
        EXPECT_EQ(effort.quality, Quality::settling);
        EXPECT_EQ(effort.most_arcs, everything);
        EXPECT_FALSE(pace.settling());
    }
}

TEST(Pace, AMovingCameraSeesACoarseGroundUntilItHasRested) {
    Pace pace;
    Pace::Seen seen{.list_revision = 1, .arcs = 1500};
    pace.next(seen, 0);
    double now_s = 1;
    for (int step = 0; step < 5; ++step, now_s += 0.05) {
        seen.camera.bearing_deg += 1;
        EXPECT_EQ(pace.next(seen, now_s).quality, Quality::interactive);
        EXPECT_TRUE(pace.settling());
    }
    const double last_move_s = now_s - 0.05;
    EXPECT_EQ(pace.next(seen, last_move_s + Pace::rest_s - 0.001).quality, Quality::interactive);
    EXPECT_TRUE(pace.settling());
    EXPECT_EQ(pace.next(seen, last_move_s + Pace::rest_s + 0.001).quality, Quality::settling);
    EXPECT_FALSE(pace.settling());
}

TEST(Pace, KeepsTheStrongestArcsAndAddsTheOthersAtRest) {
    Pace pace;
    Pace::Seen seen{.list_revision = 1, .arcs = 1'000'000};
    EXPECT_EQ(pace.next(seen, 0).most_arcs, Pace::fewest_arcs);
    seen.playing = true;
    for (int frame = 1; frame < 40; ++frame)
        EXPECT_EQ(pace.next(seen, frame * 0.02).most_arcs, Pace::fewest_arcs) << "playing";
    seen.playing = false;
    EXPECT_EQ(pace.next(seen, 0.8).most_arcs, Pace::fewest_arcs);
    EXPECT_EQ(pace.next(seen, 1.0).most_arcs, 80'000u);
    EXPECT_EQ(pace.next(seen, 1.1).most_arcs, 320'000u);
    EXPECT_TRUE(pace.settling());
    EXPECT_EQ(pace.next(seen, 1.2).most_arcs, everything);
    EXPECT_FALSE(pace.settling());
    for (int frame = 0; frame < 100; ++frame) EXPECT_EQ(pace.next(seen, 2 + frame).most_arcs, everything);
    ++seen.list_revision;
    EXPECT_EQ(pace.next(seen, 200).most_arcs, Pace::fewest_arcs) << "another list";
    EXPECT_EQ(pace.next(seen, 200.2).quality, Quality::settling) << "the camera stood still";
}

}  // namespace
}  // namespace flowspace
