// What opening finds: grains, kinds of columns, faults; and that hostile names stay names.
#include "data/source/sources.h"
#include "data/sum_table.h"
#include "tests/remote/server_pair.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace flowspace::testing {
namespace {

/// A table of a few rows in each database, and its two addresses.
struct Little {
    explicit Little(const std::string& name, const std::string& clickhouse_columns,
                    const std::string& postgres_columns, const std::string& rows)
        : urls{clickhouse_url(name), postgres_url(name)} {
        clickhouse("CREATE TABLE " + name + " (" + clickhouse_columns + ") ENGINE = Memory");
        clickhouse("INSERT INTO " + name + " VALUES " + rows);
        postgres("CREATE TABLE " + name + " (" + postgres_columns + ")");
        postgres("INSERT INTO " + name + " VALUES " + rows);
        postgres("GRANT SELECT ON " + name + " TO PUBLIC");
    }
    std::vector<std::string> urls;
};

void make_reader() {
    static const bool once = [] {
        postgres("DO $$ BEGIN CREATE ROLE reader LOGIN PASSWORD '" + servers().password +
                 "'; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
        return true;
    }();
    (void)once;
}

std::string csv(const Dataset& dataset, SumKey by, Filter filter = {}) {
    const Result<OutputTable> table = sum_table(dataset, {.filter = std::move(filter), .key = by});
    return table ? to_csv(*table) : table.error().message;
}

class Open : public ::testing::Test {
protected:
    void SetUp() override { make_reader(); }
};

TEST_F(Open, TellsTheGrain) {
    const auto grain_of = [&](const std::string& name, const std::string& rows) {
        const Little little(name, "origin String, destination String, time DateTime, value Int64",
                            "origin text, destination text, time timestamp, value bigint", rows);
        const Grain grain = open_url(little.urls[0]).flows->time_axis().grain;
        EXPECT_EQ(grain, open_url(little.urls[1]).flows->time_axis().grain) << name;
        return grain;
    };
    const auto rows = [](std::initializer_list<const char*> times) {
        std::string text;
        for (const char* time : times)
            text += fmt::format("{}('110000', '310000', '{}', 5)", text.empty() ? "" : ", ", time);
        return text;
    };
    EXPECT_EQ(grain_of("by_year", rows({"2019-01-01 00:00:00", "2020-01-01 00:00:00"})), Grain::year);
    EXPECT_EQ(grain_of("by_month", rows({"2020-01-01 00:00:00", "2020-03-01 00:00:00"})), Grain::month);
    EXPECT_EQ(grain_of("by_week", rows({"2020-01-06 00:00:00", "2020-01-20 00:00:00"})), Grain::week);
    EXPECT_EQ(grain_of("one_day", rows({"2020-01-01 00:00:00"})), Grain::day);
    EXPECT_EQ(grain_of("by_hour", rows({"2020-01-01 00:00:00", "2020-01-01 13:00:00"})), Grain::hour);
    EXPECT_EQ(grain_of("by_minute", rows({"2020-01-01 00:01:00", "2020-01-01 13:00:00"})), Grain::minute);
    EXPECT_EQ(grain_of("by_second", rows({"2020-01-01 00:01:59", "2020-01-01 13:00:00"})), Grain::second);
}

TEST_F(Open, AGrainOfTheAddressSumsTheStepsWithin) {
    const Little little(
        "fine", "origin String, destination String, time DateTime, value Decimal(9, 1)",
        "origin text, destination text, time timestamp, value numeric(9, 1)",
        "('110000', '310000', '2020-01-01 00:01:59', 1.5), ('110000', '310000', '2020-01-31 23:59:59', 2), "
        "('110000', '310000', '2020-02-01 00:00:00', 4)");
    for (const std::string& url : little.urls) {
        const Dataset by_month =
            open_url(url + (url.find('?') == std::string::npos ? "?" : "&") + "grain=month");
        EXPECT_EQ(
            csv(by_month, SumKey::time),
            "layer,time,value,unit,status\nflows,2020-01,3.5,,undeclared\nflows,2020-02,4,,undeclared\n")
            << url;
        Filter january{.window = {parse_time("2020-01")->start, parse_time("2020-02")->start}};
        EXPECT_EQ(csv(by_month, SumKey::pair, january),
                  "layer,origin,destination,value,unit,status\nflows,110000,310000,3.5,,undeclared\n")
            << url;
        const Dataset by_second = open_url(url);
        Filter from{
            .window = {parse_time("2020-01-31T23:59:59")->start, {parse_time("2020-02-01T00:00")->start}}};
        EXPECT_EQ(csv(by_second, SumKey::total, from), "layer,value,unit,status\nflows,2,,undeclared\n")
            << url;
    }
}

TEST_F(Open, WithoutLayersTimesAndValuesEachRowCountsOne) {
    const Little little("bare", "origin UInt32, destination UInt32", "origin integer, destination integer",
                        "(110000, 310000), (110000, 310000), (310000, 110000)");
    for (const std::string& url : little.urls) {
        const Dataset remote = open_url(url);
        EXPECT_EQ(csv(remote, SumKey::pair),
                  "layer,origin,destination,value,unit,status\nflows,110000,310000,2,rows,undeclared\n"
                  "flows,310000,110000,1,rows,undeclared\n")
            << url;
        EXPECT_EQ(csv(remote, SumKey::total), "layer,value,unit,status\nflows,3,rows,undeclared\n");
        EXPECT_EQ(remote.flows->time_axis().grain, Grain::none);
    }
}

TEST_F(Open, TimesKeptAsTextsOfOneForm) {
    const Little little(
        "texts", "origin String, destination String, time String, value UInt64",
        "origin text, destination text, time text, value bigint",
        "('110000', '310000', '2019-12', 1), ('110000', '310000', '2020-01', 9007199254740993), "
        "('110000', '310000', '2020-03', 4)");
    for (const std::string& url : little.urls) {
        const Dataset remote = open_url(url);
        EXPECT_EQ(remote.flows->time_axis().grain, Grain::month);
        Filter filter{.window = {parse_time("2020-01")->start, parse_time("2020-02")->start}};
        EXPECT_EQ((*remote.flows->pair_sums(LayerId{0}, filter.window))[0].scaled, 9007199254740993) << url;
    }
    const Little mixed("mixed_texts", "origin String, destination String, time String",
                       "origin text, destination text, time text",
                       "('110000', '310000', '2019-12'), ('110000', '310000', '2020')");
    for (const std::string& url : mixed.urls) {
        const auto opened = open_source(url, *built_in().atlas, {});
        ASSERT_FALSE(opened);
        EXPECT_NE(opened.error().message.find("mixed-grain"), std::string::npos) << opened.error().message;
    }
}

TEST_F(Open, RowsWithFaultsAreCountedAndTakeNoPart) {
    const Little little(
        "faulty",
        "origin Nullable(String), destination String, layer Nullable(String), time Nullable(Date), value "
        "Nullable(Float64)",
        "origin text, destination text, layer text, time date, value double precision",
        "('110000', '310000', 'people', '2020-01-01', 1), (NULL, '310000', 'people', '2020-01-01', 2), "
        "('', '310000', 'people', '2020-01-01', 4), ('110000', '310000', NULL, '2020-01-01', 8), "
        "('110000', '310000', 'people', NULL, 16), ('110000', '310000', 'people', '2020-01-02', NULL), "
        "('110000', '310000', 'people', '2020-01-02', -32), ('110000', '310000', '', '2020-01-02', 64)");
    clickhouse("INSERT INTO faulty SELECT '110000', '310000', 'people', toDate('2020-01-02'), 1 / 0");
    postgres("INSERT INTO faulty VALUES ('110000', '310000', 'people', '2020-01-02', 'Infinity')");
    for (const std::string& url : little.urls) {
        const Dataset remote = open_url(url);
        const SourceFile& file = remote.files.front();
        EXPECT_EQ(file.rows_in, 9U) << url;
        EXPECT_EQ(file.rows_kept, 2U) << url;
        EXPECT_EQ(file.negative_rows, 1U);
        std::vector<std::string> codes;
        for (const Problem& problem : file.problems) codes.push_back(problem.code + " " + problem.found);
        EXPECT_EQ(codes,
                  (std::vector<std::string>{"missing-id 1 rows", "missing-id 1 rows", "missing-layer 1 rows",
                                            "missing-layer 1 rows", "bad-time 1 rows", "missing-value 1 rows",
                                            "not-finite 1 rows"}))
            << url;
        EXPECT_EQ(csv(remote, SumKey::time),
                  "layer,time,value,unit,status\npeople,2020-01-01,1,,undeclared\npeople,2020-01-02,-32,,"
                  "undeclared\n")
            << url;
    }
}

std::string percent_encoded(const std::string& text) {
    std::string encoded;
    for (const char c : text) encoded += fmt::format("%{:02x}", static_cast<unsigned char>(c));
    return encoded;
}

TEST_F(Open, HostileNamesAndValuesStayWhatTheyAre) {
    const std::string table = R"(t'); DROP TABLE victim; -- " ` \)", origin = R"(o"rigin' ` \)",
                      destination = "d%`\"\\n", layer = R"(la'yer");)", value = "v`\"--",
                      key = R"(x' OR 1=1; DROP TABLE victim; -- " ` \)";
    Atlas atlas;
    atlas.places = {{.id = R"(a','b',$1)"}, {.id = R"("},{\' OR 1=1 --)"}};
    clickhouse("CREATE TABLE victim (a UInt8) ENGINE = Memory");
    postgres("CREATE TABLE victim (a integer)");
    for (const SqlDialect dialect : {SqlDialect::clickhouse, SqlDialect::postgres}) {
        const bool first = dialect == SqlDialect::clickhouse;
        const auto name = [&](const std::string& of) { return quote_name(dialect, of); };
        const auto text = [&](const std::string& of) {
            if (first) return quote_text(of);
            std::string quoted;
            for (const char c : of) quoted += c == '\'' ? "''" : std::string(1, c);
            return "'" + quoted + "'";
        };
        const auto run = [&](const std::string& sql) { first ? clickhouse(sql) : postgres(sql); };
        const std::string words = first ? "String" : "text", number = first ? "Int32" : "integer";
        run(fmt::format("CREATE TABLE {} ({} {}, {} {}, {} {}, time {}, {} {}){}", name(table), name(origin),
                        words, name(destination), words, name(layer), words, words, name(value), number,
                        first ? " ENGINE = Memory" : ""));
        run(fmt::format("INSERT INTO {} VALUES ({}, {}, {}, '2020-01', 5), ({}, {}, 'other', '2020-02', 7)",
                        name(table), text(atlas.places[0].id), text(atlas.places[1].id), text(key),
                        text(atlas.places[1].id), text(atlas.places[0].id)));
        if (!first) postgres("GRANT SELECT ON " + name(table) + " TO PUBLIC");
        const std::string url =
            (first ? clickhouse_url(percent_encoded(table)) + "?"
                   : postgres_url(percent_encoded("public." + table)) + "&") +
            fmt::format("origin={}&destination={}&layer={}&value={}", percent_encoded(origin),
                        percent_encoded(destination), percent_encoded(layer), percent_encoded(value));
        const auto opened = open_source(url, atlas, {});
        ASSERT_TRUE(opened) << opened.error().message;
        const FlowSource& flows = *opened->flows;
        ASSERT_EQ(flows.row_count(), 2U);
        ASSERT_EQ(flows.layers().size(), 2U);
        const LayerId hostile{flows.layers()[0].key == key ? 0U : 1U};
        EXPECT_EQ(flows.layers()[index(hostile)].key, key);
        const Window january{parse_time("2020-01")->start, parse_time("2020-02")->start};
        EXPECT_EQ((*flows.pair_sums(hostile, january))[0].scaled, 5);
        EXPECT_EQ((*flows.step_sums(hostile, std::vector<std::uint8_t>{1, 0}))[0].scaled, 5);
        run("INSERT INTO victim VALUES (1)");  // is still there
    }
}

TEST_F(Open, ATableThatGrewAPairSaysSo) {
    const Little little("growing", "origin String, destination String, value Int32",
                        "origin text, destination text, value integer", "('110000', '310000', 1)");
    for (const std::string& url : little.urls) {
        const Dataset remote = open_url(url);
        const bool first = url == little.urls[0];
        const std::string insert = "INSERT INTO growing VALUES ('110000', '110000', 1)";
        first ? clickhouse(insert) : postgres(insert);
        const auto sums = remote.flows->pair_sums(LayerId{0}, {});
        // A place known before makes a new pair; 310000 to itself would too. Never a smaller number.
        ASSERT_FALSE(sums);
        EXPECT_NE(sums.error().message.find("database-changed"), std::string::npos) << sums.error().message;
    }
}

TEST_F(Open, AViewThatLagsIsNotUsed) {
    postgres("CREATE TABLE lagging (origin text, destination text, time date, value integer)");
    postgres("INSERT INTO lagging VALUES ('110000', '310000', '2020-01-01', 1)");
    postgres(
        "CREATE MATERIALIZED VIEW lagging_by_day AS SELECT origin, destination, time, sum(value) AS value, "
        "count(*) AS rows "
        "FROM lagging GROUP BY 1, 2, 3");
    postgres("INSERT INTO lagging VALUES ('110000', '310000', '2020-01-01', 2)");
    postgres("GRANT SELECT ON lagging, lagging_by_day TO PUBLIC");
    EXPECT_EQ(csv(open_url(postgres_url("lagging")), SumKey::total),
              "layer,value,unit,status\nflows,3,,undeclared\n");
}

TEST_F(Open, MistakesHaveWords) {
    const Little little("words", "origin String, destination String, value String",
                        "origin text, destination text, value text", "('110000', '310000', '1')");
    for (const auto& [url, word] : std::vector<std::pair<std::string, std::string>>{
             {clickhouse_url("words"), "bad-number"},
             {postgres_url("words"), "bad-number"},
             {clickhouse_url("no_such_table"), "no-such-file"},
             {postgres_url("no_such_table"), "no-such-file"},
             {clickhouse_url("words") + "?origin=x", "no-usable-header"},
             {clickhouse_url("words") + "?grain=fortnight", "bad-word"},
             {clickhouse_url("words") + "?skip_unavailable_shards=1", "bad-address"},
             {postgres_url("words") + "&options=-c%20default_transaction_read_only=off", "bad-address"},
             {postgres_url("words") + "&timeout=0", "bad-address"},
             {"clickhouse://127.0.0.1:" + std::to_string(servers().shard1) + "/default", "bad-address"},
             {"mysql://127.0.0.1/x/y", "bad-address"}}) {
        const auto opened = open_source(url, *built_in().atlas, {});
        ASSERT_FALSE(opened) << url;
        EXPECT_NE(opened.error().message.find(": " + word + ": "), std::string::npos)
            << opened.error().message;
    }
}

}  // namespace
}  // namespace flowspace::testing
