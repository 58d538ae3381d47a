// flowspace import and projects in every command, as a person and a script meet them.
#include "tests/viewer/command_folder.h"

#include <gtest/gtest.h>

#include <cstdlib>
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

class ImportCommand : public CommandFolder {
protected:
    void SetUp() override {
        CommandFolder::SetUp();
        project = path("work/spring.flowspace.json");
        flows = write("work/tables/flows.csv",
                      "出发地,目的地,日期,客流量\n"
                      "320200,320100,2020-01-24,10.5\n"
                      "320200,320100,2020-01-25,20\n"
                      "110000,320100,2020-01-25,0\n");
    }

    ProgramResult import(std::vector<std::string> options) const {
        options.insert(options.begin(), "import");
        options.insert(options.end(), {"-o", project});
        return run_program(options);
    }

    static std::string totals(const std::string& file) {
        return run_program({"sum", file, "--by", "total"}).out;
    }

    std::string project, flows;
};

TEST_F(ImportCommand, ATableBecomesAProjectThatEveryCommandOpens) {
    const ProgramResult made =
        import({flows, "--status", "observed", "--unit", "persons", "--all-layer", "people"});
    ASSERT_EQ(made.status, 0) << made.err;
    EXPECT_TRUE(holds(made.out, "3 rows = 3 kept + 0 rejected + 0 filtered")) << made.out;
    EXPECT_TRUE(holds(made.out, "SHA-256 ")) << made.out;
    EXPECT_TRUE(holds(made.out, "spring.flowspace.json: project written")) << made.out;
    const std::string json = read_text(project);
    EXPECT_TRUE(holds(json, "\"path\": \"tables/flows.csv\"")) << json;
    EXPECT_TRUE(holds(json, "{\"name\": \"出发地\", \"field\": \"origin\"}")) << json;
    EXPECT_TRUE(holds(json, "\"rejected\": {}")) << json;
    EXPECT_EQ(totals(project), "layer,value,unit,status\npeople,30.5,persons,observed\n");
    EXPECT_EQ(run_program({"check", project}).status, 0);
    const std::string picture = (folder / "a.png").string();
    EXPECT_EQ(run_program({"render", project, "-o", picture, "--size", "320x200"}).status, 0);
    EXPECT_TRUE(fs::exists(picture));
}

TEST_F(ImportCommand, TheUnitIsWhatTheHeaderSaysUnlessItIsGiven) {
    const std::string named =
        write("work/tables/named.csv", "出发地,目的地,客流量（万人次）\n110000,310000,2.5\n");
    EXPECT_EQ(totals(named), "layer,value,unit,status\nflows,2.5,万人次,undeclared\n");
    ASSERT_EQ(import({named}).status, 0);
    EXPECT_EQ(totals(project), "layer,value,unit,status\nflows,2.5,万人次,undeclared\n");
    ASSERT_EQ(import({named, "--force", "--unit", "trips"}).status, 0);
    EXPECT_EQ(totals(project), "layer,value,unit,status\nflows,2.5,trips,undeclared\n");
}

TEST_F(ImportCommand, TheSameImportGivesTheSameBytesAndReplacesOnlyWhenTold) {
    ASSERT_EQ(import({flows}).status, 0);
    const std::string first = read_text(project);
    const ProgramResult refused = import({flows});
    EXPECT_EQ(refused.status, 1);
    EXPECT_TRUE(holds(refused.err, "--force")) << refused.err;
    EXPECT_EQ(import({flows, "--force"}).status, 0);
    EXPECT_EQ(read_text(project), first);
}

TEST_F(ImportCommand, WhatCannotBeToldIsAskedAndTheAnswerIsTheWordsShown) {
    const std::string dates = write("work/tables/dates.csv",
                                    "origin,destination,date,value\n"
                                    "320200,320100,03/04/2020,1\n"
                                    "320200,320100,04/05/2020,2\n");
    const ProgramResult asked = import({dates});
    EXPECT_EQ(asked.status, 1);
    EXPECT_TRUE(holds(asked.err, "ambiguous-date")) << asked.err;
    EXPECT_FALSE(fs::exists(project));
    const std::size_t at = asked.err.find(" --map ");
    ASSERT_NE(at, std::string::npos) << asked.err;
    std::string words = asked.err.substr(at + 7, asked.err.find_first_of(" \n", at + 7) - at - 7);
    std::erase(words, '\'');
    const ProgramResult answered = import({dates, "--map", words});
    EXPECT_EQ(answered.status, 0) << words << "\n" << answered.err;
    EXPECT_TRUE(holds(read_text(project), "\"day_order\": \"day_first\"") ||
                holds(read_text(project), "\"day_order\": \"month_first\""));
    fs::remove(project);
    EXPECT_EQ(import({dates, "--day-order", "month_first"}).status, 0);
    EXPECT_TRUE(holds(run_program({"sum", project, "--by", "time"}).out, "2020-03-04,1"));
}

