// What flowspace import asks, notes and refuses: every question has its answer beside it, and every word is
// said in the reader's language.
#include "tests/formats/workbook_files.h"
#include "tests/viewer/command_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string_view>

namespace flowspace {
namespace {

namespace fs = std::filesystem;
using testing::CommandFolder;
using testing::holds;
using testing::ProgramResult;
using testing::read_text;
using testing::run_program;

class ImportQuestions : public CommandFolder {
protected:
    void SetUp() override {
        CommandFolder::SetUp();
        project = path("p.flowspace.json");
    }

    ProgramResult import(std::vector<std::string> options) const {
        fs::remove(project);
        options.insert(options.begin(), "import");
        options.insert(options.end(), {"-o", project});
        return run_program(options);
    }

    std::string totals() const { return run_program({"sum", project, "--by", "total"}).out; }

    /// The words of the choice that holds `choice`, as they are to be typed.
    static std::vector<std::string> answer_in(const std::string& asked, std::string_view choice) {
        const std::size_t begin = asked.find(choice), end = asked.find('\n', begin);
        std::vector<std::string> words;
        for (std::size_t at = asked.find(" --map ", begin); at < end; at = asked.find(" --map ", at + 1)) {
            std::string word = asked.substr(at + 7, std::min(end, asked.find(" --map ", at + 1)) - at - 7);
            std::erase(word, '\'');
            words.insert(words.end(), {"--map", word});
        }
        return words;
    }

