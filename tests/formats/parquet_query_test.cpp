// A table in Parquet says the same as CSV, loaded by blocks, and asked without loading.
#include "data/formats/parquet_query.h"

#include "data/formats/parquet_reader.h"
#include "data/import/load_tables.h"
#include "data/source/memory_source.h"
#include "tests/formats/scratch.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace flowspace {
namespace {

std::shared_ptr<const Atlas> forty_places() {
    auto atlas = std::make_shared<Atlas>();
    for (int at = 0; at < 40; ++at) {
        const std::string name = fmt::format("Town {}", at);
        atlas->places.push_back({.id = fmt::format("{}", 110000 + 100 * at),
                                 .name_zh = name,
                                 .short_zh = name,
                                 .name_en = name,
                                 .location = {100.0 + at * 0.3, 30.0}});
    }
    return atlas;
}

/// Rows of five layers over a year; one in a hundred has something wrong in each column.
std::string rows_sql(std::uint64_t rows, const std::string& value = "(range * 37 % 1000) / 4") {
    return fmt::format(
        "SELECT CASE WHEN range % 101 = 7 THEN '999999' WHEN range % 211 = 3 THEN '' ELSE (110000 + 100 * "
        "(range * 31 % 40))::VARCHAR END AS origin, "
        "CASE WHEN range % 103 = 9 THEN NULL ELSE (110000 + 100 * (range * 17 % 23))::VARCHAR END AS "
        "destination, "
        "CASE WHEN range % 107 = 11 THEN NULL ELSE (['people', 'goods', '人流', 'capital', 'mail'])[1 + "
        "range * 7 % 5] END AS layer, "
        "CASE WHEN range % 109 = 13 THEN NULL ELSE DATE '2020-01-01' + (range * 13 % 365)::INTEGER END AS "
        "time, "
        "CASE WHEN range % 113 = 17 THEN NULL ELSE {} END AS value FROM range({})",
        value, rows);
}

class ParquetQueryTest : public testing::Test {
protected:
    ImportPlan plan_of(const std::string& path, FileFormat format) const {
        TablePlan table{.path = path, .format = format, .role = TableRole::flows};
        table.columns = {{.name = "origin", .field = Field::origin},
                         {.name = "destination", .field = Field::destination},
                         {.name = "layer", .field = Field::layer},
                         {.name = "time", .field = Field::time},
                         {.name = "value", .field = Field::value}};
        table.times = times_;
        return {.tables = {table}};
    }
    LoadedTables load(const ImportPlan& plan, unsigned threads = 1, std::size_t listed = 1000) const {
        TableOpeners openers;
        add_parquet_openers(openers, {.threads = threads});
        Result<LoadedTables> loaded =
            load_tables(plan, atlas_, openers, {.listed_problems = listed, .threads = threads});
        EXPECT_TRUE(loaded) << (loaded ? "" : loaded.error().message);
        return loaded ? std::move(*loaded) : LoadedTables{};
    }
    /// The same rows as CSV, loaded: what Parquet has to equal.
    LoadedTables load_csv(const std::string& select) const {
        const std::string path = scratch_.path("t.csv");
        write_file(path, select, "FORMAT csv");
        return load(plan_of(path, FileFormat::text));
    }

    static void expect_same(const std::vector<ExactSum>& a, const std::vector<ExactSum>& b,
                            const std::string& what) {
        ASSERT_EQ(a.size(), b.size()) << what;
        for (std::size_t at = 0; at < a.size(); ++at) {
            ASSERT_EQ(a[at].rows, b[at].rows) << what << ' ' << at;
            ASSERT_EQ(a[at].digits, b[at].digits) << what << ' ' << at;
            ASSERT_EQ(a[at].scaled, b[at].scaled) << what << ' ' << at;
            ASSERT_NEAR(value(a[at]), value(b[at]), 1e-12 * std::abs(value(b[at]))) << what << ' ' << at;
        }
    }