TEST_F(ImportCommand, RefusedRowsAreCountedNamedAndChosen) {
    const std::string names = write("work/tables/names.csv",
                                    "出发地,目的地,客流量\n无锡市,南京市,5\n魔都,南京市,7\n=1+1,南京市,2\n");
    const std::string report = (folder / "report.csv").string();
    const ProgramResult made = import({names, "--report", report});
    EXPECT_EQ(made.status, 1) << made.err;
    EXPECT_TRUE(holds(made.out, "3 rows = 1 kept + 2 rejected + 0 filtered")) << made.out;
    EXPECT_TRUE(holds(made.out, "2 x unknown-place")) << made.out;
    EXPECT_TRUE(holds(made.out, "魔都")) << made.out;
    EXPECT_TRUE(fs::exists(project)) << "what could be read is in the project";
    const std::string table = read_text(report);
    EXPECT_TRUE(holds(table, "'=1+1")) << "a spreadsheet must not compute a name: " << table;
    EXPECT_FALSE(holds(table, ",=1+1")) << table;
    const ProgramResult chosen = import({names, "--force", "--choose", "魔都=310000"});
    EXPECT_TRUE(holds(chosen.out, "3 rows = 2 kept + 1 rejected + 0 filtered")) << chosen.out;
    EXPECT_TRUE(holds(read_text(project), "\"魔都\": \"310000\""));
    const ProgramResult again = import({names, "--force"});
    EXPECT_TRUE(holds(again.out, "3 rows = 2 kept + 1 rejected + 0 filtered"))
        << "kept for good: " << again.out;
    const ProgramResult json = run_program({"check", project, "--report", (folder / "r.json").string()});
    EXPECT_EQ(json.status, 1);
    EXPECT_TRUE(holds(json.err, "3 rows = 2 kept + 1 rejected + 0 filtered")) << json.err;
    EXPECT_TRUE(read_text(folder / "r.json").starts_with("{"));
}

TEST_F(ImportCommand, RulesLeaveRowsOutAndSayWhich) {
    const std::string rows = write("work/tables/rows.csv",
                                   "origin,destination,value\n"
                                   "320200,320100,5\n320200,320100,6\n320100,320100,9\n110000,320100,-3\n");
    ASSERT_EQ(import({rows, "--duplicates", "keep_first", "--self-flows", "refuse", "--negatives", "reverse"})
                  .status,
              0);
    EXPECT_EQ(run_program({"sum", project, "--by", "pair", "--self"}).out,
              "layer,origin,destination,value,unit,status\nflows,320200,320100,5,,undeclared\n"
              "flows,320100,110000,3,,undeclared\n");
    EXPECT_TRUE(holds(run_program({"check", project}).err, "4 rows = 2 kept + 0 rejected + 2 filtered"));
}

TEST_F(ImportCommand, AChangedTableIsToldAndReadAgainAMissingOneStops) {
    ASSERT_EQ(import({flows}).status, 0);
    fs::last_write_time(flows, fs::last_write_time(flows) + std::chrono::seconds(5));
    EXPECT_FALSE(holds(run_program({"sum", project, "--by", "total"}).err, "changed-source"))
        << "touched, the same bytes";
    write("work/tables/flows.csv", "出发地,目的地,日期,客流量\n320200,320100,2020-01-24,99\n");
    const ProgramResult changed = run_program({"sum", project, "--by", "total"});
    EXPECT_EQ(changed.status, 0);
    EXPECT_TRUE(holds(changed.out, ",99,")) << changed.out;
    EXPECT_TRUE(holds(changed.err, "changed-source")) << changed.err;
    EXPECT_EQ(run_program({"check", project}).status, 1);
    fs::remove(flows);
    const ProgramResult stale = run_program({"sum", project, "--by", "total"});
    EXPECT_EQ(stale.status, 1) << "the cache is of other bytes than the project knows";
    EXPECT_TRUE(holds(stale.err, "missing-source")) << stale.err;
}

