// Tables of every shape loaded by their plans: the flows that come of it, and where every row went.
#include "data/import/spread_value.h"
#include "tests/data/import_fixture.h"

#include <fmt/format.h>

#include <cmath>

namespace flowspace {
namespace {

using testing::ImportTest;

struct LoadTables : ImportTest {
    static std::uint64_t count(const std::map<std::string, std::uint64_t>& counts, const char* code) {
        const auto at = counts.find(code);
        return at == counts.end() ? 0 : at->second;
    }
};

const std::string expected_pairs =
    "layer,origin,destination,value,unit,status\n"
    "flows,320200,310000,7.5,,undeclared\n"
    "flows,310000,110000,3,,undeclared\n"
    "flows,110000,310000,1.25,,undeclared\n";

TEST_F(LoadTables, EveryShapeGivesTheSameSums) {
    const char* shapes[] = {
        "origin,destination,value\n110000,310000,1.25\n310000,110000,3\n320200,310000,7.5\n",
        "出发地,目的地,客流量\n北京,上海市,1.25\n上海,北京,3\n无锡市,上海,7.5\n",
        "起点代码,终点代码,流量\n110000,310000,1.25\n310000,110000,3\n320200,310000,7.5\n",
        "od,110000,310000\n110000,0,1.25\n310000,3,0\n320200,,7.5\n",
        "出发地,北京,上海,合计\n北京,-,1.25,1.25\n上海,3,,3\n无锡,,7.5,7.5\n合计,3,8.75,11.75\n",
    };
    for (const char* shape : shapes) {
        const Dataset dataset = open(plan(shape));
        EXPECT_EQ(sums(dataset, SumKey::pair), expected_pairs) << shape;
        EXPECT_TRUE(dataset.files.front().problems.empty()) << shape;
    }
}

TEST_F(LoadTables, UnknownLayersAreRefusedWhereNoneIsListed) {
    const Dataset read =
        open(plan("origin,destination,layer,value\n110000,310000,人流,5\n110000,310000,parcels,6\n",
                  {"@unknown_layers=refuse"}));
    EXPECT_EQ(faults(*read.report), (std::vector<std::string>{"3:layer:unknown-layer"}));
    EXPECT_EQ(sums(read, SumKey::total), "layer,value,unit,status\npeople,5,,undeclared\n");
}

std::string note(const Dataset& dataset, std::string_view code) {
    for (const RuleNote& rule : dataset.report->rules)
        if (rule.code == code) return rule.en;
    return {};
}

TEST_F(LoadTables, TheAccountTellsTheZoneReadAndThePlacesChosen) {
    const char* const zoned = "origin,destination,time,value\n长安,310000,2020-01-01T00:30+08:00,5\n";
    const Dataset own = open(plan(zoned, {"@zone=+09:00", "@place/长安=110000"}));
    EXPECT_EQ(note(own, "time-zone"), "Times are of UTC+08:00: shown, never converted.");
    EXPECT_EQ(note(own, "places-chosen"), "Names that stand for the places chosen: 长安 = 110000.");
    const char* const bare = "origin,destination,time,value\n110000,310000,2020-01-01T00:30,5\n";
    EXPECT_EQ(note(open(plan(bare, {"@zone=-03:30"})), "time-zone"),
              "Times are of UTC-03:30: shown, never converted.");
    EXPECT_EQ(note(open(plan(bare)), "time-zone"), "");
    EXPECT_EQ(note(open(plan(bare)), "places-chosen"), "");
}

TEST_F(LoadTables, WideTablesOfTimesAndLayers) {
    const Dataset wide =
        open(plan("origin,destination,2020-01,2020-02\n110000,310000,1,2\n310000,110000,,4\n"));
    EXPECT_EQ(sums(wide, SumKey::time),
              "layer,time,value,unit,status\n"
              "flows,2020-01,1,,undeclared\n"
              "flows,2020-02,6,,undeclared\n");
    EXPECT_EQ(wide.report->sources[0].rows_in, 4U);
    EXPECT_EQ(wide.report->sources[0].rows_kept, 3U);
    EXPECT_EQ(count(wide.report->sources[0].filtered, "blank-cell"), 1U);
    const Dataset layers = open(plan("origin,destination,time,人流,物流\n110000,310000,2020,1,2\n"));
    EXPECT_EQ(sums(layers, SumKey::total),
              "layer,value,unit,status\npeople,1,,undeclared\ngoods,2,,undeclared\n");
}

TEST_F(LoadTables, MidnightsAreDaysUntilAnotherHourStandsInTheColumn) {
    std::string days = "origin,destination,time,value\n";
    for (int row = 0; row < 400; ++row)
        days += fmt::format("110000,310000,2020-01-{:02}T00:00:00,1\n", row / 200 + 1);
    const Dataset by_day = open(plan(days));
    EXPECT_EQ(by_day.flows->time_axis().grain, Grain::day) << "a database prints days so";
    std::string hours = "origin,destination,time,value\n";
    for (int row = 0; row < 9600; ++row)  // by the hour: the first four hundred rows are midnights
        hours += fmt::format("110000,310000,2020-01-01T{:02}:00:00,1\n", row / 400);
    const Dataset by_hour = open(plan(hours));
    EXPECT_EQ(by_hour.report->sources[0].rows_kept, 9600U);
    EXPECT_EQ(by_hour.flows->time_axis().grain, Grain::hour);
    EXPECT_EQ(by_hour.flows->time_axis().size(), 24U);
    EXPECT_EQ(sums(by_hour, SumKey::total), "layer,value,unit,status\nflows,9600,,undeclared\n");
    const Dataset mixed =
        open(plan(days + "110000,310000,2020-01-03,1\n110000,310000,2020-01-03T05:00:00,1\n"));
    EXPECT_EQ(faults(*mixed.report), (std::vector<std::string>{"403:time:mixed-grain"}))
        << "a day that is written as one is no midnight";
}

TEST_F(LoadTables, ATableGivesItsOwnPlaces) {
    const Dataset named =
        open(plan("origin,origin_lon,origin_lat,destination,destination_lon,destination_lat,count\n"
                  "A,116.4,39.9,B,121.4,31.2,5\nB,121.4,31.2,A,116.4,39.9,2\n"
                  "A,116.9,39.9,B,121.4,31.2,7\nC,0,0,A,116.4,39.9,1\n"));
    EXPECT_EQ(sums(named, SumKey::pair),
              "layer,origin,destination,value,unit,status\n"
              "flows,A,B,5,,undeclared\nflows,B,A,2,,undeclared\n");
    EXPECT_EQ(faults(*named.report),
              (std::vector<std::string>{"4:origin_lon:moved-place", "5:origin_lat:bad-coordinate"}));
    EXPECT_EQ(named.atlas->places.size(), 2U);
    const Dataset bare = open(plan("o_lng,o_lat,d_lng,d_lat,trips\n116.4,39.9,-0.1,-51.5,5\n"));
    EXPECT_EQ(sums(bare, SumKey::pair),
              "layer,origin,destination,value,unit,status\n"
              "flows,N39.90000E116.40000,S51.50000W000.10000,5,,undeclared\n");
}

TEST_F(LoadTables, AmbiguousNamesAreRefusedWithTheirCandidatesUntilTheUserChooses) {
    const char* table = "出发地,目的地,流量\n北京,Suzhou,5\n北京,火星,2.5\n火星,北京,1\n北京,上海,4\n";
    const LoadedTables loaded = load(plan(table));
    EXPECT_EQ(faults(loaded.report),
              (std::vector<std::string>{"2:目的地:ambiguous-place", "3:目的地:unknown-place",
                                        "4:出发地:unknown-place"}));
    ASSERT_EQ(loaded.report.names.size(), 2U);
    EXPECT_EQ(loaded.report.names[0].name, "火星");
    EXPECT_EQ(loaded.report.names[0].rows, 2U);
    EXPECT_EQ(value(loaded.report.names[0].lost.at("flows").value), 3.5);
    EXPECT_EQ(loaded.report.names[1].candidates, (std::vector<std::string>{"320500", "341300"}));
    EXPECT_TRUE(loaded.report.names[1].ambiguous);
    EXPECT_EQ(value(loaded.report.sources[0].lost.at("flows").value), 8.5);
    const Dataset chosen = open(plan(table, {"@place/Suzhou=320500", "@place/火星=320200"}));
    EXPECT_EQ(chosen.files[0].rows_kept, 4U);
    EXPECT_EQ(sums(chosen, SumKey::total), "layer,value,unit,status\nflows,12.5,,undeclared\n");
}

TEST_F(LoadTables, EachRuleDoesWhatItSays) {
    const char* table =
        "origin,destination,value\n110000,310000,5\n110000,310000,-2\n310000,310000,1\n110000,310000,4\n";
    struct Case {
        std::vector<std::string> mapping;
        const char* pairs;  // with self-flows
        std::uint64_t kept, rejected, filtered;
    };
    const Case cases[] = {
        {{}, "flows,110000,310000,7,,undeclared\nflows,310000,310000,1,,undeclared\n", 4, 0, 0},
        {{"@duplicates=keep_first"},
         "flows,110000,310000,5,,undeclared\nflows,310000,310000,1,,undeclared\n",
         2,
         0,
         2},
        {{"@duplicates=refuse"},
         "flows,110000,310000,5,,undeclared\nflows,310000,310000,1,,undeclared\n",
         2,
         2,
         0},
        {{"@negatives=refuse"},
         "flows,110000,310000,9,,undeclared\nflows,310000,310000,1,,undeclared\n",
         3,
         1,
         0},
        {{"@negatives=reverse"},
         "flows,110000,310000,9,,undeclared\nflows,310000,110000,2,,undeclared\nflows,310000,310000,1,,"
         "undeclared\n",
         4,
         0,
         0},
        {{"@self_flows=refuse"}, "flows,110000,310000,7,,undeclared\n", 3, 0, 1},
    };
    for (const Case& one : cases) {
        const Dataset dataset = open(plan(table, one.mapping));
        const std::string name = one.mapping.empty() ? "as it stands" : one.mapping.front();
        EXPECT_EQ(sums(dataset, SumKey::pair, {.self_flows = SelfFlows::keep}),
                  std::string("layer,origin,destination,value,unit,status\n") + one.pairs)
            << name;
        const SourceReport& source = dataset.report->sources.front();
        EXPECT_EQ(source.rows_kept, one.kept) << name;
        EXPECT_EQ(source.rows_rejected(), one.rejected) << name;
        EXPECT_EQ(source.rows_filtered(), one.filtered) << name;
        EXPECT_EQ(source.rows_in, 4U) << name;
        EXPECT_FALSE(dataset.report->rules.empty());
    }
}

TEST_F(LoadTables, UnknownLayersAreRefusedWhereTheProjectListsThem) {
    ImportPlan made = plan("origin,destination,layer,value\n110000,310000,人流,5\n110000,310000,rumours,2\n");
    made.layers["people"] = {.key = "people", .unit = "persons", .status = Status::observed};
    made.rules.unknown_layers = UnknownLayerRule::refuse;
    const Dataset dataset = open(made);
    EXPECT_EQ(sums(dataset, SumKey::total), "layer,value,unit,status\npeople,5,persons,observed\n");
    EXPECT_EQ(faults(*dataset.report), std::vector<std::string>{"3:layer:unknown-layer"});
}

TEST_F(LoadTables, StatusesTellZeroFromUnpublished) {
    const char* table =
        "origin,destination,time,value,status\n"
        "110000,310000,2020-01,5,observed\n110000,310000,2020-02,,unpublished\n310000,110000,2020-01,,zero\n"
        "310000,110000,2020-02,,未公布\n310000,110000,2020-03,3,unpublished\n110000,310000,2020-03,4,zero\n"
        "110000,310000,2020-03,,maybe\n";
    const Dataset dataset = open(plan(table));
    const SourceReport& source = dataset.report->sources.front();
    EXPECT_EQ(faults(*dataset.report),
              (std::vector<std::string>{"6:value:status-conflict", "7:value:status-conflict",
                                        "8:status:bad-word", "8:value:missing-value"}));
    EXPECT_EQ(source.rows_kept, 2U);
    EXPECT_EQ(source.zero_rows, 1U);
    EXPECT_EQ(count(source.filtered, "unpublished"), 2U);
    EXPECT_EQ(source.rows_rejected(), 3U);
    ASSERT_EQ(dataset.completeness.unpublished.size(), 2U);
    EXPECT_EQ(dataset.completeness.unpublished[0].time, parse_time("2020-02")->start);
}

TEST_F(LoadTables, ASpreadRowLosesNothing) {
    const char* table = "origin,destination,time,time_end,value\n110000,310000,2020-01-01,2020-01-04,10\n";
    EXPECT_EQ(sums(open(plan(table, {"@spread=evenly"})), SumKey::time),
              "layer,time,value,unit,status\nflows,2020-01-01,3.333333,,undeclared\n"
              "flows,2020-01-02,3.333333,,undeclared\nflows,2020-01-03,3.333334,,undeclared\n");
    EXPECT_EQ(
        sums(open(plan(table, {"@spread=evenly_to_end"})), SumKey::time),
        "layer,time,value,unit,status\nflows,2020-01-01,2.5,,undeclared\nflows,2020-01-02,2.5,,undeclared\n"
        "flows,2020-01-03,2.5,,undeclared\nflows,2020-01-04,2.5,,undeclared\n");
    EXPECT_EQ(sums(open(plan(table)), SumKey::time),
              "layer,time,value,unit,status\nflows,2020-01-01,10,,undeclared\n");
    const char* clock =
        "origin,destination,time,time_end,value\n"
        "110000,310000,2020-01-01T13:30,2020-01-01T15:00,9\n"
        "110000,310000,2020-01-01T16:00,2020-01-01T15:00,9\n";
    const Dataset hours = open(plan(clock, {"@spread=evenly"}));
    EXPECT_EQ(sums(hours, SumKey::time),
              "layer,time,value,unit,status\nflows,2020-01-01T13:00,3,,undeclared\n"
              "flows,2020-01-01T14:00,6,,undeclared\n");
    EXPECT_EQ(faults(*hours.report), std::vector<std::string>{"3:time_end:bad-interval"});
    EXPECT_EQ(hours.report->sources[0].spread_rows, 1U);
}

TEST(SpreadValue, PartsAddUpExactly) {
    const auto at = [](const char* text) { return parse_time(text)->start; };
    for (const double whole : {1.0, 0.1, 12345.678, -7.0, 1e15, 3.0000000001}) {
        const auto parts = spread_value(whole, Grain::day, at("2020-01-01T07:00"), at("2020-03-09T11:13"));
        ASSERT_TRUE(parts);
        EXPECT_EQ(parts->size(), 69U);
        Volume sum;
        for (const SpreadPart& part : *parts) add_row(sum, part.value);
        EXPECT_EQ(value(sum.value), whole);
    }
    EXPECT_FALSE(spread_value(1, Grain::hour, at("2020"), at("2040")));
    EXPECT_FALSE(spread_value(1, Grain::day, at("2020"), at("2019")));
}

TEST_F(LoadTables, AWideTableCountsItsCells) {
    const char* table = "出发地,北京,火星\n北京,0,4\n上海,x,5\n木星,1,\n";
    PlanGuess made = guess({table});
    for (ColumnPlan& column : made.plan.tables[0].columns) column.field = Field::value_at_destination;
    made.plan.tables[0].columns[0].field = Field::origin_name;
    const LoadedTables loaded = load(made.plan);
    const SourceReport& source = loaded.report.sources.front();
    EXPECT_EQ(source.rows_in, 6U);
    EXPECT_EQ(source.rows_kept, 0U);
    EXPECT_EQ(count(source.filtered, "zero-diagonal"), 1U);
    EXPECT_EQ(count(source.rejected, "unknown-place"), 4U);
    EXPECT_EQ(count(source.rejected, "bad-number"), 1U);
    EXPECT_EQ(source.problem_count, 3U);  // the column, the cell, the row
    EXPECT_EQ(value(source.lost.at("flows").value), 10);
}

TEST_F(LoadTables, APlanOfOtherColumnsIsRefused) {
    const ImportPlan made = plan("origin,destination,value\n110000,310000,5\n");
    write("table1.csv", "origin,value,destination\n110000,5,310000\n");
    const auto loaded = load_tables(made, atlas, {});
    ASSERT_FALSE(loaded);
    EXPECT_NE(loaded.error().message.find("changed-header"), std::string::npos);
    const auto checked = check_tables(made, atlas, {});
    ASSERT_TRUE(checked);
    EXPECT_EQ(checked->report.sources[0].problems[0].code, "changed-header");
}

TEST_F(LoadTables, StopsAndTellsProgress) {
    std::string table = "origin,destination,value\n";
    for (int row = 0; row < 70'000; ++row) table += "110000,310000,1\n";
    const ImportPlan made = plan(table);
    std::stop_source stop;
    std::uint64_t told = 0;
    const auto loaded = load_tables(made, atlas, {},
                                    {.threads = 1,
                                     .progress =
                                         [&](const LoadProgress& progress) {
                                             told = progress.rows;
                                             stop.request_stop();
                                         },
                                     .stop = stop.get_token()});
    EXPECT_EQ(told, 65'536U);
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().message, "stopped");
}

}  // namespace
}  // namespace flowspace
