// The guess at tables as they come, in English and Chinese: what is guessed, and what is asked instead.
#include "tests/data/import_fixture.h"

#include <algorithm>

namespace flowspace {
namespace {

using testing::ImportTest;

struct PlanGuessTest : ImportTest {
    /// `field field ...` of the first table.
    static std::string fields(const PlanGuess& guess) {
        std::string text;
        for (const ColumnPlan& column : guess.plan.tables.front().columns)
            text += (text.empty() ? "" : " ") + std::string(key(column.field));
        return text;
    }
    /// `code!` for must, `code?` for may.
    static std::string asked(const PlanGuess& guess) {
        std::string text;
        for (const Question& question : guess.questions) {
            text += (text.empty() ? "" : " ") + question.problem.code +
                    (question.weight == QuestionWeight::must ? "!" : "?");
            EXPECT_FALSE(question.en.empty());
            EXPECT_FALSE(question.zh.empty());
            EXPECT_FALSE(meaning(question.problem.code).zh.empty()) << question.problem.code;
        }
        return text;
    }
};

struct Schema {
    const char* table;
    const char* fields;
    const char* questions;
};

TEST(UnitInHeader, IsWhatItsLastBracketsSay) {
    EXPECT_EQ(unit_in_header("客流量（万人次）"), "万人次");
    EXPECT_EQ(unit_in_header("货运量(万吨)"), "万吨");
    EXPECT_EQ(unit_in_header("货运量（单位：万吨）"), "万吨");
    EXPECT_EQ(unit_in_header("trips (all) [10,000 persons]"), "10,000 persons");
    for (const char* none :
         {"客流量", "value (2020)", "value (2020-01)", "客流量（2020年1月）", "(persons)", "a)", "x ()", ""})
        EXPECT_EQ(unit_in_header(none), "") << none;
}

TEST_F(PlanGuessTest, TheUnitIsTheOneThatValuesAgreeOn) {
    const auto unit = [&](const char* table) { return guess({table}).plan.unit; };
    EXPECT_EQ(unit("出发地,目的地,日期,客流量（万人次）\n北京,上海,2020-01-01,5\n"), "万人次");
    EXPECT_EQ(unit("出发地,目的地,日期,客流量\n北京,上海,2020-01-01,5\n"), "");
}

TEST_F(PlanGuessTest, EverySchemaAsItComes) {
    const Schema schemas[] = {
        {"origin,destination,layer,time,value\n110000,310000,people,2020-01,5\n",
         "origin destination layer time value", ""},
        {"出发地,目的地,日期,客流量\n北京,上海,2020-01-01,5\n苏州市,北京市,2020-01-02,6\n",
         "origin_name destination_name time value", ""},
        {"起点代码,起点,终点代码,终点,年份,货运量(万吨)\n110000,北京市,310000,上海市,2019,5\n",
         "origin origin_name destination destination_name time value", ""},
        {"始发城市,到达城市,统计时间,要素,人次,天气\n北京,上海,2020年1月,人流,5,晴\n",
         "origin_name destination_name time layer value attribute", ""},
        {"迁出地编码,迁入地编码,时间,迁徙指数\n110000,310000,20200125,5.2\n", "origin destination time value",
         ""},
        {"origin,dest,count,time\n110000,310000,4,2020-01-01\n", "origin destination value time", ""},
        {"From,To,Flow\n110000,310000,4\n", "origin destination value", ""},
        {"source,target,type,weight\nBeijing,Shanghai,people,4\nShanghai,Wuxi,people,1\n",
         "origin_name destination_name layer value", ""},
        {"origin,destination,delay,distance\n110000,310000,15,1068\n",
         "origin destination attribute attribute", "possible-value?"},
        {"origin,destination,客流量,货运量\n110000,310000,15,1068\n", "origin destination value attribute",
         "ambiguous-column!"},
        {"origin,destination,人流,物流\n110000,310000,15,1068\n",
         "origin destination value@layer value@layer", ""},
        {"origin,destination,2020-01,2020-02,2020-03\n110000,310000,1,2,3\n",
         "origin destination value@time value@time value@time", ""},
        {"出发地,目的地,2020年1月,2020年2月\n北京,上海,1,2\n",
         "origin_name destination_name value@time value@time", ""},
        {"出发地,北京,上海,苏州市\n北京,0,1,2\n上海,3,0,4\n苏州市,5,6,0\n",
         "origin_name value@destination value@destination value@destination", ""},
        {",110000,310000,合计\n110000,,1,1\n310000,2,,2\n合计,2,1,3\n",
         "origin value@destination value@destination value@destination", ""},
        {"o_lon,o_lat,d_lon,d_lat,count\n116.4,39.9,121.47,31.23,5\n",
         "origin_lon origin_lat destination_lon destination_lat value", ""},
        {"起点,起点经度,起点纬度,终点,终点经度,终点纬度,流量\nA站,116.4,39.9,B站,121.47,31.23,5\n",
         "origin origin_lon origin_lat destination destination_lon destination_lat value", ""},
        {"origin,origin_lon,origin_lat,destination,dest_lon,dest_lat,value\n110000,116.4,39.9,310000,121.4,"
         "31.2,5\n",
         "origin attribute attribute destination attribute attribute value", "own-coordinates?"},
        {"id,name,lat,lon\n1,A,39.9,116.4\n", "id name lat lon", ""},
        {"城市代码,城市,经度,纬度,省份\n110000,北京市,116.4,39.9,北京市\n", "id name lon lat province", ""},
        {"名称,经度,纬度\n北京市,116.4,39.9\n", "id lon lat", ""},
        {"kind,group,place,role\ncircle,G,110000,core\n", "kind group place role", ""},
        {"origin,destination,time,time_end,value\n110000,310000,2020-01-01,2020-01-03,6\n",
         "origin destination time time_end value", "spread-interval?"},
        {"origin,destination,start,end,value\n110000,310000,2020-01-01,2020-01-03,6\n",
         "origin destination time time_end value", "spread-interval?"},
        {"出发地,目的地,开始,客流量\n北京,上海,2020年1月24日,6\n", "origin_name destination_name time value",
         ""},
        {"origin,destination,start,value\n110000,310000,North gate,6\n", "origin destination attribute value",
         ""},
        {"origin,destination,created,value\n110000,310000,2020-01-01,6\n",
         "origin destination attribute value", "possible-time?"},
        {"origin,destination,year,month,value\n110000,310000,2020,1,5\n",
         "origin destination time attribute value", "split-time?"},
        {"origin,destination,date,value\n110000,310000,03/04/2020,5\n", "origin destination time value",
         "ambiguous-date!"},
        {"城市甲,城市乙,流量\n北京,上海,5\n上海,北京,6\n苏州市,北京,6\n",
         "origin_name destination_name value", "no-usable-header!"},
        {"a,b,c\n1,2,3\n", "attribute attribute attribute", "no-usable-header!"},
        {"origin,destination,value,value\n110000,310000,5,6\n", "origin destination value attribute",
         "duplicate-column!"},
        {"origin,destination,status,value\n110000,310000,observed,5\n", "origin destination status value",
         ""},
    };
    for (const Schema& schema : schemas) {
        const PlanGuess made = guess({schema.table});
        EXPECT_EQ(fields(made), schema.fields) << schema.table;
        EXPECT_EQ(asked(made), schema.questions) << schema.table;
        EXPECT_EQ(check_plan(made.plan).empty(),
                  std::string(schema.fields).find("attribute attribute attribute") != 0)
            << schema.table;
    }
}

TEST_F(PlanGuessTest, EveryChoiceIsATextThatMappingTakesAndThatAnswers) {
    const char* tables[] = {"origin,destination,客流量,货运量\n110000,310000,15,1068\n",
                            "origin,destination,delay\n110000,310000,15\n",
                            "origin,destination,created,value\n110000,310000,2020-01-01,5\n",
                            "origin,destination,date,value\n110000,310000,03/04/2020,5\n",
                            "城市甲,城市乙,流量\n北京,上海,5\n上海,北京,6\n苏州市,北京,6\n",
                            "origin,destination,value\n110000,310000,\"1,234\"\n110000,310000,\"5,678\"\n",
                            "origin,destination,id,lon,lat,value\n110000,310000,1,2,3,4\n",
                            "origin,destination,time,value\n110000,310000,43831,5\n110000,310000,43832,5\n"};
    for (const char* table : tables) {
        const PlanGuess made = guess({table});
        ASSERT_FALSE(made.questions.empty()) << table;
        for (const Question& question : made.questions) {
            EXPECT_FALSE(question.choices.empty()) << question.problem.code;
            for (const Choice& choice : question.choices) {
                ImportPlan plan = made.plan;
                const auto error = apply_mapping(plan, choice.mapping);
                EXPECT_FALSE(error) << error->message;
                EXPECT_TRUE(unanswered(made, choice.mapping).empty()) << table << question.problem.code;
                EXPECT_TRUE(check_plan(plan).empty()) << table << choice.mapping.front();
            }
        }
    }
}

TEST_F(PlanGuessTest, OwnPlacesTellCodesFromNames) {
    const PlanGuess made = guess({"id,name,lat,lon\nX1,Alpha,39.9,116.4\nX2,Beta,31.2,121.4\n",
                                  "origin,destination,value\nAlpha,Beta,4\n"});
    EXPECT_EQ(made.plan.tables[1].columns[0].field, Field::origin_name);
    EXPECT_TRUE(made.complete());
}

TEST_F(PlanGuessTest, MatricesOfSeveralPeriodsTakeTheirTimeFromTheirNames) {
    const std::string matrix = "od,北京,上海\n北京,0,1\n上海,2,0\n";
    std::vector<Inspection> files = {inspect_file(write("客流2020年1月.csv", matrix), {}),
                                     inspect_file(write("客流2020年2月.csv", matrix), {})};
    const PlanGuess made = guess_plan(files, *atlas);
    EXPECT_EQ(made.plan.tables[0].fixed_time, "2020年1月");
    EXPECT_EQ(made.plan.tables[1].fixed_time, "2020年2月");
    files.pop_back();
    const PlanGuess alone = guess_plan(files, *atlas);
    EXPECT_EQ(alone.plan.tables[0].fixed_time, "");
    EXPECT_EQ(asked(alone), "fixed-time?");
}

/// What stands beside the matrices that lie one under another is no attribute: it tells them apart.
TEST_F(PlanGuessTest, MatricesOneUnderAnotherKeepTheirTimeOrLayer) {
    const Schema schemas[] = {
        {"时间,城市,上海,苏州市\n2020-01,上海,0,2\n2020-01,苏州市,3,0\n2020-02,上海,0,6\n2020-02,苏州市,7,"
         "0\n",
         "time origin_name value@destination value@destination", ""},
        {"time,od,310000,320200\n2020,310000,0,2\n2021,310000,0,6\n",
         "time origin value@destination value@destination", ""},
        {"layer,origin,310000,320200\npeople,310000,0,2\ngoods,310000,0,6\n",
         "layer origin value@destination value@destination", ""},
        {"类型,城市,上海,苏州市\n人流,上海,0,2\n物流,上海,0,6\n",
         "layer origin_name value@destination value@destination", ""},
        {"城市,上海,苏州市,北京,无锡,统计月份\n上海,0,2,3,4,2020-01\n上海,0,6,7,8,2020-02\n",
         "origin_name value@destination value@destination value@destination value@destination time", ""},
        {"城市,期,上海,苏州市\n上海,2020-01,0,2\n上海,2020-02,0,6\n",
         "origin_name attribute value@destination value@destination", "stacked-matrix!"},
        {"城市,口径,上海,苏州市\n上海,甲,0,2\n上海,乙,0,6\n",
         "origin_name attribute value@destination value@destination", "stacked-matrix!"},
        {"时间,城市,上海,苏州市\n03/04/2020,上海,0,2\n05/04/2020,上海,0,6\n",
         "time origin_name value@destination value@destination", "ambiguous-date!"},
        {"代码,城市,上海,苏州市\n310000,上海,0,2\n320500,苏州市,3,0\n",
         "origin attribute value@destination value@destination", ""},
    };
    for (const Schema& schema : schemas) {
        const PlanGuess made = guess({schema.table});
        EXPECT_EQ(fields(made), schema.fields) << schema.table;
        EXPECT_EQ(asked(made), schema.questions) << schema.table;
        EXPECT_TRUE(check_plan(made.plan).empty()) << schema.table;
    }
    const Dataset months = open(plan(schemas[0].table));
    EXPECT_EQ(sums(months, SumKey::time),
              "layer,time,value,unit,status\nflows,2020-01,5,,undeclared\nflows,2020-02,13,,undeclared\n");
    const Dataset layers = open(plan(schemas[2].table));
    EXPECT_EQ(sums(layers, SumKey::total),
              "layer,value,unit,status\npeople,2,,undeclared\ngoods,6,,undeclared\n");
}

TEST_F(PlanGuessTest, WhatTellsMatricesApartIsAskedWithEveryAnswer) {
    const PlanGuess made = guess({"城市,期,上海,苏州市\n上海,2020-01,0,2\n上海,2020-02,0,6\n"});
    ASSERT_EQ(asked(made), "stacked-matrix!");
    const Question& question = made.questions.front();
    EXPECT_EQ(question.problem.column, "期");
    ASSERT_EQ(question.choices.size(), 3U);
    EXPECT_TRUE(question.choices[0].mapping.front().ends_with("期=time"));
    EXPECT_TRUE(question.choices[1].mapping.front().ends_with("期=layer"));
    EXPECT_TRUE(question.choices[2].mapping.front().ends_with("期=attribute"));
    for (const Choice& choice : question.choices)
        EXPECT_TRUE(unanswered(made, choice.mapping).empty()) << choice.en;
    EXPECT_EQ(unanswered(made).size(), 1U);
}

/// A file of a period whose rows name their times keeps them.
TEST_F(PlanGuessTest, ATimeInTheNameOfAFileNeverStandsBesideAColumnOfTimes) {
    const std::string matrix = "时间,od,北京,上海\n2020-01,北京,0,1\n2020-02,上海,2,0\n";
    const std::vector<Inspection> files = {inspect_file(write("客流2020.csv", matrix), {}),
                                           inspect_file(write("客流2021.csv", matrix), {})};
    const PlanGuess made = guess_plan(files, *atlas);
    EXPECT_EQ(made.plan.tables[0].fixed_time, "");
    EXPECT_TRUE(check_plan(made.plan).empty());
}

TEST_F(PlanGuessTest, TwoWordsForOneFieldAreRefused) {
    PlanGuess made = guess({"甲,乙,丙,丁\n110000,310000,5,6\n"});
    const std::vector<std::string> twice = {"丙=value", "丁=value"}, again = {"丙=value", "丙=value"};
    const auto refused = apply_mapping(made.plan, twice);
    ASSERT_TRUE(refused);
    EXPECT_NE(refused->message.find("丁=value"), std::string::npos);
    EXPECT_NE(refused->message.find("丙=value"), std::string::npos);
    EXPECT_FALSE(apply_mapping(made.plan, again));
    EXPECT_FALSE(apply_mapping(made.plan, std::vector<std::string>{"丁=value"}))
        << "a later answer may change one";
}

TEST_F(PlanGuessTest, ChoicesOfQuotesSayThem) {
    const PlanGuess made =
        guess({"'origin','destination','value'\n'110000','310000','5'\n'310000','110000','6'\n"});
    ASSERT_FALSE(made.questions.empty());
    const Question& question = made.questions.front();
    ASSERT_EQ(question.problem.code, "ambiguous-dialect");
    std::vector<std::string> quotes;
    for (const Choice& choice : question.choices)
        quotes.push_back(choice.mapping.back().substr(choice.mapping.back().rfind('@')));
    EXPECT_NE(std::ranges::find(quotes, "@quote='"), quotes.end());
    EXPECT_NE(question.choices[0].en, question.choices[1].en);
    EXPECT_NE(question.choices[0].zh, question.choices[1].zh);
}

TEST_F(PlanGuessTest, MappingSaysWhatThereIs) {
    PlanGuess made = guess({"甲,乙,丙\n110000,310000,5\n"});
    const auto fails = [&](const char* text) {
        ImportPlan before = made.plan;
        const std::vector<std::string> texts = {text};
        const auto error = apply_mapping(made.plan, texts);
        EXPECT_EQ(made.plan, before);
        return error ? error->message : std::string("no error");
    };
    EXPECT_NE(fails("丁=origin").find("甲, 乙, 丙"), std::string::npos);
    EXPECT_NE(fails("甲=start").find("origin_name"), std::string::npos);
    EXPECT_NE(fails("甲").find("COLUMN=FIELD"), std::string::npos);
    EXPECT_NE(fails("@spred=evenly").find("@spread"), std::string::npos);
    EXPECT_NE(fails("@spread=even").find("evenly_to_end"), std::string::npos);
    EXPECT_NE(fails("@coverage=top_per_origin:0").find("top_per_origin:N"), std::string::npos);
    const std::vector<std::string> texts = {
        "甲=origin",    "table1.csv:乙=destination",    "丙=value",           "@thousands=,",
        "@zone=+08:00", "@coverage=top_per_origin:100", "@place/长安=110000", "@layer=goods"};
    EXPECT_FALSE(apply_mapping(made.plan, texts));
    EXPECT_TRUE(unanswered(made, texts).empty());
    EXPECT_TRUE(check_plan(made.plan).empty());
    const TablePlan& table = made.plan.tables.front();
    EXPECT_EQ(table.numbers.thousands_separator, ",");
    EXPECT_EQ(table.times.zone_minutes, 480);
    EXPECT_EQ(table.fixed_layer, "goods");
    EXPECT_EQ(made.plan.rules.coverage, Coverage::top_per_origin);
    EXPECT_EQ(made.plan.rules.top_n, 100U);
    EXPECT_EQ(made.plan.place_choices.at("长安"), "110000");
}

TEST_F(PlanGuessTest, FieldsHaveWordsBothWays) {
    for (int field = 0; field <= static_cast<int>(Field::role); ++field) {
        const auto one = static_cast<Field>(field);
        EXPECT_EQ(parse_field(key(one)), one);
        EXPECT_FALSE(words(one).en.empty());
        EXPECT_FALSE(words(one).zh.empty());
    }
    EXPECT_FALSE(parse_field("nothing"));
}

TEST_F(PlanGuessTest, AnInspectionCrossesAProcessBoundaryUnchanged) {
    const Inspection look = inspect_file(write("a.csv", "出发地,x,x,\n北京,\"1,2\",\"a\nb\",\n短行\n"), {});
    EXPECT_EQ(look.columns, (std::vector<std::string>{"出发地", "x", "x#2", "column 4"}));
    EXPECT_EQ(look.identity.sha256.size(), 64U);
    ASSERT_EQ(look.rows.size(), 1U);
    EXPECT_EQ(look.problems.size(), 1U);
    const auto read = parse_inspection(to_json(look));
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(*read, look);
    std::string forged = to_json(look);
    forged.replace(forged.find("\"row_count_exact\":true"), 22, "\"row_count_exact\":1234");
    EXPECT_NE(parse_inspection(forged).error().message.find("row_count_exact: expected true or false"),
              std::string::npos);
    EXPECT_FALSE(parse_inspection("{\"path\": \"\xff\"}"));
    EXPECT_FALSE(parse_inspection(std::string(100'000, '[')));
    EXPECT_FALSE(parse_inspection("{}"));
    EXPECT_EQ(inspect_file((folder / "none.csv").string(), {}).broken->code, "no-such-file");
}

TEST_F(PlanGuessTest, TheHashIsTheOneOfTheStandard) {
    FileIdentity identity;
    EXPECT_FALSE(identify_file(write("abc", "abc"), identity));
    EXPECT_EQ(identity.sha256,
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");  // FIPS 180-2
    EXPECT_EQ(identity.bytes, 3U);
    EXPECT_GT(identity.modified_ms, 1'600'000'000'000);
}

/// What is read all the same is not said to be refused.
TEST_F(PlanGuessTest, SaysRefusedOnlyOfNumbersThatAre) {
    const auto words = [&](const char* table) {
        const PlanGuess made = guess({table});
        return made.questions.empty() ? std::string() : made.questions.front().en;
    };
    const auto says = [&](const char* table, const char* word) {
        return words(table).find(word) != std::string::npos;
    };
    const char* const either = "origin,destination,value\n110000,310000,1.250\n110000,120000,2.300\n";
    EXPECT_TRUE(says(either, "are read with a decimal point"));
    EXPECT_FALSE(says(either, "refused"));
    EXPECT_TRUE(
        says("origin,destination,value\n110000,310000,\"1,250\"\n110000,120000,\"2,300\"\n", "refused"));
}

TEST_F(PlanGuessTest, NoTwoChoicesReadAlike) {
    for (const char* table :
         {"origin,destination,value\n110000,310000,\"1,250\"\n110000,120000,\"2,300\"\n",
          "origin,destination,value\n110000,310000,1.250\n110000,120000,2.300\n",
          "origin,destination,time,value\n110000,310000,03/04/2020,1\n110000,310000,04/05/2020,2\n"}) {
        const PlanGuess made = guess({table});
        for (const Question& question : made.questions)
            for (std::size_t one = 0; one < question.choices.size(); ++one)
                for (std::size_t other = one + 1; other < question.choices.size(); ++other) {
                    EXPECT_NE(question.choices[one].zh, question.choices[other].zh);
                    EXPECT_NE(question.choices[one].en, question.choices[other].en);
                }
    }
}

TEST_F(PlanGuessTest, EverythingMayBeAskedForAgain) {
    PlanGuess made = guess({"origin,destination,2020-01,2020-02\n110000,310000,1,2\n"});
    EXPECT_EQ(fields(made), "origin destination value@time value@time");
    const std::vector<std::string> again = {"*=value@time"};
    const auto refused = apply_mapping(made.plan, again);
    EXPECT_FALSE(refused) << refused->message;
    EXPECT_EQ(fields(made), "origin destination value@time value@time");
    const std::vector<std::string> wrong = {"*=value@layer"};
    EXPECT_TRUE(apply_mapping(made.plan, wrong)) << "no column is left for it";
    const std::vector<std::string> midnight = {"@midnight_is_day=yes"};
    EXPECT_FALSE(apply_mapping(made.plan, midnight));
    EXPECT_TRUE(made.plan.tables.front().times.midnight_is_day);
}

}  // namespace
}  // namespace flowspace
