// Stories: edits, their place in a project, what they show at a time, and the built-in one.
#include "viewer/story.h"

#include "data/analysis/analysis.h"
#include "data/project/json_value.h"
#include "render/scene/furniture.h"
#include "render/scene/map_overlay.h"
#include "tests/viewer/synthetic.h"
#include "viewer/analysis_run.h"
#include "viewer/analysis_shown.h"
#include "viewer/bookmarks.h"
#include "viewer/focus.h"
#include "viewer/history.h"
#include "viewer/hover.h"
#include "viewer/scene_answers.h"
#include "viewer/settings_json.h"
#include "viewer/story_figures.h"
#include "viewer/story_json.h"
#include "viewer/story_picture.h"
#include "viewer/story_time.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <memory>
#include <set>
#include <string>
#include <thread>

namespace flowspace {
namespace {

Settings start(const Dataset& data) { return normalised({}, shape_of(data)); }

Story three(const Dataset& data) {
    Story story;
    for (const char* title : {"One", "Two", "Three"}) {
        Settings settings = start(data);
        settings.style.language = Language::en;
        settings.camera.centre.lon_deg = 100 + 5 * static_cast<double>(story.scenes.size());
        settings.camera.width_km = 3000 - 900 * static_cast<double>(story.scenes.size());
        story = add_scene_from(std::move(story), settings, {.title = title});
    }
    return story;
}

std::string ids(const Story& story) {
    std::string all;
    for (const Scene& scene : story.scenes) all += scene.id + " ";
    return all;
}

TEST(Story, ScenesAreAddedMovedCopiedAndRemoved) {
    const auto data = synthetic_dataset();
    Story story = three(*data);
    EXPECT_EQ(ids(story), "one two three ");
    EXPECT_EQ(ids(move_scene(story, {0, 2})), "two three one ");
    EXPECT_EQ(ids(move_scene(story, {2, 0})), "three one two ");
    EXPECT_EQ(ids(move_scene(story, {1, 7})), "one two three ");
    EXPECT_EQ(ids(remove_scene(story, 1)), "one three ");
    EXPECT_EQ(ids(remove_scene(story, 3)), "one two three ");
    EXPECT_EQ(ids(duplicate_scene(story, 1)), "one two two-2 three ");
    EXPECT_EQ(ids(add_scene_from(story, start(*data), {.after = 0, .title = "武汉 2020"})),
              "one 2020 two three ");
    EXPECT_EQ(ids(add_scene_from(story, start(*data), {.title = "武汉"})), "one two three scene-4 ");
}

TEST(Story, WordsChangeAndTheIdStays) {
    const auto data = synthetic_dataset();
    const Story story = rename_scene(three(*data), 0, SceneText::title, {.zh = "开场", .en = ""});
    EXPECT_EQ(story.scenes[0].id, "one");
    EXPECT_EQ(said(story.scenes[0].title, Language::zh), "开场");
    EXPECT_EQ(said(story.scenes[0].title, Language::en), "开场");  // the other language is shown
}

TEST(Story, ASceneKeepsTheViewWithoutTheReadersOwn) {
    const auto data = synthetic_dataset();
    Settings now = with_bookmark(start(*data), "here");
    now.pins = {target_of(PlaceId{0})};
    now.playback.playing = true;
    now.style.theme = ThemeId::paper;
    const Story story = add_scene_from({}, now, {.title = "a"});
    EXPECT_TRUE(story.scenes[0].view->bookmarks.empty());
    EXPECT_TRUE(story.scenes[0].view->pins.empty());
    EXPECT_FALSE(story.scenes[0].view->playback.playing);
    Settings reader = start(*data);
    reader.style.theme = ThemeId::contrast;
    reader.style.language = Language::en;
    reader.story = Kept<Story>::of(story);
    const Settings then = at_scene(reader, story.scenes[0]);
    EXPECT_EQ(then.style.theme, ThemeId::contrast);
    EXPECT_EQ(then.style.labels, LabelLanguage::en);
    EXPECT_EQ(then.story, reader.story);
    Scene own = story.scenes[0];
    own.theme = ThemeId::night;
    EXPECT_EQ(at_scene(reader, own).style.theme, ThemeId::night);
}

TEST(Story, EditsAreStepsOfUndo) {
    const auto data = synthetic_dataset();
    Settings now = start(*data);
    History history(now);
    now.story = Kept<Story>::of(three(*data));
    history.observe(now, {});
    now.story = Kept<Story>::of(remove_scene(*now.story, 0));
    history.observe(now, {});
    const auto back = history.undo();
    ASSERT_TRUE(back && back->story);
    EXPECT_EQ(ids(*back->story), "one two three ");
    EXPECT_FALSE(history.undo()->story);
}

TEST(Story, StaysInAProjectWithWhatANewerProgramWrote) {
    const auto data = synthetic_dataset();
    Settings now = start(*data);
    Story story = three(*data);
    story.title = {.zh = "故事", .en = "Story"};
    story.scenes[1].played = PlayedTime{parse_time("2020-03")->start, 5};
    story.scenes[1].theme = ThemeId::paper;
    story.scenes[2].notes = {.zh = "备注", .en = "Notes\nin lines"};
    story.scenes[2].hold_s = 0;
    now.story = Kept<Story>::of(story);
    JsonValue json = settings_json(now, *data);
    const Settings again = settings_from(json, start(*data), *data);
    ASSERT_TRUE(again.story);
    EXPECT_EQ(*again.story, story);

    const std::string newer =
        R"({"story":{"loop":true,"scenes":[{"id":"a","voice":{"file":"a.ogg"},"title":"只有一种"},{"id":"a"},7]}})";
    const Settings read = settings_from(parse_json(newer).value, start(*data), *data);
    ASSERT_TRUE(read.story);
    ASSERT_EQ(read.story->scenes.size(), 2U);
    EXPECT_EQ(read.story->scenes[1].id, "scene-2");
    EXPECT_EQ(said(read.story->scenes[0].title, Language::en), "只有一种");
    const std::string kept = write_json(settings_json(read, *data));
    EXPECT_NE(kept.find("a.ogg"), std::string::npos);
    EXPECT_NE(kept.find("\"loop\": true"), std::string::npos);
    EXPECT_FALSE(settings_from(parse_json(R"({"style":{}})").value, start(*data), *data).story);
}

TEST(Story, AStoryInAStoryIsNotLookedFor) {
    const auto data = synthetic_dataset();
    const std::string text =
        R"({"scenes":[{"id":"a","view":{"story":{"scenes":[{"id":"b"}]},"bookmarks":[{"name":"x","view":{}}]}}]})";
    const Story story = story_from(parse_json(text).value, *data);
    ASSERT_EQ(story.scenes.size(), 1U);
    EXPECT_FALSE(story.scenes[0].view->story);
    EXPECT_TRUE(story.scenes[0].view->bookmarks.empty());
}

TEST(StoryTime, ScenesFollowEachOtherWithoutGap) {
    const auto data = synthetic_dataset();
    Story story = three(*data);
    story.scenes[0].transition_s = 9;  // to the first there is no way
    story.scenes[1].played = PlayedTime{parse_time("2100")->start, 4};
    double end_s = 0;
    for (std::size_t row = 0; row < story.scenes.size(); ++row) {
        const SceneTimes times = scene_times(story, row);
        EXPECT_EQ(times.begin_s, end_s);
        EXPECT_LE(times.begin_s, times.arrival_s);
        EXPECT_LE(times.arrival_s, times.played_s);
        end_s = times.end_s;
    }
    EXPECT_EQ(end_s, story_length_s(story));
    EXPECT_DOUBLE_EQ(end_s, 8 + 2.5 + 4 + 8 + 2.5 + 8);
    EXPECT_EQ(story_length_s({}), 0);
}

TEST(StoryTime, TheCameraFliesAndArrives) {
    const auto data = synthetic_dataset();
    const Story story = three(*data);
    const SceneTimes times = scene_times(story, 1);
    const Camera from = story.scenes[0].view->camera, to = story.scenes[1].view->camera;
    EXPECT_EQ(story_frame(story, *data, times.begin_s).settings.camera, from);
    EXPECT_EQ(story_frame(story, *data, times.arrival_s).settings.camera, to);
    const StoryFrame half = story_frame(story, *data, (times.begin_s + times.arrival_s) / 2);
    EXPECT_EQ(half.part, ScenePart::arriving);
    ASSERT_TRUE(half.before);
    EXPECT_EQ(half.settings.camera, fly(from, to, 0.5));
    EXPECT_EQ(half.before->camera, half.settings.camera);
    EXPECT_DOUBLE_EQ(half.share, 0.5);
    EXPECT_EQ(half.titles.opacity, 0);
    EXPECT_EQ(story_frame(story, *data, times.begin_s + 0.01).titles.title, "One");
    EXPECT_EQ(story_frame(story, *data, times.arrival_s).titles.title, "Two");
    EXPECT_EQ(story_frame(story, *data, times.arrival_s).titles.opacity, 1);
    EXPECT_EQ(story_frame(story, *data, 1e9).scene, 2U);
    EXPECT_EQ(story_frame(story, *data, -5).scene, 0U);
}

TEST(StoryTime, NothingJumpsBetweenFrames) {
    const auto data = synthetic_dataset();
    const Story story = three(*data);
    StoryFrame last = story_frame(story, *data, 0);
    for (double time_s = 0; time_s < story_length_s(story); time_s += 1.0 / 60) {
        const StoryFrame now = story_frame(story, *data, time_s);
        EXPECT_LT(std::fabs(std::log(now.settings.camera.width_km / last.settings.camera.width_km)), 0.06);
        EXPECT_LT(std::fabs(now.settings.camera.centre.lon_deg - last.settings.camera.centre.lon_deg), 0.4);
        if (now.titles.title == last.titles.title)
            EXPECT_LT(std::fabs(now.titles.opacity - last.titles.opacity), 0.1F);
        else
            EXPECT_EQ(std::max(now.titles.opacity, last.titles.opacity), 0.0F);
        last = now;
    }
}

TEST(StoryTime, ReducedMotionCuts) {
    const auto data = synthetic_dataset();
    const Story story = three(*data);
    Settings reader = start(*data);
    reader.style.reduced_motion = true;
    const StoryFrame frame = story_frame(story, *data, scene_times(story, 1).begin_s + 0.1, reader);
    EXPECT_FALSE(frame.before);
    EXPECT_EQ(frame.settings.camera, story.scenes[1].view->camera);
    EXPECT_EQ(frame.titles.opacity, 1);
}

TEST(StoryTime, TheWindowMovesInWholeStepsAndEndsWhereItIsToEnd) {
    const auto data = synthetic_dataset();
    const TimeAxis& axis = data->flows->time_axis();
    ASSERT_GE(axis.size(), 4U);
    Settings settings = start(*data);
    settings.filter.window = {axis.starts[0], step_end(axis.grain, axis.starts[0])};
    Story story = add_scene_from({}, settings, {.title = "play"});
    story.scenes[0].played = PlayedTime{step_end(axis.grain, axis.starts[3]), 3};
    for (const WindowMode mode : {WindowMode::moving, WindowMode::growing}) {
        auto view = std::make_shared<Settings>(*story.scenes[0].view);
        view->playback.mode = mode;
        story.scenes[0].view = view;
        EXPECT_EQ(story_frame(story, *data, 0).settings.filter.window, settings.filter.window);
        std::set<std::int64_t> ends;
        for (double time_s = 0; time_s <= 3; time_s += 0.02) {
            const StoryFrame now = story_frame(story, *data, time_s);
            ends.insert(count(now.settings.filter.window.to));
            if (now.before) {
                EXPECT_NE(now.before->filter.window, now.settings.filter.window);
            }
        }
        EXPECT_EQ(ends.size(), 4U);
        const Window last = story_frame(story, *data, still_time_s(story, 0)).settings.filter.window;
        EXPECT_EQ(last.to, step_end(axis.grain, axis.starts[3]));
        EXPECT_EQ(last.from, mode == WindowMode::growing ? axis.starts[0] : axis.starts[3]);
    }
}

TEST(StoryPicture, DependsOnTheMomentOnly) {
    const auto data = synthetic_dataset();
    Story story = three(*data);
    auto view = std::make_shared<Settings>(*story.scenes[1].view);
    view->show.strongest = 3;
    view->show.per_place = 0;
    story.scenes[1].view = view;
    const std::vector<MapPoint> nodes(data->atlas->places.size() + data->atlas->groups.size());
    StoryPicture forwards(data, nodes, {.background_above = std::nullopt});
    StoryPicture alone(data, nodes, {.background_above = std::nullopt});
    const Viewport viewport;
    for (double time_s = 0; time_s < story_length_s(story); time_s += 0.7) {
        const StoryFrame frame = story_frame(story, *data, time_s);
        const DrawList in_order = forwards.at(frame, viewport).list;
        const DrawList out_of_order = alone.at(story_frame(story, *data, 12 - time_s), viewport).list;
        (void)out_of_order;
        const DrawList again = alone.at(frame, viewport).list;
        ASSERT_EQ(in_order.arcs.size(), again.arcs.size()) << time_s;
        for (std::size_t row = 0; row < again.arcs.size(); ++row) {
            EXPECT_EQ(in_order.arcs[row].pair, again.arcs[row].pair);
            EXPECT_EQ(in_order.arcs[row].width_px, again.arcs[row].width_px);
        }
    }
}

/// A view whose analysis needs nothing but flows and groups.
Settings analysed(const Dataset& data, const char* name = "integration") {
    Settings settings = start(data);
    settings.style.language = Language::en;
    settings.analysis = Kept<AnalysisShown>::of({.name = name});
    return settings;
}

TEST(StoryAnalysis, ASceneKeepsItInAProjectAndDrawsIt) {
    const auto data = synthetic_dataset();
    Settings now = start(*data);
    now.story = Kept<Story>::of(add_scene_from({}, analysed(*data), {.title = "whole"}));
    const Settings read = settings_from(settings_json(now, *data), start(*data), *data);
    ASSERT_TRUE(read.story && read.story->scenes.size() == 1 && read.story->scenes[0].view->analysis);
    EXPECT_EQ(read.story->scenes[0].view->analysis->name, "integration");
    const std::vector<MapPoint> nodes(data->atlas->places.size() + data->atlas->groups.size());
    StoryPicture pictures(data, nodes, {.background_above = std::nullopt});
    const Viewport viewport;
    const DrawList list = pictures.at(story_frame(*read.story, *data, 0), viewport).list;
    EXPECT_FALSE(list.furniture.overlay.title.empty());
    EXPECT_TRUE(list.arcs.empty()) << "the answer hides the flows beneath";
    EXPECT_TRUE(std::ranges::any_of(list.areas, [](const AreaItem& area) { return bool(area.tint); }) ||
                std::ranges::any_of(list.places, [](const PlaceItem& place) { return bool(place.fill); }));
}

TEST(StoryAnalysis, WhatIsPlayedIsAnalysedForTheWindowThatItEndsWith) {
    const auto data = synthetic_dataset();
    Settings view = analysed(*data);
    view.filter.window = {parse_time("2020-01")->start, parse_time("2020-02")->start};
    Story story = add_scene_from(three(*data), view, {.title = "played"});
    story.scenes[3].played = PlayedTime{parse_time("2020-05")->start, 4};
    const SceneTimes times = scene_times(story, 3);
    const Window end = story_frame(story, *data, times.played_s + 0.1).settings.filter.window;
    EXPECT_EQ(story_frame(story, *data, times.arrival_s + 0.1).analysed, std::optional(end));
    EXPECT_EQ(story_frame(story, *data, times.played_s - 0.1).analysed, std::optional(end));
    EXPECT_EQ(story_frame(story, *data, times.begin_s + 0.1).analysed, std::optional(end));
    EXPECT_NE(story_frame(story, *data, times.arrival_s + 0.1).settings.filter.window, end);
}

TEST(StoryAnalysis, WhatCannotBeAnsweredIsALineAndTheFlowsStay) {
    const auto data = synthetic_dataset();
    Settings view = analysed(*data);
    view.analysis = Kept<AnalysisShown>::of({.name = "integration", .tables = {{"cost", "/somewhere.csv"}}});
    SceneAnswers answers(data, StageRuns::at_once);
    const SceneAnswer known = answers.of(view);
    EXPECT_FALSE(known.answer) << "a story does not make the program open files";
    const auto overlay = overlay_of(known, view);
    ASSERT_TRUE(overlay);
    EXPECT_TRUE(overlay->empty());
    EXPECT_FALSE(overlay->hides_flows);
    ASSERT_EQ(overlay->legend.notes.size(), 1U);
    EXPECT_NE(overlay->legend.notes[0].find("window"), std::string::npos);
    StoryPicture pictures(data, std::vector<MapPoint>(9), {.background_above = std::nullopt});
    const Story story = add_scene_from({}, view, {.title = "a"});
    EXPECT_FALSE(pictures.at(story_frame(story, *data, 0), {}).list.arcs.empty());
    // Answered elsewhere, it is shown.
    Settings without = analysed(*data);
    auto answer = std::make_shared<AnalysisAnswer>(*answer_now(*analysis_request(without, *data), data));
    answer->request = *analysis_request(view, *data);
    answers.know(answer);
    EXPECT_EQ(answers.of(view).answer, answer);
}

TEST(StoryAnalysis, InTheBackgroundTheFrameDoesNotWaitAndTheAnswerIsTheSame) {
    const auto data = synthetic_dataset();
    const Settings view = analysed(*data);
    const Story story = add_scene_from(three(*data), view, {.title = "a"});
    SceneAnswers beside(data, StageRuns::in_background), waiting(data, StageRuns::at_once);
    beside.prepare(story, start(*data), 0);
    while (beside.busy()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    const SceneAnswer late = beside.of(view), now = waiting.of(view);
    ASSERT_TRUE(late.answer && now.answer);
    EXPECT_EQ(*overlay_of(late, view), *overlay_of(now, view));
    EXPECT_EQ(beside.of(start(*data)).number, 0U);
    EXPECT_EQ(overlay_of(SceneAnswer{}, view), nullptr);
}

TEST(StoryTime, FiguresOfWordsAreCountedAndOtherWordsComeAndGo) {
    const auto data = synthetic_dataset();
    Story story = three(*data);
    story = rename_scene(std::move(story), 0, SceneText::title, {.en = "In 2019: 100 cities"});
    story = rename_scene(std::move(story), 1, SceneText::title, {.en = "In 2021: 300 cities"});
    story = rename_scene(std::move(story), 0, SceneText::caption, {.en = "Before"});
    story = rename_scene(std::move(story), 1, SceneText::caption, {.en = "After"});
    Settings reader = start(*data);
    reader.style.language = Language::en;
    const SceneTimes times = scene_times(story, 1);
    const StoryFrame half = story_frame(story, *data, (times.begin_s + times.arrival_s) / 2, reader);
    EXPECT_EQ(half.titles.title, "In 2020: 200 cities");
    EXPECT_EQ(half.titles.opacity, 1);
    EXPECT_EQ(half.titles.caption_opacity, 0);
    EXPECT_EQ(story_frame(story, *data, times.begin_s, reader).titles.title, "In 2019: 100 cities");
    EXPECT_EQ(story_frame(story, *data, times.arrival_s, reader).titles.title, "In 2021: 300 cities");
    reader.style.reduced_motion = true;
    EXPECT_EQ(story_frame(story, *data, times.begin_s + 0.1, reader).titles.title, "In 2021: 300 cities");
}

TEST(StoryFigures, AreWrittenAsReadersExpect) {
    const StoryFigures figures = {{"n", {1234, FigureForm::whole}},
                                  {"p", {0.5834, FigureForm::percent}},
                                  {"a", {32054159, FigureForm::amount}},
                                  {"k", {182.4, FigureForm::length}}};
    EXPECT_EQ(with_figures("{n} {p} {a} {k}", figures, Language::zh), "1,234 58% 3205 万 180");
    EXPECT_EQ(with_figures("{n} {p} {a} {k}", figures, Language::en), "1,234 58% 32.1 million 180");
    EXPECT_EQ(with_figures("a {none} {", figures, Language::en), "a {none} {");
}

}  // namespace
}  // namespace flowspace
