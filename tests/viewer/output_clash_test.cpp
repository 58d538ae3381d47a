// No output of a command falls on what it reads, nor on another of its outputs: refused before anything is
// written.
#include "tests/viewer/command_folder.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace flowspace {
namespace {

namespace fs = std::filesystem;
using testing::CommandFolder;
using testing::holds;
using testing::ProgramResult;
using testing::read_text;
using testing::run_program;

const std::string table_text = "origin,destination,time,value\n320200,320100,2020-01-24,10.5\n";

class OutputClash : public CommandFolder {
protected:
    void SetUp() override {
        CommandFolder::SetUp();
        fs::create_directories(folder / "other");
        table = write("v.csv", table_text);
        project = path("v.flowspace.json");
    }

    /// Refused as a mistake of usage that names both files; the table is what it was.
    void expect_refused(const std::vector<std::string>& arguments, const std::string& one,
                        const std::string& other) const {
        const ProgramResult refused = run_program(arguments);
        EXPECT_EQ(refused.status, 2) << refused.err;
        EXPECT_TRUE(holds(refused.err, one)) << refused.err;
        EXPECT_TRUE(holds(refused.err, other)) << refused.err;
        EXPECT_TRUE(holds(refused.err, "the same file")) << refused.err;
        EXPECT_EQ(read_text(table), table_text);
    }

    void make_project() const {
        ASSERT_EQ(run_program({"import", table, "-o", project}).status, 0);
        kept_project = read_text(project);
    }

    std::string table, project;
    mutable std::string kept_project;
};

TEST_F(OutputClash, ACheckedTableIsNeverReplacedByItsReport) {
    expect_refused({"check", table, "--report", table}, "--report", table);
    const std::string roundabout = path("other/../v.csv");
    expect_refused({"check", table, "--report", roundabout}, roundabout, table);
    const std::string link = path("link.csv"), twin = path("twin.csv");
    fs::create_symlink(table, link);
    fs::create_hard_link(table, twin);
    expect_refused({"check", table, "--report", link}, link, table);
    expect_refused({"check", link, "--report", table}, link, table);
    expect_refused({"check", table, "--report", twin}, twin, table);
    EXPECT_EQ(run_program({"check", table, "--report", path("r.csv")}).status, 0);
    EXPECT_TRUE(fs::exists(path("r.csv")));
    EXPECT_EQ(run_program({"check", table, "--report", path("r.csv")}).status,
              0);  // an old report is nobody's
    const ProgramResult zh = run_program({"check", table, "--report", table, "--lang", "zh"});
    EXPECT_TRUE(holds(zh.err, "--report：“" + table + "”与输入文件“" + table + "”是同一个文件")) << zh.err;
}

TEST_F(OutputClash, WhatAProjectReadsIsAnInputToo) {
    make_project();
    expect_refused({"check", project, "--report", project}, "--report", project);
    expect_refused({"check", project, "--report", table}, "--report", table);
    EXPECT_EQ(read_text(project), kept_project);
}

TEST_F(OutputClash, AnImportWritesNeitherOverItsTablesNorTwiceToOnePlace) {
    expect_refused({"import", table, "-o", project, "--report", table}, "--report", table);
    EXPECT_FALSE(fs::exists(project));
    expect_refused({"import", table, "-o", project, "--report", project}, "--report", "-o");
    EXPECT_FALSE(fs::exists(project));
    const std::string later = path("later.csv");
    fs::create_symlink(project, later);  // leads to what is not there yet
    expect_refused({"import", table, "-o", project, "--report", later}, later, project);
    EXPECT_FALSE(fs::exists(project));
    fs::create_symlink(table, project);
    expect_refused({"import", table, "-o", project, "--force"}, project, table);
}

TEST_F(OutputClash, PicturesFilmsAndMeasuresAreKeptApartToo) {
    const std::string png = path("v.png"), mp4 = path("v.mp4"), ground = path("ground.png");
    fs::create_hard_link(table, png);
    fs::create_hard_link(table, mp4);
    expect_refused({"render", table, "-o", png, "--size", "320x200"}, png, table);
    std::ofstream(ground) << "heights";
    expect_refused({"render", table, "--terrain", ground, "-o", ground, "--size", "320x200"}, "-o",
                   "--terrain");
    expect_refused({"render", table, "-o", path("a.png"), "--dashboard", "changsanjiao", "--table", table},
                   "--table", table);
    expect_refused({"render", table, "-o", path("a.png"), "--dashboard", "changsanjiao", "--table",
                    path("other/../a.png")},
                   "--table", "-o");
    EXPECT_FALSE(fs::exists(path("a.png")));
    expect_refused({"film", table, "-o", mp4, "--still-view"}, mp4, table);
    expect_refused({"bench", "sum", table, "-o", table}, "-o", table);
    expect_refused({"bench", "sum", table, "--picture", table}, "--picture", table);
}

}  // namespace
}  // namespace flowspace
