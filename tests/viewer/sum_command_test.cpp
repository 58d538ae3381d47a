// The commands sum and check as scripts meet them: exact bytes on standard output, words on standard error,
// statuses.
#include "tests/viewer/command_folder.h"

#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>

namespace flowspace {
namespace {

namespace fs = std::filesystem;
using testing::CommandFolder;
using testing::holds;
using testing::ProgramResult;
using testing::run_program;

class SumCommand : public CommandFolder {
protected:
    void SetUp() override {
        CommandFolder::SetUp();
        flows = write("flows.csv",
                      "origin,destination,layer,time,value\n"
                      "320200,320100,people,2020-01-24,10.1\n"
                      "320200,320100,people,2020-01-25,20.2\n"
                      "320100,320200,people,2020-01-25,5\n"
                      "320100,320100,people,2020-01-25,100\n"
                      "110000,320100,people,2020-02-01,0\n"
                      "110000,320100,goods,2020-02-03,7\n");
    }

    /// What `sum flows.csv ...` prints.
    std::string sum(std::vector<std::string> options) const {
        options.insert(options.begin(), {"sum", flows});
        const ProgramResult result = run_program(options);
        EXPECT_EQ(result.status, 0) << result.err;
        return result.out;
    }

    std::string flows;
};

TEST_F(SumCommand, EveryKeyHasItsColumnsAndOrder) {
    EXPECT_EQ(sum({"--by", "total"}),
              "layer,value,unit,status\npeople,35.3,,undeclared\ngoods,7,,undeclared\n");
    EXPECT_EQ(sum({"--by", "time"}),
              "layer,time,value,unit,status\n"
              "people,2020-01-24,10.1,,undeclared\n"
              "people,2020-01-25,25.2,,undeclared\n"
              "people,2020-02-01,0,,undeclared\n"
              "goods,2020-02-03,7,,undeclared\n");
    EXPECT_EQ(sum({"--by", "pair", "--layer", "people"}),
              "layer,origin,destination,value,unit,status\n"
              "people,320200,320100,30.3,,undeclared\n"
              "people,320100,320200,5,,undeclared\n"
              "people,110000,320100,0,,undeclared\n");
    EXPECT_EQ(sum({"--by", "place", "--layer", "people"}),
              "layer,place,name_zh,name_en,out,in,self,unit,status\n"
              "people,320200,无锡市,Wuxi,30.3,5,,,undeclared\n"
              "people,320100,南京市,Nanjing,5,30.3,100,,undeclared\n"
              "people,110000,北京市,Beijing,0,,,,undeclared\n");
}

TEST_F(SumCommand, GroupsAreNamedByIdAndOutsideIsNamedToo) {
    EXPECT_EQ(sum({"--by", "circle", "--layer", "people", "--destination", "320100"}),
              "layer,origin_group,destination_group,value,unit,status\n"
              "people,outside,nanjing-circle,30.3,,undeclared\n");
    const std::string provinces =
        sum({"--by", "province", "--layer", "people", "--self", "--status", "observed", "--unit", "trips"});
    EXPECT_TRUE(holds(provinces, ",135.3,trips,observed\n")) << provinces;
    EXPECT_EQ(sum({"--by", "total", "--inside", "长三角", "--layer", "people"}),
              "layer,value,unit,status\npeople,35.3,,undeclared\n");
}

TEST_F(SumCommand, FiltersAreReadAsPromised) {
    EXPECT_EQ(sum({"--by", "total", "--layer", "people", "--to", "2020-01-25"}),
              "layer,value,unit,status\npeople,10.1,,undeclared\n");
    EXPECT_EQ(sum({"--by", "total", "--layer", "people", "--from", "2020-02"}),
              "layer,value,unit,status\npeople,0,,undeclared\n");
    EXPECT_EQ(sum({"--by", "total", "--layer", "people", "--to", "2020"}),
              "layer,value,unit,status\npeople,,,undeclared\n");
    EXPECT_EQ(sum({"--by", "total", "--layer", "people", "--to", "2020", "--absent", "zero"}),
              "layer,value,unit,status\npeople,0,,undeclared\n");
    EXPECT_EQ(sum({"--by", "pair", "--min", "5", "--max", "5"}),
              "layer,origin,destination,value,unit,status\npeople,320100,320200,5,,undeclared\n");
    EXPECT_EQ(
        sum({"--by", "pair", "--origin", "无锡", "--origin", "Beijing", "--layer", "people", "--top", "1"}),
        "layer,origin,destination,value,unit,status\npeople,320200,320100,30.3,,undeclared\n");
    EXPECT_EQ(sum({"--by", "total", "--layer", "people", "--self"}),
              "layer,value,unit,status\npeople,135.3,,undeclared\n");
}

TEST_F(SumCommand, ComparesTwoWindows) {
    EXPECT_EQ(sum({"--by", "pair", "--layer", "people", "--from", "2020-01-24", "--to", "2020-01-25",
                   "--versus-from", "2020-01-25", "--versus-to", "2020-01-26"}),
              "layer,origin,destination,value,unit,status,versus,difference,percent\n"
              "people,320200,320100,10.1,,undeclared,20.2,10.1,100\n"
              "people,320100,320200,,,undeclared,5,,\n");
}

TEST_F(SumCommand, FoldsByTheCalendar) {
    EXPECT_EQ(sum({"--by", "time", "--layer", "people", "--fold", "lunar"}),
              "layer,time,value,unit,status,n\n"
              "people,-1,10.1,,undeclared,1\n"
              "people,0,25.2,,undeclared,1\n"
              "people,7,0,,undeclared,1\n");
    EXPECT_EQ(sum({"--by", "time", "--layer", "people", "--fold", "weekday"}),
              "layer,time,value,unit,status,n\n"
              "people,5,10.1,,undeclared,1\n"
              "people,6,25.2,,undeclared,2\n");
    EXPECT_EQ(run_program({"sum", flows, "--by", "time", "--fold", "hour"}).status, 1);
}

TEST_F(SumCommand, JsonSaysTheSameWithItsNotes) {
    const std::string json = sum({"--by", "total", "--format", "json"});
    EXPECT_TRUE(
        json.starts_with("{\"rows\": [\n {\"layer\": \"people\", \"value\": 35.3, \"unit\": \"\", "
                         "\"status\": \"undeclared\"},"))
        << json;
    EXPECT_TRUE(holds(json, "\"code\": \"absent-unknown\""));
    EXPECT_TRUE(holds(json, "\"code\": \"time-gap\""));
}

TEST_F(SumCommand, BadRowsAreToldTheRestIsCounted) {
    const std::string bad = write(
        "bad.csv", "origin,destination,value\n320200,320100,1\n320200,999999,2\n320200,320100,\"1,000\"\n");
    const ProgramResult result = run_program({"sum", bad, "--by", "total"});
    EXPECT_EQ(result.status, 1);
    EXPECT_EQ(result.out, "layer,value,unit,status\nflows,1,,undeclared\n");
    EXPECT_TRUE(holds(result.err,
                      bad + ":3:destination: unknown-place: found '999999', expected an id of the places\n"))
        << result.err;
    EXPECT_TRUE(holds(result.err, bad + ":4:value: thousands-separator: found '1,000', expected"))
        << result.err;
    EXPECT_TRUE(holds(result.err, "3 rows, 1 kept, 2 refused"));
    EXPECT_TRUE(holds(result.err, "a sum of 2"));  // lost with the unknown place
    EXPECT_TRUE(holds(run_program({"sum", bad, "--by", "total", "--lang", "zh"}).err, "拒收 2 行"));
}

TEST_F(SumCommand, TheLanguageChangesWordsAndNeverData) {
    const ProgramResult en = run_program({"sum", flows, "--by", "place"}),
                        zh = run_program({"sum", flows, "--by", "place"}, "zh_CN.UTF-8");
    EXPECT_EQ(en.out, zh.out);
    EXPECT_TRUE(holds(zh.err, "未知"));
    EXPECT_TRUE(holds(en.err, "unknown, not zero"));
    EXPECT_TRUE(holds(run_program({"sum", "--help", "--lang", "zh"}).out, "按时间、地点"));
    EXPECT_TRUE(holds(run_program({"sum", "--help"}, "zh_CN.UTF-8").out, "按时间、地点"));
    EXPECT_TRUE(holds(run_program({"sum", "--help", "--lang", "en"}, "zh_CN.UTF-8").out, "totals by time"));
}

TEST_F(SumCommand, StatusesTellWhoseFaultItIs) {
    struct Case {
        std::vector<std::string> arguments;
        int status;
        std::string_view told;
    };
    for (const Case& one : std::vector<Case>{
             {{"sum", flows}, 2, "--by"},
             {{"sum", flows, "--by", "city"}, 2, "--by: found 'city', expected one of total, time"},
             {{"sum", flows, "--by", "city", "--lang", "zh"}, 2, "--by：收到“city”，应为以下之一：total"},
             {{"sum", flows, "--by", "total", "--layr", "people"}, 2, "did you mean --layer"},
             {{"sum", flows, "--by", "total", "--from", "2020-13"}, 2, "expected 2020, 2020-01"},
             {{"sum", flows, "--by", "total", "--from", "2020-01-01T00:00Z"}, 2, "no zone"},
             {{"sum", flows, "--by", "total", "--min", "1e999"}, 2, "finite number"},
             {{"sum", flows, "--by", "total", "--top", "0"},
              2,
              "--top: found '0', expected a number above 0"},
             {{"sum", flows, "--by", "total", "--lang", "fr"}, 2, "fr"},
             {{"sumo", flows}, 2, "did you mean sum"},
             {{"sum", flows, "--by", "total", "--layer", "peple"}, 1, "did you mean people"},
             {{"sum", flows, "--by", "total", "--place", "999999"}, 1, "--place: found '999999'"},
             {{"sum", flows, "--by", "total", "--place", "Suzhou"}, 1, "320500, 341300"},
             {{"sum", flows, "--by", "total", "--min", "5", "--max", "1"}, 1, "a least that is not larger"},
             {{"sum", flows, "--by", "total", "--inside", "changsanjia"}, 1, "did you mean changsanjiao"},
             {{"sum", flows, "--by", "total", "--from", "2020-02", "--to", "2020-01"},
              1,
              "after its beginning"},
             {{"sum", (folder / "none.csv").string(), "--by", "total"}, 1, "no-such-file"},
             {{"sum", folder.string(), "--by", "total"}, 1, "not-a-file: found 'a directory'"}}) {
        const ProgramResult result = run_program(one.arguments);
        EXPECT_EQ(result.status, one.status) << one.arguments.back() << ": " << result.err;
        EXPECT_TRUE(holds(result.err, one.told)) << result.err;
        EXPECT_EQ(result.out, "") << one.arguments.back();
    }
    EXPECT_EQ(run_program({"--help"}).status, 0);
    EXPECT_TRUE(run_program({"--version"}).out.starts_with("flowspace "));
}

/// As the import joins the names of tables: by old names, with the province, with the word for the kind.
TEST_F(SumCommand, AProvincesNameIsNeverTakenForAPlace) {
    for (const char* option : {"--origin", "--destination", "--place"})
        for (const auto& [name, place, group] :
             {std::array{"海南", "632500", "hainan"}, std::array{"吉林", "220200", "jilin"}}) {
            const ProgramResult refused = run_program({"sum", option, name, "--by", "total"});
            EXPECT_EQ(refused.status, 1) << name;
            EXPECT_EQ(refused.out, "") << name;
            EXPECT_TRUE(holds(refused.err, std::string(option) + " " + place)) << refused.err;
            EXPECT_TRUE(holds(refused.err, std::string("--inside ") + group)) << refused.err;
        }
    for (const char* name : {"海南省", "吉林省", "广东", "Guangdong"}) {
        const ProgramResult refused = run_program({"sum", "--origin", name, "--by", "total"});
        EXPECT_EQ(refused.status, 1) << name;
        EXPECT_TRUE(holds(refused.err, "--inside ")) << refused.err;
        EXPECT_FALSE(holds(refused.err, "did you mean")) << refused.err;
    }
    const ProgramResult zh = run_program({"sum", "--origin", "海南", "--by", "total", "--lang", "zh"});
    EXPECT_TRUE(holds(zh.err, "用 --origin 632500；整个海南省用 --inside hainan")) << zh.err;
    for (const char* name : {"吉林市", "海南州", "北京", "220200", "Beijing", "上海市"})
        EXPECT_EQ(run_program({"sum", "--origin", name, "--by", "total"}).status, 0) << name;
}

TEST_F(SumCommand, PlacesAreNamedAsInTables) {
    const auto of = [&](const char* place) {
        const ProgramResult result = run_program({"sum", flows, "--by", "total", "--self", "--place", place});
        EXPECT_EQ(result.status, 0) << result.err;
        return result.out;
    };
    EXPECT_EQ(of("襄樊"), of("420600"));
    EXPECT_EQ(of("Suzhou (Jiangsu)"), of("320500"));
    EXPECT_EQ(of("江苏无锡"), of("320200"));
    EXPECT_NE(of("江苏无锡"), of("420600"));
}

TEST_F(SumCommand, AFullDiskIsNotSuccess) {
    const ProgramResult result = run_program({"sum", flows, "--by", "pair"}, "C.UTF-8", "/dev/full");
    EXPECT_EQ(result.status, 3);
    EXPECT_TRUE(holds(result.err, "standard output"));
}

TEST_F(SumCommand, CheckListsEveryProblemAndNothingElse) {
    const std::string bad = write(
        "bad.csv", "origin,destination,time,value\n320200,320100,2020-01-02,nan\nx,320100,2020-01-02,\n");
    const ProgramResult text = run_program({"check", flows, bad});
    EXPECT_EQ(text.status, 1);
    EXPECT_EQ(text.out, bad +
                            ":2:value: not-finite: found 'nan', expected a number such as 1234.5 (point as "
                            "decimal mark, no separators)\n" +
                            bad + ":3:origin: unknown-place: found 'x', expected an id of the places\n" +
                            bad +
                            ":3:value: missing-value: found '', expected a number such as 1234.5 (point as "
                            "decimal mark, no separators)\n");
    const ProgramResult json = run_program({"check", bad, "--format", "json"});
    EXPECT_TRUE(json.out.starts_with(
        "{\"problems\": [\n {\"file\": \"" + bad +
        "\", \"row\": 2, \"column\": \"value\", \"code\": \"not-finite\", \"found\": \"nan\""))
        << json.out;
    EXPECT_TRUE(json.out.ends_with("],\n\"count\": 3}\n")) << json.out;
    const ProgramResult good = run_program({"check", flows});
    EXPECT_EQ(good.status, 0);
    EXPECT_EQ(good.out, "");
    EXPECT_EQ(run_program({"check", flows, "--format", "json"}).out, "{\"problems\": [],\n\"count\": 0}\n");
}

}  // namespace
}  // namespace flowspace
