// The open project of the window, and settings as a project keeps them.
#include "viewer/project_session.h"

#include "tests/viewer/synthetic.h"
#include "viewer/focus.h"
#include "viewer/settings_json.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace flowspace {
namespace {

namespace fs = std::filesystem;

class ProjectSessionTest : public ::testing::Test {
protected:
    void SetUp() override {
        folder =
            fs::canonical(fs::temp_directory_path()) / ("flowspace-session-" + std::to_string(::getpid()));
        fs::remove_all(folder);
        fs::create_directories(folder / "sub");
        ::setenv("XDG_STATE_HOME", (folder / "state").c_str(), 1);
        TablePlan table;
        table.path = (folder / "flows.csv").string();
        table.columns = {{"o", Field::origin, ""}, {"d", Field::destination, ""}};
        plan.tables = {table};
        SourceReport source;
        source.path = table.path;
        source.identity.bytes = 10;
        source.identity.sha256 = std::string(64, 'b');
        report.sources = {source};
        view = json_object();
    }
    void TearDown() override { fs::remove_all(folder); }

    fs::path folder;
    ImportPlan plan;
    ImportReport report;
    JsonValue view;
};

TEST_F(ProjectSessionTest, FromNothingToAFileAndBack) {
    ProjectSession session;
    EXPECT_FALSE(session.dirty(view));
    session.set_plan(plan, report);
    EXPECT_TRUE(session.dirty(view));
    const fs::path path = folder / "a.flowspace.json";
    ASSERT_FALSE(session.save_as(path, view, Overwrite::over_known));
    EXPECT_FALSE(session.dirty(view));
    EXPECT_EQ(session.project().plan.tables[0].path, "flows.csv");
    EXPECT_EQ(session.plan().tables[0].path, (folder / "flows.csv").string());
    EXPECT_TRUE(session.project().sources.contains("flows.csv"));
    JsonValue moved = view;
    moved.add("x", json_whole(1));
    EXPECT_TRUE(session.dirty(moved));
    ASSERT_FALSE(session.save(moved, Overwrite::over_known));
    const ProjectSession::Opening opened = ProjectSession::open(path);
    ASSERT_TRUE(opened.problems.empty());
    EXPECT_EQ(opened.session.project(), session.project());
    EXPECT_FALSE(opened.session.dirty(moved));
    EXPECT_TRUE(opened.session.not_agreed().empty());
}

TEST_F(ProjectSessionTest, SaveAsElsewhereAndOverOthers) {
    ProjectSession session;
    session.set_plan(plan, report);
    ASSERT_FALSE(session.save_as(folder / "a.flowspace.json", view, Overwrite::over_known));
    ASSERT_FALSE(session.save_as(folder / "sub" / "b.flowspace.json", view, Overwrite::over_known));
    EXPECT_EQ(session.project().plan.tables[0].path, "../flows.csv");
    EXPECT_TRUE(session.not_agreed().empty()) << "the user chose these files";
    EXPECT_EQ(session.save_as(folder / "a.flowspace.json", view, Overwrite::over_known)->code,
              "changed-project");
    EXPECT_EQ(session.path(), folder / "sub" / "b.flowspace.json") << "a refused save changes nothing";
    std::ofstream(session.path()) << "{}";
    EXPECT_EQ(session.save(view, Overwrite::over_known)->code, "changed-project");
    EXPECT_FALSE(session.save(view, Overwrite::over_any));
}

TEST_F(ProjectSessionTest, ABrokenFileOpensNothing) {
    std::ofstream(folder / "x.flowspace.json") << "{";
    const ProjectSession::Opening opened = ProjectSession::open(folder / "x.flowspace.json");
    EXPECT_EQ(opened.problems.at(0).code, "bad-json");
    EXPECT_TRUE(opened.session.path().empty());
}

TEST_F(ProjectSessionTest, WhatANewerProgramPutIntoTheViewSurvivesAnotherView) {
    const fs::path path = folder / "newer.flowspace.json";
    std::ofstream(path)
        << R"({"format": "flowspace-project", "version": 9, "view": {)"
        << R"("style": {"theme": "night", "glow": 2}, "selected": {"place": "a"}, "wind": {"on": true}}})";
    ProjectSession::Opening opened = ProjectSession::open(path);
    ASSERT_TRUE(opened.problems.empty());
    ASSERT_TRUE(opened.newer);
    EXPECT_NE(opened.newer->en.find("project version 9"), std::string::npos) << opened.newer->en;
    const JsonValue view = parse_json(R"({"style": {"theme": "paper"}})").value;
    ASSERT_FALSE(opened.session.save(view, Overwrite::over_known));
    const JsonValue expected =
        parse_json(R"({"style": {"theme": "paper", "glow": 2}, "wind": {"on": true}})").value;
    EXPECT_EQ(opened.session.project().view, expected) << "a selection that was left is not taken up again";
    EXPECT_FALSE(opened.session.dirty(view));
    EXPECT_EQ(open_project(path).project.version, 9U);
}

/// A view whose analysis, and that of a scene in it, are given a table each.
JsonValue view_with_tables(const fs::path& own, const fs::path& of_scene) {
    const auto analysis = [](const char* key, const fs::path& path) {
        JsonValue tables = json_object();
        tables.add(key, json_text(path.string()));
        JsonValue json = json_object();
        json.add("name", json_text("monitoring"));
        json.add("tables", tables);
        JsonValue view = json_object();
        view.add("analysis", json);
        return view;
    };
    JsonValue scene = json_object();
    scene.add("view", analysis("cost", of_scene));
    JsonValue scenes = json_list();
    scenes.items.push_back(scene);
    JsonValue view = analysis("targets", own);
    view.add("story", json_object());
    view.items.back().add("scenes", scenes);
    return view;
}

std::string table_in(const JsonValue& view, const char* key) {
    return view.find("analysis")->find("tables")->find(key)->text;
}
const JsonValue& scene_in(const JsonValue& view) {
    return *view.find("story")->find("scenes")->items[0].find("view");
}

TEST_F(ProjectSessionTest, TablesOfAnalysesAreKeptLikeTheOthersAndAgreedToLikeThem) {
    const fs::path elsewhere = fs::path("/flowspace-elsewhere/cost.csv");
    const JsonValue looked = view_with_tables(folder / "sub" / "targets.csv", elsewhere);
    ProjectSession session;
    session.set_plan(plan, report);
    const fs::path path = folder / "a.flowspace.json";
    ASSERT_FALSE(session.save_as(path, looked, Overwrite::over_known));
    EXPECT_EQ(table_in(session.project().view, "targets"), "sub/targets.csv");
    EXPECT_EQ(table_in(scene_in(session.project().view), "cost"), elsewhere.string());
    EXPECT_EQ(session.view(), looked) << "what can be opened";
    EXPECT_FALSE(session.dirty(looked));
    EXPECT_TRUE(session.not_agreed().empty()) << "the user chose these files";

    const fs::path moved = folder / "sub" / "b.flowspace.json";
    ASSERT_FALSE(session.save_as(moved, session.view(), Overwrite::over_known));
    EXPECT_EQ(table_in(session.project().view, "targets"), "targets.csv");
    EXPECT_EQ(outside(moved_project(session.project(), moved, path), path),
              (std::vector<std::string>{elsewhere.string()}));

    // Somebody else's machine: the file beyond the folder is asked for before anything is read.
    ::setenv("XDG_STATE_HOME", (folder / "other").c_str(), 1);
    const ProjectSession::Opening foreign = ProjectSession::open(path);
    ASSERT_TRUE(foreign.problems.empty());
    EXPECT_EQ(foreign.session.not_agreed(), (std::vector<std::string>{elsewhere.string()}));
}

TEST(SettingsJson, EverySettingComesBackAndWhatDoesNotFitIsLeft) {
    const std::shared_ptr<const Dataset> data = synthetic_dataset();
    Settings settings = normalised({}, shape_of(*data));
    settings.filter.min_value = 2.5;
    settings.filter.window = {TimeMs{0}, TimeMs{86'400'000}};
    settings.filter.scope = Scope::crossing;
    settings.focus = {.places = {PlaceId{1}}, .direction = Direction::out};
    settings.style.theme = ThemeId::paper;
    settings.style.language = Language::en;
    settings.style.arc_height = 0.25F;
    settings.camera = {.centre = {110.125, 30.5}, .width_km = 800, .tilt_deg = 30, .bearing_deg = -12};
    settings.show.strongest = 77;
    settings.playback.mode = WindowMode::growing;
    const JsonValue json = settings_json(settings, *data);
    EXPECT_EQ(settings_from(json, normalised({}, shape_of(*data)), *data), settings) << write_json(json);
    EXPECT_EQ(settings_from(parse_json(write_json(json)).value, {}, *data), settings);
    const Settings base = normalised({}, shape_of(*data));
    EXPECT_EQ(settings_from({}, base, *data), base);
    const char* hostile =
        "{\"filter\": {\"layers\": [\"nobody\", 5], \"min\": \"x\", \"from\": \"yesterday\", \"between\": "
        "[[1]]},"
        " \"camera\": {\"lon\": 999, \"width_km\": -1}, \"style\": [], \"show\": {\"strongest\": 1e99},"
        " \"focus\": {\"places\": {}}, \"current_layer\": 3}";
    EXPECT_EQ(settings_from(parse_json(hostile).value, base, *data), base);
}

}  // namespace
}  // namespace flowspace