TEST_F(ImportCommand, TheCacheGivesTheSameAnswersAndIsNeverBelievedBlindly) {
    const std::string places =
        write("work/tables/places.csv", "id,lon,lat,name\na,110,30,Aa\nb,111,31,Bb\nc,112,32,Cc\n");
    const std::string rows = write("work/tables/rows.csv",
                                   "origin,destination,layer,time,value\na,b,people,2020-01,1.5\n"
                                   "c,b,goods,2020-02,7\nb,b,goods,2020-02,1\nx,b,goods,2020-02,3\n");
    ASSERT_EQ(import({rows, places, "--status", "observed"}).status, 1) << "x is no place";
    const fs::path cache = folder / "work" / "spring.flowspace.cache" / "flows";
    ASSERT_TRUE(fs::exists(cache));
    const auto written = fs::last_write_time(cache);
    const std::vector<std::string> ask = {"sum", project, "--by", "pair", "--self"};
    const ProgramResult cached = run_program(ask);
    EXPECT_EQ(fs::last_write_time(cache), written) << "it was used, not made anew";
    fs::remove(cache);
    const ProgramResult read = run_program(ask);
    EXPECT_EQ(cached.out, read.out);
    EXPECT_EQ(cached.err, read.err);
    EXPECT_EQ(cached.status, read.status);
    ASSERT_TRUE(fs::exists(cache)) << "made anew by whoever opens";

    std::string bytes = read_text(cache);
    for (const std::size_t at : {std::size_t{20}, bytes.size() / 2, bytes.size() - 9}) {
        std::string damaged = bytes;
        damaged[at] = static_cast<char>(damaged[at] ^ 0x40);
        fs::remove(cache);
        std::ofstream(cache, std::ios::binary) << damaged;
        EXPECT_EQ(run_program(ask).out, read.out) << "damaged at " << at;
    }
    fs::remove_all(cache.parent_path());
    fs::create_directories(folder / "elsewhere");
    fs::create_directory_symlink(folder / "elsewhere", cache.parent_path());
    EXPECT_EQ(run_program(ask).out, read.out);
    EXPECT_TRUE(fs::is_empty(folder / "elsewhere")) << "nothing is written through a link";
    fs::remove(cache.parent_path());
    run_program(ask);
    fs::remove(rows);
    const ProgramResult gone = run_program(ask);
    EXPECT_EQ(gone.out, read.out) << "the cache holds what is missing";
    EXPECT_TRUE(holds(gone.err, "missing-source")) << gone.err;
}

TEST_F(ImportCommand, AProjectReadsNothingOutsideItsFolderUnlessAgreedOnce) {
    ASSERT_EQ(import({flows}).status, 0);
    std::string json = read_text(project);
    json.replace(json.find("tables/flows.csv"), 16, "../work/tables/flows.csv");
    fs::create_directories(folder / "mail");
    const std::string sent = write("mail/sent.flowspace.json", json);
    const ProgramResult refused = run_program({"sum", sent, "--by", "total"});
    EXPECT_EQ(refused.status, 1);
    EXPECT_TRUE(holds(refused.err, "not-agreed")) << refused.err;
    EXPECT_EQ(refused.out, "");
    EXPECT_EQ(run_program({"sum", sent, "--by", "total", "--agree"}).status, 0);
    EXPECT_EQ(run_program({"sum", sent, "--by", "total"}).status, 0) << "asked once";
    fs::create_symlink(flows, folder / "mail" / "link.csv");
    json.replace(json.find("../work/tables/flows.csv"), 24, "link.csv");
    EXPECT_EQ(run_program({"sum", write("mail/link.flowspace.json", json), "--by", "total"}).status, 1);
}

TEST_F(ImportCommand, BrokenProjectsSayLineAndPointer) {
    ASSERT_EQ(import({flows}).status, 0);
    std::string json = read_text(project);
    json.replace(json.find("\"sum\""), 5, "\"add\"");
    write("work/spring.flowspace.json", json);
    const ProgramResult result = run_program({"check", project});
    EXPECT_EQ(result.status, 1);
    EXPECT_TRUE(holds(result.err, ":/rules/duplicates: bad-word: found 'add', expected one of sum"))
        << result.err;
}

TEST_F(ImportCommand, UsageAndLanguage) {
    EXPECT_EQ(run_program({"import", flows, "-o", (folder / "x.json").string()}).status, 2);
    EXPECT_EQ(run_program({"import", flows}).status, 2);
    EXPECT_EQ(run_program({"sum", flows, project, "--by", "total"}).status, 2);
    const ProgramResult wrong = import({flows, "--map", "出发=origin"});
    EXPECT_EQ(wrong.status, 1);
    EXPECT_TRUE(holds(wrong.err, "出发地")) << "the columns there are: " << wrong.err;
    const ProgramResult zh = run_program({"import", flows, "-o", project}, "zh_CN.UTF-8");
    EXPECT_EQ(zh.status, 0);
    EXPECT_TRUE(holds(zh.out, "3 行 = 保留 3 + 拒收 0 + 滤除 0")) << zh.out;
    EXPECT_TRUE(holds(run_program({"import", "--help"}, "zh_CN.UTF-8").out, "分隔符"));
}

}  // namespace
}  // namespace flowspace
