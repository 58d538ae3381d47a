#include "viewer/history.h"

#include <gtest/gtest.h>

namespace flowspace {
namespace {

Settings with_exaggeration(float exaggeration) {
    Settings settings;
    settings.style.exaggeration = exaggeration;
    return settings;
}

Settings with_width(double width_km) {
    Settings settings;
    settings.camera.width_km = width_km;
    return settings;
}

TEST(History, UndoesAndRedoesEachChange) {
    History history{Settings{}};
    history.observe(with_exaggeration(2), {});
    history.observe(with_exaggeration(3), {});
    EXPECT_EQ(history.undo(), with_exaggeration(2));
    EXPECT_EQ(history.undo(), Settings{});
    EXPECT_EQ(history.undo(), std::nullopt);
    EXPECT_EQ(history.redo(), with_exaggeration(2));
    EXPECT_EQ(history.redo(), with_exaggeration(3));
    EXPECT_EQ(history.redo(), std::nullopt);
}

TEST(History, AChangeAfterUndoForgetsWhatWasUndone) {
    History history{Settings{}};
    history.observe(with_exaggeration(2), {});
    history.undo();
    history.observe(with_exaggeration(5), {});
    EXPECT_FALSE(history.can_redo());
    EXPECT_EQ(history.undo(), Settings{});
}

TEST(History, SayingTheSameAgainIsNoStep) {
    History history{Settings{}};
    history.observe(Settings{}, {});
    EXPECT_FALSE(history.can_undo());
}

TEST(History, ADragIsOneStep) {
    History history{Settings{}};
    for (int step = 1; step <= 20; ++step)
        history.observe(with_exaggeration(static_cast<float>(step)), {.gesture = 7});
    history.observe(with_exaggeration(30), {.gesture = 8});
    EXPECT_EQ(history.undo(), with_exaggeration(20));
    EXPECT_EQ(history.undo(), Settings{});
    EXPECT_FALSE(history.can_undo());
}

TEST(History, CameraMovesInARowAreOneStepUntilAPause) {
    History history{Settings{}};
    history.observe(with_width(5000), {.time_s = 1.0});
    history.observe(with_width(4000), {.time_s = 1.5});
    history.observe(with_width(3000), {.time_s = 2.0});
    history.observe(with_width(1000), {.time_s = 9.0});
    EXPECT_EQ(history.undo(), with_width(3000));
    EXPECT_EQ(history.undo(), Settings{});
}

TEST(History, PlaybackTicksAreNotSteps) {
    History history{Settings{}};
    Settings playing;
    playing.playback.playing = true;
    history.observe(playing, {});
    for (int step = 1; step < 10; ++step) {
        playing.filter.window.from = TimeMs{step};
        history.observe(playing, {.cause = Edit::Cause::tick});
    }
    EXPECT_EQ(history.undo(), Settings{});
    EXPECT_FALSE(history.can_undo());
}

TEST(History, ForgetsTheOldestBeyondItsLength) {
    History history{Settings{}};
    for (std::size_t step = 1; step <= History::longest + 10; ++step)
        history.observe(with_exaggeration(static_cast<float>(step) + 10), {});
    std::size_t undone = 0;
    while (history.undo()) ++undone;
    EXPECT_EQ(undone, History::longest);
}

}  // namespace
}  // namespace flowspace
