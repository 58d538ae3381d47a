// Work survives a kill: it is on disk soon, offered once, told where damaged, and nobody's running work is
// touched.
#include "viewer/recovery.h"

#include "synthetic.h"
#include "viewer/focus.h"
#include "viewer/settings_json.h"
#include "viewer/unsaved.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

namespace flowspace {
namespace {

namespace fs = std::filesystem;

class Recovery : public ::testing::Test {
protected:
    void SetUp() override {
        folder =
            fs::canonical(fs::temp_directory_path()) / ("flowspace-recovery-" + std::to_string(::getpid()));
        fs::remove_all(folder);
        document.data = synthetic_dataset();
        document.settings = normalised({}, shape_of(*document.data));
    }
    void TearDown() override { fs::remove_all(folder); }

    std::size_t files() const {
        std::size_t count = 0;
        if (fs::exists(folder))
            for ([[maybe_unused]] const auto& entry : fs::directory_iterator(folder)) ++count;
        return count;
    }
    /// A program that keeps `width_km` and is killed.
    void killed_with(double width_km) {
        const pid_t child = ::fork();
        if (child == 0) {
            Unsaved unsaved(folder);
            unsaved.begin(document.settings);
            document.settings.camera.width_km = width_km;
            (void)unsaved.update(document, 10);
            unsaved.wait();
            ::kill(::getpid(), SIGKILL);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        ASSERT_TRUE(WIFSIGNALED(status));
    }

    fs::path folder;
    Document document;
};

TEST_F(Recovery, AKilledProgramsWorkIsFoundOnceAndGoesWhenItIsKeptAnew) {
    killed_with(432);
    ASSERT_EQ(files(), 2U);
    Unsaved unsaved(folder);
    ASSERT_EQ(unsaved.offers().size(), 1U);
    EXPECT_EQ(unsaved.offers()[0].title_zh, "五城");
    EXPECT_TRUE(Unsaved(folder).offers().empty()) << "another window started now is not offered the same";
    const Settings restored = settings_from(unsaved.first()->view, document.settings, *document.data);
    EXPECT_EQ(restored.camera.width_km, 432);
    unsaved.begin(document.settings);
    document.settings = restored;
    unsaved.settle(Unsaved::Fate::on_screen);
    EXPECT_TRUE(unsaved.offers().empty());
    EXPECT_EQ(unsaved.update(document, 20), "");
    unsaved.wait();
    EXPECT_EQ(files(), 4U) << "the old one stays until the new one is there";
    EXPECT_EQ(unsaved.update(document, 21), "");
    EXPECT_EQ(files(), 2U);
}

TEST_F(Recovery, ACleanEndLeavesNothing) {
    {
        Unsaved unsaved(folder);
        unsaved.begin(document.settings);
        EXPECT_EQ(unsaved.update(document, 10), "");
        EXPECT_EQ(files(), 1U) << "nothing changed: only the lock";
        document.settings.camera.width_km = 99;
        EXPECT_EQ(unsaved.update(document, 11), "");
        unsaved.wait();
        EXPECT_EQ(files(), 2U);
    }
    EXPECT_EQ(files(), 0U);
}

TEST_F(Recovery, TwoWindowsKeepApart) {
    killed_with(1000);
    killed_with(2000);
    Unsaved one(folder), other(folder);
    EXPECT_EQ(one.offers().size(), 2U);
    EXPECT_TRUE(other.offers().empty());
    for (Unsaved* window : {&one, &other}) {
        window->begin(document.settings);
        document.settings.camera.width_km += 1;
        (void)window->update(document, 10);
        window->wait();
    }
    EXPECT_EQ(files(), 8U) << "two dead, two living, each with its lock";
    EXPECT_TRUE(find_left_work(folder).works.empty());
    one.settle(Unsaved::Fate::discarded);
    EXPECT_EQ(files(), 6U);
    one.settle(Unsaved::Fate::left);
    EXPECT_EQ(files(), 6U);
    EXPECT_EQ(find_left_work(folder).works.size(), 1U) << "left for the next start";
}

TEST_F(Recovery, DamagedFilesAreToldAndSetAside) {
    killed_with(432);
    fs::path file;
    for (const auto& entry : fs::directory_iterator(folder))
        if (entry.path().extension() == ".json") file = entry.path();
    const auto size = fs::file_size(file);
    fs::resize_file(file, size / 2);
    std::ofstream(folder / "99-0.recovery.json") << "{\"flowspace_recovery\": 1, \"view\": {}, \"plan\": 4}";
    Unsaved unsaved(folder);
    EXPECT_TRUE(unsaved.offers().empty());
    EXPECT_NE(unsaved.set_aside().find(file.string() + ".1.corrupt"), std::string::npos)
        << unsaved.set_aside();
    EXPECT_EQ(fs::file_size(file.string() + ".1.corrupt"), size / 2) << "never deleted";
    EXPECT_TRUE(fs::exists(folder / "99-0.recovery.json.1.corrupt"));
    EXPECT_TRUE(Unsaved(folder).set_aside().empty()) << "told once";
}

TEST_F(Recovery, WhatIsSavedInAProjectIsNotKept) {
    Unsaved unsaved(folder);
    unsaved.begin(document.settings);
    document.project_path = "/somewhere/a.flowspace.json";
    document.settings.camera.width_km = 99;
    (void)unsaved.update(document, 10);
    unsaved.wait();
    EXPECT_EQ(files(), 2U);
    document.saved_settings = document.settings;
    (void)unsaved.update(document, 11);
    unsaved.wait();
    EXPECT_EQ(files(), 1U) << "saved: only the lock is left";
}

TEST_F(Recovery, AFolderThatCannotBeWrittenIsToldOnce) {
    Unsaved unsaved(folder);
    unsaved.begin(document.settings);
    fs::remove_all(folder);
    document.settings.camera.width_km = 99;
    std::string told = unsaved.update(document, 10);  // the thread that writes may be done already
    unsaved.wait();
    told += unsaved.update(document, 10.1);
    EXPECT_NE(told, "");
    EXPECT_EQ(unsaved.update(document, 10.2), "");
}

TEST_F(Recovery, EverythingComesBackFromTheText) {
    UnsavedWork work{.saved = "2020-01-25 13:05:09",
                     .title_zh = "题",
                     .title_en = "title",
                     .project_path = "/a/b.flowspace.json",
                     .data = {{{"flows.csv", std::string(64, 'c')}}},
                     .view = settings_json(document.settings, *document.data)};
    TablePlan table;
    table.path = "/a/flows.csv";
    table.columns = {{"o", Field::origin, ""}, {"d", Field::destination, ""}};
    work.plan.tables = {table};
    const Result<UnsavedWork> read = read_unsaved(write_unsaved(work), "x");
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->saved, work.saved);
    EXPECT_EQ(read->project_path, work.project_path);
    EXPECT_EQ(read->data, work.data);
    EXPECT_EQ(read->view, work.view);
    ASSERT_EQ(read->plan.tables.size(), 1U);
    EXPECT_EQ(read->plan.tables[0].path, "/a/flows.csv");
}

TEST(AutosaveClock, WritesAtOnceThenAtMostEveryTwoSeconds) {
    AutosaveClock clock;
    EXPECT_FALSE(clock.due(false, 0));
    EXPECT_TRUE(clock.due(true, 0.1));
    EXPECT_FALSE(clock.due(true, 1.9));
    EXPECT_TRUE(clock.due(true, 2.2));
    // Changed in every frame: what is lost at a kill is never older than the pause.
    double last_s = 2.2, longest_s = 0;
    for (int frame = 0; frame < 600; ++frame) {
        const double now_s = 2.2 + frame / 60.0;
        if (!clock.due(true, now_s)) continue;
        longest_s = std::max(longest_s, now_s - last_s);
        last_s = now_s;
    }
    EXPECT_LT(longest_s, autosave_pause_s + 0.1);
}

}  // namespace
}  // namespace flowspace
