// Projects on the disk: paths, two programs at once, what lies outside, and what the user agreed to.
#include "data/project/project_file.h"

#include "data/import/limits.h"
#include "data/project/agreements.h"
#include "data/project/project_json.h"
#include "tests/data/project_samples.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace flowspace {
namespace {

namespace fs = std::filesystem;

class ProjectFile : public ::testing::Test {
protected:
    void SetUp() override {
        folder =
            fs::canonical(fs::temp_directory_path()) / ("flowspace-project-" + std::to_string(::getpid()));
        fs::remove_all(folder);
        fs::create_directories(folder / "sub");
        path = folder / "p.flowspace.json";
    }
    void TearDown() override { fs::remove_all(folder); }

    fs::path folder, path;
};

TEST_F(ProjectFile, SavedAndOpenedAgain) {
    const Project project = testing::full_project();
    const SavedProject saved = save_project(path, project, {});
    ASSERT_FALSE(saved.problem);
    const OpenedProject opened = open_project(path);
    ASSERT_TRUE(opened.problems.empty());
    EXPECT_EQ(opened.project, project);
    EXPECT_EQ(opened.text, saved.text);
    EXPECT_FALSE(save_project(path, project, {.known = saved.text}).problem);
}

TEST_F(ProjectFile, TwoProgramsNeverOverwriteEachOther) {
    const Project project = testing::full_project();
    const SavedProject first = save_project(path, project, {});
    EXPECT_EQ(save_project(path, project, {}).problem->code, "changed-project") << "a file nobody opened";
    Project theirs = project;
    theirs.title_en = "Theirs";
    const SavedProject second = save_project(path, theirs, {.known = first.text});
    ASSERT_FALSE(second.problem);
    const SavedProject refused = save_project(path, project, {.known = first.text});
    ASSERT_TRUE(refused.problem);
    EXPECT_EQ(refused.problem->code, "changed-project");
    EXPECT_EQ(open_project(path).project.title_en, "Theirs");
    EXPECT_FALSE(
        save_project(path, project, {.known = first.text, .overwrite = Overwrite::over_any}).problem);
    fs::remove(path);
    EXPECT_EQ(save_project(path, project, {.known = first.text}).problem->code, "changed-project");
}

TEST_F(ProjectFile, WhatIsNoProjectIsSaid) {
    const auto code = [](const fs::path& file) { return open_project(file).problems.at(0).code; };
    EXPECT_EQ(code(folder / "none.flowspace.json"), "no-such-file");
    EXPECT_EQ(code(folder), "not-a-file");
    ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
    EXPECT_EQ(code(folder / "pipe"), "not-a-file");
    EXPECT_EQ(code("/dev/zero"), "not-a-file");
    std::ofstream(path) << "[]";
    EXPECT_EQ(code(path), "not-a-project");
    std::ofstream(path) << "";
    EXPECT_EQ(code(path), "bad-json");
    fs::resize_file(path, max_project_bytes + 1);
    EXPECT_EQ(code(path), "too-large");
    EXPECT_TRUE(is_project_path("a/b.flowspace.json"));
    EXPECT_FALSE(is_project_path("a/b.json"));
}

TEST_F(ProjectFile, PathsAreRelativeToTheProject) {
    EXPECT_EQ(path_in_project(folder / "a.csv", path), "a.csv");
    EXPECT_EQ(path_in_project(folder / "sub" / ".." / "sub" / "a.csv", path), "sub/a.csv");
    EXPECT_EQ(path_in_project("/elsewhere/a.csv", path), "/elsewhere/a.csv");
    const fs::path working = fs::current_path();
    fs::current_path(folder / "sub");
    EXPECT_EQ(path_in_project("a.csv", "p.flowspace.json"), "a.csv");
    EXPECT_EQ(path_in_project("../a.csv", "p.flowspace.json"), "../a.csv");
    EXPECT_EQ(path_in_project("../a.csv", "../p.flowspace.json"), "a.csv");
    EXPECT_EQ(path_in_project("a.csv", "../p.flowspace.json"), "sub/a.csv");
    EXPECT_EQ(path_from_project("a.csv", "p.flowspace.json"), "a.csv");
    fs::current_path(working);
    EXPECT_EQ(path_from_project("sub/a.csv", path), folder / "sub" / "a.csv");
    EXPECT_EQ(path_from_project("/elsewhere/a.csv", path), "/elsewhere/a.csv");
}

TEST_F(ProjectFile, SavedElsewhereItLeadsToTheSameFiles) {
    Project project = testing::full_project();
    project.unknown["/tables/tables~1流.csv/columns/出发地"] = json_object();
    const Project moved = moved_project(project, path, folder / "sub" / "q.flowspace.json");
    EXPECT_EQ(moved.plan.tables[0].path, "../tables/流.csv");
    EXPECT_EQ(moved.sources.at("../tables/流.csv"), project.sources.at("tables/流.csv"));
    EXPECT_TRUE(moved.unknown.contains("/tables/..~1tables~1流.csv/columns/出发地"));
    EXPECT_EQ(moved.boundaries[0], "../maps/borders.geojson");
    EXPECT_EQ(moved_project(moved, folder / "sub" / "q.flowspace.json", path), project);
}

TEST_F(ProjectFile, WhatLiesOutsideIsNamed) {
    Project project = testing::full_project();
    project.database.clear();
    EXPECT_TRUE(outside(project, path).empty());
    project.plan.tables[0].path = "../secret.csv";
    project.plan.tables[1].path = "/etc/passwd";
    project.terrain = {"sub/../../up.tif"};
    fs::create_symlink("/etc/hostname", folder / "link.csv");
    project.boundaries = {"link.csv"};
    project.database = "postgresql://reader@db.example:5432/x";
    const std::vector<std::string> reached = outside(project, path);
    const std::vector<std::string> expected = {
        "/etc/hostname", "/etc/passwd", (folder.parent_path() / "secret.csv").string(),
        (folder.parent_path() / "up.tif").string(), "postgresql://db.example:5432"};
    EXPECT_EQ(reached, expected);
}

TEST_F(ProjectFile, AgreementsAreKeptPerProjectAndUser) {
    const fs::path store = folder / "state" / "flowspace" / "agreements.json";
    const std::vector<std::string> reached = {"/etc/passwd", "clickhouse://db:1"};
    {
        Agreements agreements(store);
        EXPECT_EQ(agreements.missing(path, reached), reached);
        const std::vector<std::string> one = {"/etc/passwd"};
        EXPECT_FALSE(agreements.add(path, one));
        EXPECT_EQ(agreements.missing(path, reached), std::vector<std::string>{"clickhouse://db:1"});
    }
    Agreements again(store);
    EXPECT_EQ(again.missing(path, reached).size(), 1U);
    EXPECT_EQ(again.missing(folder / "other.flowspace.json", reached).size(), 2U);
    EXPECT_FALSE(again.add(path, reached));
    EXPECT_TRUE(Agreements(store).missing(path, reached).empty());
    std::ofstream(store) << "{broken";
    EXPECT_EQ(Agreements(store).missing(path, reached).size(), 2U) << "a broken store agrees to nothing";
    Agreements nowhere{fs::path{}};
    EXPECT_FALSE(nowhere.add(path, reached));
    EXPECT_TRUE(nowhere.missing(path, reached).empty());
}

TEST_F(ProjectFile, NamesThatAreNoUtf8AreNotSaved) {
    Project project = testing::full_project();
    project.plan.tables[0].path = "a\xff.csv";
    EXPECT_EQ(save_project(path, project, {}).problem->code, "bad-path");
    EXPECT_FALSE(fs::exists(path));
}

}  // namespace
}  // namespace flowspace