    std::string project;
};

TEST_F(ImportQuestions, AChosenPlaceIsOneOfThePlacesThatWereGiven) {
    const std::string places = write("places.csv", "id,lon,lat,name\na,110,30,Aa\nb,111,31,Bb\n");
    const std::string flows = write("flows.csv", "origin,destination,value\na,b,5\nold,b,7\n");
    const ProgramResult refused = import({flows, places, "--choose", "old=110000"});
    EXPECT_EQ(refused.status, 1);
    EXPECT_TRUE(holds(refused.err, "--choose old=110000: expected the id of a place")) << refused.err;
    EXPECT_FALSE(fs::exists(project));
    const ProgramResult zh = import({flows, places, "--choose", "old=nowhere", "--lang", "zh"});
    EXPECT_TRUE(holds(zh.err, "--choose old=nowhere：应为地点代码")) << zh.err;
    EXPECT_EQ(import({flows, places, "--choose", "old=a"}).status, 0);
    EXPECT_EQ(totals(), "layer,value,unit,status\nflows,12,,undeclared\n");
}

TEST_F(ImportQuestions, AMatrixWithAnEmptyCornerIsRead) {
    const std::string matrix = write("m.csv", ",北京市,上海市\n北京市,0,5\n上海市,6,0\n");
    const ProgramResult made = import({matrix});
    EXPECT_EQ(made.status, 0) << made.out << made.err;
    EXPECT_EQ(totals(), "layer,value,unit,status\nflows,11,,undeclared\n");
    EXPECT_EQ(run_program({"check", matrix}).out, "");
    EXPECT_EQ(run_program({"check", matrix}).status, 0);
}

TEST_F(ImportQuestions, AStatusOfOneComesWithItsReason) {
    const std::string twice =
        write("t.csv", "origin,destination,value,note,note\n110000,310000,5,x,y\n310000,110000,6,x,y\n");
    const ProgramResult made = import({twice});
    EXPECT_EQ(made.status, 1);
    EXPECT_TRUE(holds(made.err, "t.csv:1:note: duplicate-header: found 'columns 4 and 5', expected"))
        << made.err;
    const ProgramResult zh = import({twice, "--lang", "zh"});
    EXPECT_TRUE(holds(zh.err, "duplicate-header: 收到“第 4 列和第 5 列”，应为唯一的列名")) << zh.err;
}

TEST_F(ImportQuestions, WhatIsPlainlyNoHeaderIsSkipped) {
    for (const char* above : {"\n", "\n\n", "# made by hand\n# 2020\n", "2020年客流\n\n"}) {
        const std::string table =
            write("t.csv", std::string(above) + ",北京市,上海市\n北京市,0,5\n上海市,6,0\n");
        const ProgramResult made = import({table});
        EXPECT_EQ(made.status, 0) << above << made.out << made.err;
        EXPECT_EQ(totals(), "layer,value,unit,status\nflows,11,,undeclared\n") << above;
    }
}

TEST_F(ImportQuestions, WhereTheHeaderStandsIsSaidByTheAnswer) {
    const std::string table = write("t.csv",
                                    "report,2020\nsource,survey\n"
                                    "origin,dest,2020-01,2020-02\n110000,310000,5,6\n310000,110000,1,2\n");
    const ProgramResult asked = import({table});
    EXPECT_EQ(asked.status, 1);
    EXPECT_TRUE(holds(asked.err, "the header is line 3")) << asked.err;
    EXPECT_TRUE(holds(asked.err, "t.csv:@skip=2")) << asked.err;
    std::vector<std::string> words = answer_in(asked.err, "the header is line 3");
    words.insert(words.begin(), table);
    EXPECT_EQ(import(words).status, 0);
    EXPECT_EQ(totals(), "layer,value,unit,status\nflows,14,,undeclared\n");
    EXPECT_EQ(import({table, "--skip", "2"}).status, 0);
    EXPECT_TRUE(holds(import({table, "--lang", "zh"}).err, "表头是第 3 行"));
}

TEST_F(ImportQuestions, AHeaderThatSaysNothingMayStandFurtherDown) {
    const std::string table = write("t.csv", "a,b,c\nd,e,f\norigin,destination,value\n110000,310000,5\n");
    ProgramResult asked = import({table});
    EXPECT_EQ(asked.status, 1);
    std::vector<std::string> words = answer_in(asked.err, "leave out the first line");
    ASSERT_EQ(words.size(), 2U) << asked.err;
    words.insert(words.begin(), table);
    asked = import(words);
    EXPECT_EQ(asked.status, 1) << "the second line is no header either";
    words = answer_in(asked.err, "leave out the first 2 lines");
    ASSERT_EQ(words.size(), 2U) << asked.err;
    words.insert(words.begin(), table);
    EXPECT_EQ(import(words).status, 0);
    EXPECT_EQ(totals(), "layer,value,unit,status\nflows,5,,undeclared\n");
}

const std::string table_rows =
    sheet_row(4, {text_cell("A4", "origin"), text_cell("B4", "destination"), text_cell("C4", "value")}) +
    sheet_row(5, {text_cell("A5", "110000"), text_cell("B5", "310000"), number_cell("C5", "5")}) +
    sheet_row(6, {text_cell("A6", "310000"), text_cell("B6", "110000"), number_cell("C6", "6")});

TEST_F(ImportQuestions, TitlesAboveTheHeaderOfASheetAreSkipped) {
    const std::string table =
        write("t.xlsx", workbook({.rows = sheet_row(1, {text_cell("A1", "客流")}) +
                                          sheet_row(2, {text_cell("C2", "单位：人次")}) + table_rows}));
    const ProgramResult made = import({table});
    EXPECT_EQ(made.status, 0) << made.out << made.err;
    EXPECT_EQ(totals(), "layer,value,unit,status\nflows,11,,undeclared\n");
    EXPECT_TRUE(holds(read_text(project), "\"skipped_lines\": 3"));
}

TEST_F(ImportQuestions, SkipLeavesOutRowsOfASheet) {
    const std::string table =
        write("t.xlsx", workbook({.rows = sheet_row(1, {text_cell("A1", "from"), text_cell("B1", "to"),
                                                        text_cell("C1", "n")}) +
                                          sheet_row(2, {text_cell("A2", "110000"), text_cell("B2", "120000"),
                                                        number_cell("C2", "100")}) +
                                          table_rows}));
    ASSERT_EQ(import({table, "--skip", "3"}).status, 0);
    EXPECT_EQ(totals(), "layer,value,unit,status\nflows,11,,undeclared\n");
    EXPECT_TRUE(holds(read_text(project), "\"skipped_lines\": 3"));
    EXPECT_EQ(import({table, "--skip", "many"}).status, 1);
}

TEST_F(ImportQuestions, ACoverSheetIsAnsweredByAnotherSheet) {
    for (const std::string& cover :
         {std::string(), sheet_row(1, {text_cell("A1", "About"), text_cell("B1", "this report")}) +
                             sheet_row(2, {text_cell("A2", "Made"), text_cell("B2", "by hand")})}) {
        const std::string table = write("t.xlsx", workbook({.rows = cover, .second_rows = table_rows}));
        const ProgramResult asked = import({table});
        EXPECT_EQ(asked.status, 1);
        EXPECT_TRUE(holds(asked.err, "Second")) << asked.err;
        const ProgramResult made = import({table, "--sheet", "Second"});
        EXPECT_EQ(made.status, 0) << made.err;
        EXPECT_EQ(totals(), "layer,value,unit,status\nflows,11,,undeclared\n");
        if (cover.empty()) {
            EXPECT_TRUE(holds(asked.err, "--sheet NAME, one of Second")) << asked.err;
            continue;
        }
        std::vector<std::string> words = answer_in(asked.err, "the table is in the sheet Second");
        words.insert(words.begin(), table);
        EXPECT_EQ(import(words).status, 0);
    }
}

TEST_F(ImportQuestions, AWorkbookNeedsNoStyles) {
    const std::string table = write("t.xlsx", workbook({.rows = table_rows, .styles = ""}));
    const ProgramResult made = import({table});
    EXPECT_EQ(made.status, 0) << made.out << made.err;
    EXPECT_EQ(totals(), "layer,value,unit,status\nflows,11,,undeclared\n");
}

/// As some libraries write them: no row would be found, and none said to be refused.
TEST_F(ImportQuestions, AWorkbookWithPrefixesIsNotCalledEmpty) {
    const std::string table =
        write("t.xlsx", zip_of({{"[Content_Types].xml", "<Types/>"},
                                {"xl/workbook.xml", "<x:workbook xmlns:x=\"a\"><x:sheets/></x:workbook>"}}));
    const ProgramResult refused = import({table});
    EXPECT_EQ(refused.status, 1);
    EXPECT_TRUE(holds(refused.err, "bad-spreadsheet: found 'a workbook whose XML names have prefixes'"))
        << refused.err;
    EXPECT_TRUE(holds(import({table, "--lang", "zh"}).err, "另存的工作簿"));
}

TEST_F(ImportQuestions, AProjectIsNoTable) {
    const std::string flows = write("flows.csv", "origin,destination,value\n110000,310000,5\n");
    ASSERT_EQ(import({flows}).status, 0);
    const std::string kept = read_text(project);
    for (const bool forced : {false, true}) {
        std::vector<std::string> words = {"import", project, "-o",
                                          forced ? project : path("q.flowspace.json")};
        if (forced) words.push_back("--force");
        const ProgramResult refused = run_program(words);
        EXPECT_EQ(refused.status, 2);
        EXPECT_TRUE(holds(refused.err, "found a project, expected tables")) << refused.err;
        EXPECT_TRUE(holds(refused.err, "`flowspace " + project + "`")) << refused.err;
    }
    EXPECT_TRUE(holds(run_program({"import", project, "-o", path("q.flowspace.json"), "--lang", "zh"}).err,
                      "这是项目文件"));
    EXPECT_EQ(read_text(project), kept);
    EXPECT_FALSE(fs::exists(path("q.flowspace.json")));
}

TEST_F(ImportQuestions, NotesThatWereAnsweredAreNotMadeAgain) {
    const std::string flows = write("flows.csv",
                                    "origin,destination,start,end,value\n"
                                    "110000,310000,2020-01-01,2020-01-03,\"1,234\"\n"
                                    "310000,110000,2020-01-01,2020-01-03,5\n"
                                    "310000,120000,2020-01-01,2020-01-03,6\n");
    const ProgramResult noted = import({flows});
    EXPECT_TRUE(holds(noted.err, "spread-interval")) << noted.err;
    EXPECT_TRUE(holds(noted.err, "thousands-separator")) << noted.err;
    const ProgramResult spread = import({flows, "--spread", "evenly"});
    EXPECT_FALSE(holds(spread.err, "spread-interval")) << spread.err;
    EXPECT_TRUE(holds(spread.err, "thousands-separator")) << spread.err;
    const ProgramResult both = import({flows, "--spread", "at_start", "--thousands", ","});
    EXPECT_FALSE(holds(both.err, "note: ")) << both.err;
    const std::string counted = write("counted.csv", "origin,destination,delay,size\n110000,310000,5,2\n");
    EXPECT_TRUE(holds(import({counted}).err, "possible-value"));
    EXPECT_FALSE(holds(import({counted, "--map", "size=value"}).err, "possible-value"));
}

TEST_F(ImportQuestions, WhatTheOptionsRefuseIsSaidInChineseToo) {
    const std::string flows =
        write("flows.csv", "origin,destination,date,value\n110000,310000,2020-01-01,5\n");
    const std::vector<std::pair<std::vector<std::string>, const char*>> refused = {
        {{"--map", "nowhere=origin"}, "--map nowhere=origin：应为已有的列：flows.csv: origin"},
        {{"--map", "date=when"}, "--map date=when：应为字段，即以下之一：attribute"},
        {{"--map", "date"}, "--map date：应为“列名=字段”或“@设置=值”"},
        {{"--map", "origin=time", "--map", "date=time"},
         "应为唯一一列“时间”；--map origin=time 已指定另一列"},
        {{"--spread", "widely"}, "应为at_start（计在开始时）、evenly（均摊）或"},
        {{"--skip", "some"}, "应为表头之前的行数"},
        {{"--choose", "魔都=1"}, "--choose 魔都=1：应为地点代码"},
        {{"--map", "@nothing=1"}, "应为@role, @encoding"}};
    for (const auto& [options, expected] : refused) {
        std::vector<std::string> words = {flows, "--lang", "zh"};
        words.insert(words.end(), options.begin(), options.end());
        const ProgramResult told = import(words);
        EXPECT_EQ(told.status, 1) << expected;
        EXPECT_TRUE(holds(told.err, expected)) << told.err;
        EXPECT_FALSE(holds(told.err, "expected")) << told.err;
    }
    ASSERT_EQ(import({flows}).status, 0);
    std::string json = read_text(project);
    json.replace(json.find("\"rules\": {"), 10, "\"rules\": [], \"spare\": {");
    write("p.flowspace.json", json);
    const ProgramResult broken = run_program({"sum", project, "--by", "total", "--lang", "zh"});
    EXPECT_TRUE(holds(broken.err, ":/rules: bad-type: 收到“列表”，应为对象")) << broken.err;
    const ProgramResult account = import({flows, "--lang", "zh"});
    EXPECT_TRUE(holds(account.out, "时间：粒度 日，")) << account.out;
}

TEST_F(ImportQuestions, AProjectOfANewerProgramSaysSoAndLosesNothing) {
    const std::string flows = write("flows.csv", "origin,destination,value\n110000,310000,5\n");
    ASSERT_EQ(import({flows}).status, 0);
    std::string json = read_text(project);
    json.replace(json.find("\"version\": 1"), 12, "\"version\": 7, \"weather\": {\"rain\": 1}");
    write("p.flowspace.json", json);
    const ProgramResult told = run_program({"sum", project, "--by", "total"});
    EXPECT_EQ(told.status, 0) << told.err;
    EXPECT_TRUE(holds(told.err, "written by a newer flowspace (project version 7, this one knows 1)"))
        << told.err;
    EXPECT_TRUE(holds(told.err, "not known here, so not shown, and kept on saving: /weather")) << told.err;
    const ProgramResult zh = run_program({"sum", project, "--by", "total", "--lang", "zh"});
    EXPECT_TRUE(holds(zh.err, "由更新版本的 flowspace 写出")) << zh.err;
    const ProgramResult again = run_program({"import", flows, "-o", project, "--force"});
    EXPECT_EQ(again.status, 0) << again.err;
    EXPECT_TRUE(holds(again.err, "/weather")) << again.err;
    EXPECT_TRUE(holds(read_text(project), "\"version\": 7"));
    EXPECT_TRUE(holds(read_text(project), "\"rain\": 1"));
}

}  // namespace
}  // namespace flowspace
