// A second run beside the window: its progress is read, it pauses, stops and fails without holding anybody
// up.
#include "viewer/export/export_run.h"

#include "viewer/export/export_choice.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <thread>

namespace flowspace {
namespace {

namespace fs = std::filesystem;
using Stage = ExportState::Stage;

void start(ExportRun& run, const std::string& script) { run.start("/bin/sh", {"-c", script}, "out.mp4"); }

/// Updates until `wanted` holds; false where it never does.
template <class Wanted>
bool until(ExportRun& run, const Wanted& wanted) {
    for (int wait = 0; wait < 4000; ++wait) {
        run.update();
        if (wanted(run.state())) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return false;
}

TEST(ExportRun, TellsHowFarItIsAndThatItIsDone) {
    ExportRun run;
    start(run, "echo 1 4; read wait < /dev/null; echo 2 4; printf '3 '; echo 4; echo not a number; echo 4 4");
    ASSERT_TRUE(until(run, [](const ExportState& state) { return state.stage == Stage::done; }));
    EXPECT_EQ(run.state().done, 4U);
    EXPECT_EQ(run.state().of, 4U);
    EXPECT_FALSE(run.running());
    start(run, "echo 1 2");
    EXPECT_EQ(run.state().done, 0U) << "a new run begins anew";
    EXPECT_TRUE(until(run, [](const ExportState& state) { return state.stage == Stage::done; }));
}

TEST(ExportRun, WhatFailsIsSaidInItsLastWords) {
    ExportRun run;
    start(run, "echo first >&2; echo 'no room on the disk' >&2; exit 1");
    ASSERT_TRUE(until(run, [](const ExportState& state) { return state.stage == Stage::failed; }));
    EXPECT_EQ(run.state().words, "no room on the disk");
    start(run, "kill -9 $$");
    ASSERT_TRUE(until(run, [](const ExportState& state) { return state.stage == Stage::failed; }));
    EXPECT_EQ(run.state().words, "Killed");
    run.start("/nowhere/flowspace", {}, "a");
    EXPECT_EQ(run.state().stage, Stage::failed);
    start(run, "echo 2 2; echo 'rows of a table were refused' >&2; exit 1");
    ASSERT_TRUE(until(run, [](const ExportState& state) { return state.stage == Stage::done; }))
        << "the film is whole; what is wrong with the tables is told elsewhere";
}

TEST(ExportRun, PausesGoesOnAndStops) {
    ExportRun run;
    start(run, "i=1; while [ $i -lt 100000 ]; do echo $i 100000; i=$((i + 1)); sleep 0.01; done");
    ASSERT_TRUE(until(run, [](const ExportState& state) { return state.done > 2; }));
    run.pause();
    EXPECT_EQ(run.state().stage, Stage::paused);
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    run.update();
    const std::uint64_t paused_at = run.state().done;
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    run.update();
    EXPECT_EQ(run.state().done, paused_at);
    EXPECT_TRUE(run.running());
    run.resume();
    ASSERT_TRUE(until(run, [&](const ExportState& state) { return state.done > paused_at + 2; }));
    EXPECT_GT(run.state().left_s, 0);
    run.pause();
    run.cancel();
    ASSERT_TRUE(until(run, [](const ExportState& state) { return state.stage == Stage::cancelled; }))
        << "also while it pauses";
    EXPECT_FALSE(run.running());
}

TEST(ExportChoice, SaysTheCommandThatMakesTheFile) {
    ExportChoice choice{.kind = ExportKind::pdf, .size = 0, .path = "/a/b.pdf"};
    EXPECT_EQ(export_arguments(choice, {"t.csv", "--unit", "人"}, "/v.flowview.json"),
              (std::vector<std::string>{"render", "t.csv", "--unit", "人", "--view", "/v.flowview.json", "-o",
                                        "/a/b.pdf", "--size", "1280x720"}));
    choice.transparent = true;
    EXPECT_EQ(export_arguments(choice, {}, "v").back(), "1280x720") << "a PDF has its ground";
    choice.kind = ExportKind::png;
    EXPECT_EQ(export_arguments(choice, {}, "v").back(), "--transparent");
    choice = {.kind = ExportKind::mp4,
              .subject = FilmSubject::standing,
              .size = 3,
              .fps = 25,
              .seconds = 7,
              .path = "c.mp4"};
    EXPECT_EQ(export_arguments(choice, {}, "v"),
              (std::vector<std::string>{"film", "--view", "v", "-o", "c.mp4", "--size", "3840x2160", "--fps",
                                        "25", "--progress", "--still-view", "--seconds", "7"}));
    choice.subject = FilmSubject::playing;
    EXPECT_EQ(export_arguments(choice, {}, "v").back(), "--play");
    choice.subject = FilmSubject::story;
    EXPECT_EQ(export_arguments(choice, {}, "v").back(), "--progress");
}

TEST(ExportChoice, NeverProposesANameThatIsTaken) {
    const fs::path folder = fs::temp_directory_path() / ("flowspace-export-" + std::to_string(::getpid()));
    fs::create_directories(folder);
    const std::string first = suggested_export_path(folder.string(), "流：南/北 <1>", ExportKind::mp4);
    EXPECT_EQ(first, (folder / "流：南-北 -1-.mp4").string());
    std::ofstream(folder / "a.png") << "x";
    fs::create_directories(folder / "a-2.png.part");
    EXPECT_EQ(suggested_export_path(folder.string(), "a", ExportKind::png), (folder / "a-3.png").string());
    EXPECT_EQ(suggested_export_path(folder.string(), "..", ExportKind::pictures),
              (folder / "flowspace").string());
    fs::remove_all(folder);
}

}  // namespace
}  // namespace flowspace