    /// Every layer, many windows, many selections.
    static void expect_same_answers(const FlowSource& asked, const FlowSource& held) {
        ASSERT_EQ(asked.layers().size(), held.layers().size());
        for (std::size_t at = 0; at < held.layers().size(); ++at)
            EXPECT_EQ(asked.layers()[at].key, held.layers()[at].key);
        EXPECT_EQ(asked.time_axis().grain, held.time_axis().grain);
        ASSERT_EQ(asked.time_axis().starts, held.time_axis().starts);
        ASSERT_TRUE(std::ranges::equal(asked.pairs(), held.pairs()));
        EXPECT_EQ(asked.row_count(), held.row_count());
        const std::vector<TimeMs>& starts = held.time_axis().starts;
        std::vector<Window> windows = {
            {}, {starts.front(), starts.back()}, {starts.back(), Window{}.to}, {TimeMs{0}, TimeMs{0}}};
        for (std::size_t at = 0; at + 30 < starts.size(); at += 61)
            windows.push_back({starts[at], starts[at + 30]});
        for (std::uint32_t layer = 0; layer < held.layers().size(); ++layer) {
            for (const Window& window : windows) {
                const auto sums = asked.pair_sums(LayerId{layer}, window);
                ASSERT_TRUE(sums) << sums.error().message;
                expect_same(*sums, *held.pair_sums(LayerId{layer}, window),
                            fmt::format("layer {} from {}", layer, count(window.from)));
            }
            for (const std::size_t every : {1U, 2U, 7U, 100'000U}) {
                std::vector<std::uint8_t> selected(held.pairs().size());
                for (std::size_t at = 0; at < selected.size(); at += every) selected[at] = 1;
                if (every == 100'000U) selected.assign(selected.size(), 0);
                const auto sums = asked.step_sums(LayerId{layer}, selected);
                ASSERT_TRUE(sums) << sums.error().message;
                expect_same(*sums, *held.step_sums(LayerId{layer}, selected),
                            fmt::format("layer {}, every {}", layer, every));
            }
        }
    }

    void compare(const std::string& select, const std::string& options = "") {
        const std::string path = scratch_.path("t.parquet");
        write_parquet(path, select, options);
        LoadedTables loaded = load(plan_of(path, FileFormat::parquet));
        const auto held = MemorySource::from_sorted(std::move(loaded.flows));
        const auto query = ParquetQuery::open(plan_of(path, FileFormat::parquet), atlas_, {.threads = 2});
        ASSERT_TRUE(query) << query.error().message;
        const SourceReport &counted = (*query)->reports().at(0), &read = loaded.report.sources.at(0);
        EXPECT_EQ(counted.rows_in, read.rows_in);
        EXPECT_EQ(counted.rows_kept, read.rows_kept);
        EXPECT_EQ(counted.rejected, read.rejected);
        EXPECT_EQ(counted.filtered, read.filtered);
        EXPECT_EQ(counted.zero_rows, read.zero_rows);
        EXPECT_EQ(counted.negative_rows, read.negative_rows);
        EXPECT_EQ(counted.self_rows, read.self_rows);
        EXPECT_EQ(counted.problems, read.problems);
        ASSERT_EQ(counted.lost.size(), read.lost.size());
        for (const auto& [layer, lost] : read.lost)
            expect_same({counted.lost.at(layer).value}, {lost.value}, "lost of " + layer);
        expect_same_answers(ParquetSource((*query)->flows(), *query), *held);
    }

    std::string refusal(const std::string& path, ImportPlan plan) const {
        if (plan.tables.empty()) plan = plan_of(path, FileFormat::parquet);
        const auto query = ParquetQuery::open(std::move(plan), atlas_);
        return query ? "" : query.error().message;
    }

    Scratch scratch_;
    TimeDialect times_ = {};
    std::shared_ptr<const Atlas> atlas_ = forty_places();
};

TEST_F(ParquetQueryTest, RowsPastThoseThatAreListedAreCountedAsTheyWouldBeListed) {
    const std::string path = scratch_.path("t.parquet");
    write_parquet(path,
                  fmt::format("SELECT origin, CASE WHEN value > 200 THEN 'nowhere ' || value ELSE "
                              "destination END AS destination, layer, CASE WHEN value < 60 THEN '2020-01' "
                              "ELSE time::VARCHAR END AS time, value FROM ({})",
                              rows_sql(20'000)));
    const LoadedTables listed = load(plan_of(path, FileFormat::parquet), 1, 1'000'000),
                       counted = load(plan_of(path, FileFormat::parquet), 1, 3);
    const SourceReport& all = listed.report.sources.at(0);
    EXPECT_GT(all.rejected.at("mixed-grain"), 100U);
    EXPECT_GT(all.rejected.at("unknown-place"), 1000U);
    SourceReport few = counted.report.sources.at(0);
    EXPECT_EQ(few.problems.size(), 3U);
    few.problems = all.problems;
    EXPECT_EQ(few, all) << "every count, by code, and what is lost by layer";
    EXPECT_EQ(counted.report.names, listed.report.names);
    EXPECT_EQ(counted.report.totals, listed.report.totals);
}

TEST_F(ParquetQueryTest, AColumnOfHoursMayBeginWithAThousandMidnights) {
    times_.midnight_is_day = true;  // as the first thousand rows alone would have it
    const std::string of_hours =
        "SELECT '110000' AS origin, '110100' AS destination, 'people' AS layer, "
        "TIMESTAMP '2020-01-01' + to_hours((range // 1000)::INTEGER) AS time, 1 AS value "
        "FROM range(30000)";
    compare(of_hours);
    const std::string path = scratch_.path("hours.parquet");
    write_parquet(path, of_hours, "");
    const LoadedTables hours = load(plan_of(path, FileFormat::parquet), 2);
    EXPECT_EQ(hours.report.sources.at(0).rows_kept, 30'000U);
    EXPECT_EQ(hours.flows.axis.grain, Grain::hour);
    EXPECT_EQ(hours.flows.axis.starts.size(), 30U);
    compare(
        "SELECT '110000' AS origin, '110100' AS destination, 'people' AS layer, "
        "(DATE '2020-01-01' + (range // 100)::INTEGER)::VARCHAR || 'T00:00:00' AS time, 1 AS value FROM "
        "range(900)");
}

TEST_F(ParquetQueryTest, ParquetLoadsAsCsvDoes) {
    const std::string select = rows_sql(20'000);
    const std::string path = scratch_.path("t.parquet");
    write_parquet(path, select, ", ROW_GROUP_SIZE 4096");
    const LoadedTables parquet = load(plan_of(path, FileFormat::parquet)), csv = load_csv(select);
    const SourceReport &a = parquet.report.sources.at(0), &b = csv.report.sources.at(0);
    EXPECT_GT(b.rows_rejected(), 500U);
    EXPECT_EQ(a.rows_in, b.rows_in);
    EXPECT_EQ(a.rows_kept, b.rows_kept);
    EXPECT_EQ(a.rejected, b.rejected);
    EXPECT_EQ(a.zero_rows, b.zero_rows);
    EXPECT_EQ(a.self_rows, b.self_rows);
    EXPECT_EQ(a.lost, b.lost);
    EXPECT_EQ(a.problem_count, b.problem_count);
    ASSERT_EQ(a.problems.size(), b.problems.size());
    for (std::size_t at = 0; at < a.problems.size(); ++at) {
        Problem as_csv = a.problems[at];
        as_csv.file = b.problems[at].file;
        ++as_csv.row;  // a line of the header
        ASSERT_EQ(as_csv, b.problems[at]);
    }
    EXPECT_EQ(parquet.report.totals, csv.report.totals);
    EXPECT_EQ(parquet.report.names, csv.report.names);
    EXPECT_EQ(parquet.report.duplicate_rows, csv.report.duplicate_rows);
    const auto from_parquet = MemorySource::from_sorted(parquet.flows),
               from_csv = MemorySource::from_sorted(csv.flows);
    expect_same_answers(*from_parquet, *from_csv);
}

/// Counts and sums, to the last bit.
void expect_identical(const LoadedTables& a, const LoadedTables& b) {
    ASSERT_TRUE(std::ranges::equal(a.flows.layers, b.flows.layers, {}, &LayerInfo::key, &LayerInfo::key));
    ASSERT_EQ(a.flows.axis.starts, b.flows.axis.starts);
    EXPECT_EQ(a.report.totals, b.report.totals);
    EXPECT_EQ(a.report.duplicate_rows, b.report.duplicate_rows);
    const SourceReport &one = a.report.sources.at(0), &other = b.report.sources.at(0);
    EXPECT_EQ(one.rows_in, other.rows_in);
    EXPECT_EQ(one.rows_kept, other.rows_kept);
    EXPECT_EQ(one.rejected, other.rejected);
    EXPECT_EQ(one.filtered, other.filtered);
    EXPECT_EQ(one.zero_rows, other.zero_rows);
    EXPECT_EQ(one.negative_rows, other.negative_rows);
    EXPECT_EQ(one.reversed_rows, other.reversed_rows);
    EXPECT_EQ(one.self_rows, other.self_rows);
    const auto held = MemorySource::from_sorted(a.flows), again = MemorySource::from_sorted(b.flows);
    ASSERT_TRUE(std::ranges::equal(held->pairs(), again->pairs()));
    for (std::uint32_t layer = 0; layer < held->layers().size(); ++layer)
        EXPECT_EQ(*held->pair_sums(LayerId{layer}, {}), *again->pair_sums(LayerId{layer}, {}));
}

TEST_F(ParquetQueryTest, RowsTakenTogetherKeepEveryRule) {
    const std::string path = scratch_.path("t.parquet");
    const std::string select = rows_sql(20'000, "range % 9 - 4");
    write_parquet(path, select, ", ROW_GROUP_SIZE 4096");
    const std::string csv = scratch_.path("t.csv");
    write_file(csv, select, "FORMAT csv");
    for (const NegativeRule negatives : {NegativeRule::keep, NegativeRule::reverse, NegativeRule::refuse})
        for (const SelfFlowRule self : {SelfFlowRule::keep, SelfFlowRule::refuse}) {
            SCOPED_TRACE(fmt::format("{} {}", static_cast<int>(negatives), static_cast<int>(self)));
            const auto loaded = [&](const std::string& file, FileFormat format) {
                ImportPlan plan = plan_of(file, format);
                plan.rules.negatives = negatives;
                plan.rules.self_flows = self;
                return load(plan);
            };
            expect_identical(loaded(path, FileFormat::parquet), loaded(csv, FileFormat::text));
        }
}

TEST_F(ParquetQueryTest, ProgressMovesWithinOneFile) {
    const std::string select = rows_sql(400'000);
    for (const FileFormat format : {FileFormat::parquet, FileFormat::text}) {
        const std::string path = scratch_.path(format == FileFormat::text ? "t.csv" : "t.parquet");
        write_file(path, select, format == FileFormat::text ? "FORMAT csv" : "FORMAT parquet");
        TableOpeners openers;
        add_parquet_openers(openers);
        std::vector<LoadProgress> told;
        const auto loaded = load_tables(plan_of(path, format), atlas_, openers,
                                        {.progress = [&](const LoadProgress& now) { told.push_back(now); }});
        ASSERT_TRUE(loaded);
        const std::uint64_t bytes = std::filesystem::file_size(path);
        ASSERT_GE(told.size(), 6U);
        for (std::size_t at = 0; at < told.size(); ++at) {
            const double share = static_cast<double>(told[at].bytes) / static_cast<double>(bytes);
            EXPECT_EQ(told[at].bytes_total, bytes);
            EXPECT_NEAR(share, static_cast<double>(told[at].rows) / 400'000, 0.12);
            EXPECT_TRUE(at == 0 || told[at].bytes >= told[at - 1].bytes);
        }
        EXPECT_EQ(told.back().bytes, bytes);
    }
}

TEST_F(ParquetQueryTest, ThreadsChangeNothing) {
    for (const std::string value : {"(range * 37 % 1000) / 4", "sqrt(range) * (range % 7 - 3)"}) {
        const std::string path = scratch_.path("t.parquet");
        write_parquet(path, rows_sql(100'000, value), ", ROW_GROUP_SIZE 4096");
        const LoadedTables one = load(plan_of(path, FileFormat::parquet));
        for (const unsigned threads : {2U, 5U})
            expect_identical(one, load(plan_of(path, FileFormat::parquet), threads));
    }
}

TEST_F(ParquetQueryTest, AnswersAreThoseOfMemory) { compare(rows_sql(20'000), ", ROW_GROUP_SIZE 4096"); }

TEST_F(ParquetQueryTest, OfEveryKindOfValue) {
    for (const std::string value :
         {"range * 37 % 1000", "((range * 37 % 1000) / 8)::DECIMAL(12,3)", "(range % 9 - 4)::DOUBLE",
          "(range * 12345.678901 % 100)::FLOAT", "CASE WHEN range % 50 = 1 THEN 'nan'::DOUBLE ELSE range END",
          "CASE WHEN range % 50 = 1 THEN 9007199254740993 ELSE range END",
          "CASE WHEN range = 77 THEN 1e300 ELSE range / 3 END"}) {
        SCOPED_TRACE(value);
        compare(rows_sql(3000, value));
    }
}

TEST_F(ParquetQueryTest, OfEveryKindOfTime) {
    const auto with_time = [&](const std::string& time) {
        return fmt::format(
            "SELECT * REPLACE ({} AS time) FROM (SELECT *, row_number() OVER () AS n FROM ({})) ", time,
            rows_sql(3000));
    };
    for (const std::string time :
         {"TIMESTAMP '2020-01-01' + INTERVAL (n % 700) HOUR",
          "TIMESTAMP '1969-12-31' + INTERVAL (n % 700) MINUTE",
          "(TIMESTAMP '2020-01-01' + INTERVAL (n % 70) SECOND)::TIMESTAMP_NS",
          "TIMESTAMP '2020-01-01' + INTERVAL (n % 70) DAY",
          "strftime(DATE '2020-01-01' + (n % 70)::INTEGER, '%Y-%m')", "(1990 + n % 30)::INTEGER"}) {
        SCOPED_TRACE(time);
        compare(fmt::format("SELECT origin, destination, layer, time, value FROM ({})", with_time(time)));
    }
}

TEST_F(ParquetQueryTest, PartsAreOneTable) {
    const std::string one = scratch_.path("part-1.parquet"), two = scratch_.path("part-2.parquet");
    write_parquet(one, rows_sql(3000));
    write_parquet(two, "SELECT * FROM (" + rows_sql(9000) + ") OFFSET 3000");
    const std::string all = scratch_.path("all.parquet");
    write_parquet(all, rows_sql(9000));
    ImportPlan parts = plan_of(one, FileFormat::parquet);
    parts.tables.push_back(plan_of(two, FileFormat::parquet).tables.front());
    const auto query = ParquetQuery::open(parts, atlas_),
               whole = ParquetQuery::open(plan_of(all, FileFormat::parquet), atlas_);
    ASSERT_TRUE(query && whole);
    expect_same_answers(ParquetSource((*query)->flows(), *query), ParquetSource((*whole)->flows(), *whole));
    EXPECT_EQ((*query)->reports().at(0).rows_in + (*query)->reports().at(1).rows_in, 9000U);
}

TEST_F(ParquetQueryTest, RulesOfThePlan) {
    const std::string path = scratch_.path("t.parquet");
    write_parquet(path, rows_sql(3000, "range % 9 - 4"));
    ImportPlan plan = plan_of(path, FileFormat::parquet);
    plan.rules.negatives = NegativeRule::refuse;
    const auto query = ParquetQuery::open(plan, atlas_);
    ASSERT_TRUE(query);
    const LoadedTables loaded = load(plan);
    EXPECT_EQ((*query)->reports().at(0).rejected, loaded.report.sources.at(0).rejected);
    expect_same_answers(ParquetSource((*query)->flows(), *query), *MemorySource::from_sorted(loaded.flows));
    plan.rules.self_flows = SelfFlowRule::refuse;
    plan.rules.negatives = NegativeRule::keep;
    const auto without_self = ParquetQuery::open(plan, atlas_);
    ASSERT_TRUE(without_self);
    EXPECT_EQ((*without_self)->reports().at(0).filtered, load(plan).report.sources.at(0).filtered);
}

TEST_F(ParquetQueryTest, WhatItCannotAnswerItSays) {
    const std::string path = scratch_.path("t.parquet");
    write_parquet(path, rows_sql(100));
    ImportPlan plan = plan_of(path, FileFormat::parquet);
    plan.rules.duplicates = DuplicateRule::keep_first;
    EXPECT_NE(refusal(path, plan).find("duplicate"), std::string::npos);
    plan = plan_of(path, FileFormat::parquet);
    plan.tables[0].columns[4].field = Field::value_at_time;
    plan.tables[0].columns[4].fixed = "2020";
    EXPECT_NE(refusal(path, plan), "");
    EXPECT_NE(
        refusal(scratch_.path("none.parquet"), plan_of(scratch_.path("none.parquet"), FileFormat::parquet))
            .find("no-such-file"),
        std::string::npos);
    write_parquet(
        path,
        "SELECT 'x' AS origin, 'y' AS destination, 'people' AS layer, DATE '2020-01-01' AS time, 1 AS value");
    EXPECT_NE(refusal(path, {}).find("no-rows"), std::string::npos);
}

TEST_F(ParquetQueryTest, AStoppedQuestionLeavesTheNextOneRight) {
    const std::string path = scratch_.path("t.parquet");
    write_parquet(path, rows_sql(3000));
    const auto query = ParquetQuery::open(plan_of(path, FileFormat::parquet), atlas_);
    ASSERT_TRUE(query);
    const ParquetSource source((*query)->flows(), *query);
    std::stop_source stop;
    stop.request_stop();
    const auto stopped = source.pair_sums(LayerId{0}, {}, stop.get_token());
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().message, "stopped");
    EXPECT_TRUE(source.pair_sums(LayerId{0}, {}));
}

class LyingQuery final : public FlowQuery {
public:
    std::vector<ExactSum> answer;
    Result<std::vector<ExactSum>> pair_sums(LayerId, Window, std::stop_token) override { return answer; }
    Result<std::vector<ExactSum>> step_sums(LayerId, std::span<const std::uint8_t>,
                                            std::stop_token) override {
        return answer;
    }
};

TEST_F(ParquetQueryTest, AnswersAreNotBelieved) {
    const auto lying = std::make_shared<LyingQuery>();
    QueriedFlows flows;
    flows.layers = {make_layer_info("people")};
    flows.digits = {2};
    flows.axis.starts = {TimeMs{0}};
    flows.pairs = {{PlaceId{0}, PlaceId{1}}};
    flows.rows = 5;
    const ParquetSource source(flows, lying);
    lying->answer = {{.scaled = 1, .rows = 5, .digits = 2}};
    EXPECT_TRUE(source.pair_sums(LayerId{0}, {}));
    for (const std::vector<ExactSum>& wrong :
         std::vector<std::vector<ExactSum>>{{},
                                            {{.rows = 6, .digits = 2}},
                                            {{.rows = 1, .digits = 3}},
                                            {{.high = std::nan(""), .rows = 1, .digits = -1}},
                                            {{.rows = 1, .digits = 2}, {.rows = 1, .digits = 2}}}) {
        lying->answer = wrong;
        EXPECT_FALSE(source.pair_sums(LayerId{0}, {}));
    }
}

}  // namespace
}  // namespace flowspace
