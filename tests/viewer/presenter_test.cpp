// Telling a story: every key, live answers, and that all of it comes back to where it was.
#include "viewer/presenter.h"

#include "tests/viewer/synthetic.h"
#include "viewer/focus.h"
#include "viewer/notes_page.h"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <gtest/gtest.h>
#include <imgui.h>

#include <cstdint>
#include <memory>

namespace flowspace {
namespace {

std::shared_ptr<const Story> four(const Dataset& data) {
    Story story;
    for (const char* title : {"a", "b", "c", "d"}) {
        Settings settings = normalised({}, shape_of(data));
        settings.camera.width_km = 3000 - 500 * static_cast<double>(story.scenes.size());
        story = add_scene_from(std::move(story), settings, {.title = title});
    }
    return std::make_shared<const Story>(std::move(story));
}

class PresenterTest : public testing::Test {
protected:
    std::shared_ptr<const Dataset> data = synthetic_dataset();
    Presenter presenter = start_presenting(four(*data), normalised({}, shape_of(*data)), 0, 100);
};

TEST_F(PresenterTest, NextFliesAndStandsUntilTheNextKey) {
    EXPECT_EQ(story_seconds(presenter, 500), story_seconds(presenter, 100));
    press(presenter, PresenterKey::next, 500);
    EXPECT_EQ(presenter.row, 1U);
    EXPECT_TRUE(is_under_way(presenter, 501));
    EXPECT_EQ(present(presenter, *data, 501).part, ScenePart::arriving);
    EXPECT_FALSE(is_under_way(presenter, 503));
    EXPECT_EQ(present(presenter, *data, 9999).scene, 1U);
    EXPECT_EQ(present(presenter, *data, 9999).settings.camera, presenter.story->scenes[1].view->camera);
    EXPECT_EQ(present(presenter, *data, 9999).time_s, 9999 - 100);  // what moves goes on
}

TEST_F(PresenterTest, VAsksForAWindowOfItsOwn) {
    EXPECT_EQ(presenter_key(GLFW_KEY_V), PresenterKey::window);
    press(presenter, PresenterKey::window, 101);
    EXPECT_TRUE(presenter.window);
    press(presenter, PresenterKey::window, 102);
    EXPECT_FALSE(presenter.window);
}

TEST_F(PresenterTest, ThePageOfNotesSaysWhereItIsAndWhatComes) {
    Story story = *presenter.story;
    story = rename_scene(std::move(story), 1, SceneText::notes, {.zh = "慢慢讲", .en = "Take your time"});
    presenter.story = std::make_shared<const Story>(std::move(story));
    presenter.kept.style.language = Language::en;
    press(presenter, PresenterKey::next, 101);
    presenter.elapsed_s = 3723;
    NotesPage page = notes_page(presenter);
    EXPECT_EQ(page.title, "b");
    EXPECT_EQ(page.notes, "Take your time");
    EXPECT_EQ(page.next + page.then, "cd");
    EXPECT_EQ(page.elapsed, "1:02:03");
    EXPECT_EQ(page.row, 1U);
    press(presenter, PresenterKey::last, 102);
    EXPECT_EQ(notes_page(presenter).next, "");
    page.width_px = 640;
    page.height_px = 360;
    auto painter = NotesPainter::create(*data, *presenter.story);
    ASSERT_TRUE(painter) << painter.error().message;
    ImGuiContext* const before = ImGui::GetCurrentContext();
    const auto image = painter->paint(page), again = painter->paint(page);
    EXPECT_EQ(ImGui::GetCurrentContext(), before);
    ASSERT_TRUE(image && again);
    EXPECT_EQ(*image, *again);
    page.notes = "Other words";
    EXPECT_FALSE(*painter->paint(page) == *image);
    page.language = Language::zh;
    page.scale = 2;
    EXPECT_FALSE(*painter->paint(page) == *image);
}

TEST_F(PresenterTest, NextOnTheWayArrives) {
    press(presenter, PresenterKey::next, 200);
    press(presenter, PresenterKey::next, 200.5);
    EXPECT_EQ(presenter.row, 1U);
    EXPECT_FALSE(is_under_way(presenter, 200.5));
    press(presenter, PresenterKey::next, 201);
    EXPECT_EQ(presenter.row, 2U);
}

TEST_F(PresenterTest, NextOnTheLastSceneIsAnsweredForAMoment) {
    press(presenter, PresenterKey::last, 102);
    EXPECT_FALSE(tells_end(presenter, 102));
    press(presenter, PresenterKey::next, 103);
    EXPECT_EQ(presenter.row, 3U);
    EXPECT_TRUE(tells_end(presenter, 103.5));
    EXPECT_FALSE(tells_end(presenter, 106));
    press(presenter, PresenterKey::next, 107);
    EXPECT_TRUE(tells_end(presenter, 107.1));
    press(presenter, PresenterKey::previous, 107.2);
    EXPECT_FALSE(tells_end(presenter, 107.3));
}

TEST_F(PresenterTest, EndsHold) {
    press(presenter, PresenterKey::previous, 101);
    EXPECT_EQ(presenter.row, 0U);
    press(presenter, PresenterKey::last, 102);
    EXPECT_EQ(presenter.row, 3U);
    const double at_s = story_seconds(presenter, 110);
    press(presenter, PresenterKey::next, 111);
    EXPECT_EQ(presenter.row, 3U);
    EXPECT_EQ(story_seconds(presenter, 120), at_s);
    press(presenter, PresenterKey::previous, 121);
    EXPECT_EQ(presenter.row, 2U);
    EXPECT_FALSE(is_under_way(presenter, 121));
    press(presenter, PresenterKey::first, 122);
    EXPECT_EQ(presenter.row, 0U);
}

TEST_F(PresenterTest, ANumberAndEnterJump) {
    type_digit(presenter, '3');
    type_digit(presenter, 'x');
    EXPECT_EQ(presenter.typed, "3");
    press(presenter, PresenterKey::jump, 101);
    EXPECT_EQ(presenter.row, 2U);
    EXPECT_TRUE(presenter.typed.empty());
    for (const char digit : {'9', '9', '9', '9', '9'}) type_digit(presenter, digit);
    press(presenter, PresenterKey::jump, 102);
    EXPECT_EQ(presenter.row, 2U);
    press(presenter, PresenterKey::jump, 103);  // Enter alone goes on
    EXPECT_EQ(presenter.row, 3U);
}

TEST_F(PresenterTest, BackTakesOffWhatLiesOverThePictureFirst) {
    press(presenter, PresenterKey::pen, 101);
    press(presenter, PresenterKey::black, 101);
    type_digit(presenter, '1');
    press(presenter, PresenterKey::back, 102);
    EXPECT_TRUE(presenter.typed.empty());
    EXPECT_TRUE(presenter.black);
    press(presenter, PresenterKey::back, 102);
    EXPECT_FALSE(presenter.black);
    EXPECT_EQ(presenter.tool, PresenterTool::pen);
    press(presenter, PresenterKey::back, 102);
    EXPECT_EQ(presenter.tool, PresenterTool::none);
    EXPECT_FALSE(presenter.left);
    press(presenter, PresenterKey::back, 102);
    EXPECT_TRUE(presenter.left);
}

TEST_F(PresenterTest, NextOutOfBlackShowsTheSameScene) {
    press(presenter, PresenterKey::black, 101);
    press(presenter, PresenterKey::next, 102);
    EXPECT_FALSE(presenter.black);
    EXPECT_EQ(presenter.row, 0U);
}

TEST_F(PresenterTest, AnAnswerComesBackToExactlyWhereTheStoryWas) {
    press(presenter, PresenterKey::next, 200);
    const double at_s = story_seconds(presenter, 201);
    begin_answer(presenter, 201);
    EXPECT_EQ(story_seconds(presenter, 300), at_s);
    for (const PresenterKey key : {PresenterKey::next, PresenterKey::previous, PresenterKey::back}) {
        Presenter one = presenter;
        press(one, key, 300);
        EXPECT_FALSE(one.answering);
        EXPECT_FALSE(one.left);
        EXPECT_EQ(one.row, 1U);
        EXPECT_EQ(story_seconds(one, 300), at_s);
        EXPECT_GT(story_seconds(one, 300.5), at_s);
        EXPECT_EQ(present(one, *data, 300).settings.camera, present(presenter, *data, 250).settings.camera);
    }
}

TEST_F(PresenterTest, StrokesGoWithTheScene) {
    draw_with_pen(presenter, PenDown::begins, {10, 10});
    draw_with_pen(presenter, PenDown::goes_on, {20, 10});
    draw_with_pen(presenter, PenDown::goes_on, {20, 10});
    draw_with_pen(presenter, PenDown::begins, {5, 5});
    ASSERT_EQ(presenter.strokes.size(), 2U);
    EXPECT_EQ(presenter.strokes[0].size(), 2U);
    press(presenter, PresenterKey::next, 101);
    EXPECT_TRUE(presenter.strokes.empty());
}

TEST_F(PresenterTest, ClickersAreUnderstood) {
    EXPECT_EQ(presenter_key(GLFW_KEY_PAGE_DOWN), PresenterKey::next);
    EXPECT_EQ(presenter_key(GLFW_KEY_PAGE_UP), PresenterKey::previous);
    EXPECT_EQ(presenter_key(GLFW_KEY_PERIOD), PresenterKey::black);
    EXPECT_EQ(presenter_key(GLFW_KEY_SPACE), PresenterKey::next);
    EXPECT_FALSE(presenter_key(GLFW_KEY_Q));
}

/// Whatever is pressed: a scene of the story, never a gap in its time, and Esc leads out in the end.
TEST_F(PresenterTest, NoSequenceOfKeysBreaksIt) {
    constexpr PresenterKey keys[] = {PresenterKey::next,  PresenterKey::previous,  PresenterKey::first,
                                     PresenterKey::last,  PresenterKey::jump,      PresenterKey::black,
                                     PresenterKey::pen,   PresenterKey::spotlight, PresenterKey::magnifier,
                                     PresenterKey::notes, PresenterKey::wipe};
    std::uint32_t state = 1;
    double now_s = 100;
    for (int step = 0; step < 3000; ++step) {
        state = state * 1664525U + 1013904223U;
        const std::uint32_t what = state >> 24;
        now_s += 0.01 * static_cast<double>(what);
        if (what < 30) begin_answer(presenter, now_s);
        if (what > 220) type_digit(presenter, static_cast<char>('0' + what % 10));
        press(presenter, keys[(state >> 12) % std::size(keys)], now_s);
        ASSERT_LT(presenter.row, 4U);
        ASSERT_FALSE(presenter.left);
        const SceneTimes times = scene_times(*presenter.story, presenter.row);
        ASSERT_GE(story_seconds(presenter, now_s), times.begin_s);
        ASSERT_LE(story_seconds(presenter, now_s + 100), times.end_s);
    }
    for (int press_count = 0; press_count < 5; ++press_count) press(presenter, PresenterKey::back, now_s);
    EXPECT_TRUE(presenter.left);
}

}  // namespace
}  // namespace flowspace
