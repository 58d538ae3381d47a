// Every FILTER and KEY gives the same table from the databases as from memory.
#include "data/source/sources.h"
#include "data/sum_table.h"
#include "tests/remote/server_pair.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <memory>
#include <tuple>

namespace flowspace::testing {
namespace {

constexpr std::uint32_t places = 120;

/// The same rows everywhere: in memory, in two ClickHouse tables (exact and floating, each over both servers)
/// and three PostgreSQL tables (numeric(18,2), numeric and double precision, by partitions).
class FullAnswers : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        const std::vector<GeneratedRow> rows = generate_rows(row_count_asked(), places, 7);
        const std::vector<GeneratedRow> few(rows.begin(),
                                            rows.begin() + static_cast<std::ptrdiff_t>(rows.size() / 5));
        memory_ = std::make_unique<Dataset>(in_memory(rows, built_in()));
        fewer_ = std::make_unique<Dataset>(in_memory(few, built_in()));
        const std::string lines = as_lines(rows, *built_in().atlas),
                          few_lines = as_lines(few, *built_in().atlas);
        load_clickhouse("exact", "Decimal(18, 2)", lines);
        load_clickhouse("floating", "Float64", few_lines);
        load_postgres(lines, few_lines);
    }
    static void TearDownTestSuite() {
        memory_.reset();
        fewer_.reset();
    }

    static void load_clickhouse(const std::string& name, const std::string& type, const std::string& lines) {
        for (const int port : {servers().shard1, servers().shard2}) {
            clickhouse(fmt::format("CREATE TABLE {}_here (origin String, destination String, layer String, "
                                   "time Date, value {}) "
                                   "ENGINE = MergeTree ORDER BY (layer, time, origin, destination)",
                                   name, type),
                       {}, port);
            clickhouse(
                fmt::format(
                    "CREATE TABLE {0} AS {0}_here ENGINE = Distributed(two, default, {0}_here, rand())",
                    name),
                {}, port);
        }
        // Half the lines to each server: the table over both is whole only with both.
        const std::size_t middle = lines.find('\n', lines.size() / 2) + 1;
        const std::string sql = fmt::format("INSERT INTO {}_here FORMAT TabSeparated", name);
        clickhouse(sql, lines.substr(0, middle), servers().shard1);
        clickhouse(sql, lines.substr(middle), servers().shard2);
    }

    static void load_postgres(const std::string& lines, const std::string& few_lines) {
        postgres("CREATE ROLE reader LOGIN PASSWORD '" + servers().password + "'");
        postgres(
            "CREATE TABLE exact (origin text NOT NULL, destination text NOT NULL, layer text NOT NULL, time "
            "date NOT NULL, "
            "value numeric(18,2) NOT NULL) PARTITION BY RANGE (time)");
        for (const auto& [name, from, to] : {std::tuple("january", "2020-01-01", "2020-02-01"),
                                             std::tuple("february", "2020-02-01", "2020-03-01"),
                                             std::tuple("later", "2020-03-01", "2021-01-01")})
            postgres(fmt::format("CREATE TABLE exact_{} PARTITION OF exact FOR VALUES FROM ('{}') TO ('{}')",
                                 name, from, to));
        postgres_copy("exact", lines);
        postgres(
            "CREATE TABLE free (origin text, destination char(8), layer text, time timestamp, value "
            "numeric)");
        postgres_copy("free", few_lines);
        postgres(
            "CREATE TABLE floating (origin text, destination text, layer varchar(9), time date, value double "
            "precision)");
        postgres_copy("floating", few_lines);
        postgres(
            "CREATE MATERIALIZED VIEW exact_by_day AS SELECT origin, destination, layer, time, sum(value) AS "
            "value, "
            "count(*) AS rows FROM exact GROUP BY origin, destination, layer, time");
        postgres("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader");
        postgres("ANALYZE");
    }

    static std::unique_ptr<Dataset> memory_, fewer_;  // all rows, and the first fifth
};
std::unique_ptr<Dataset> FullAnswers::memory_, FullAnswers::fewer_;

/// Asks another source each question once: the keys of one filter need the same sums.
class Remembering final : public FlowSource {
public:
    explicit Remembering(std::shared_ptr<const FlowSource> behind) : behind_(std::move(behind)) {}
    std::span<const LayerInfo> layers() const override { return behind_->layers(); }
    const TimeAxis& time_axis() const override { return behind_->time_axis(); }
    std::span<const Pair> pairs() const override { return behind_->pairs(); }
    std::uint64_t row_count() const override { return behind_->row_count(); }

private:
    Result<std::vector<ExactSum>> sum_pairs(LayerId layer, Window window, std::stop_token) const override {
        const auto key = std::tuple(layer, window.from, window.to);
        const auto at = pairs_.find(key);
        if (at != pairs_.end()) return at->second;
        auto sums = behind_->pair_sums(layer, window);
        if (sums) pairs_.emplace(key, *sums);
        return sums;
    }
    Result<std::vector<ExactSum>> sum_steps(LayerId layer, std::span<const std::uint8_t> selected,
                                            std::stop_token) const override {
        const auto key = std::pair(layer, std::vector(selected.begin(), selected.end()));
        const auto at = steps_.find(key);
        if (at != steps_.end()) return at->second;
        auto sums = behind_->step_sums(layer, selected);
        if (sums) steps_.emplace(key, *sums);
        return sums;
    }

    std::shared_ptr<const FlowSource> behind_;
    mutable std::map<std::tuple<LayerId, TimeMs, TimeMs>, std::vector<ExactSum>> pairs_;
    mutable std::map<std::pair<LayerId, std::vector<std::uint8_t>>, std::vector<ExactSum>> steps_;
};

GroupId group(const Atlas& atlas, GroupKind kind, std::size_t which) {
    for (std::uint32_t row = 0; row < atlas.groups.size(); ++row)
        if (atlas.groups[row].kind == kind && which-- == 0) return GroupId{row};
    throw std::runtime_error("no such group");
}

Window days(const char* from, const char* to) { return {parse_time(from)->start, parse_time(to)->start}; }

/// Each part of FILTER alone and some together.
std::map<std::string, Filter> filters(const Atlas& atlas) {
    std::map<std::string, Filter> all;
    all["nothing"] = {};
    all["layer"] = {.layers = {LayerId{1}}};
    all["window"] = {.window = days("2020-02-01", "2020-03-01")};
    all["window within a day"] = {.window = days("2020-02-01T05:00", "2020-02-03T05:00")};
    all["empty window"] = {.window = days("2021-02-01", "2021-03-01")};
    all["gap"] = {.window = days("2020-02-24", "2020-02-25")};
    all["from"] = {.origins = {PlaceId{3}}};
    all["to"] = {.destinations = {PlaceId{4}, PlaceId{5}}};
    all["place"] = {.places = {PlaceId{2}}};
    all["crossing"] = {.crossing = {PlaceId{0}, PlaceId{1}, PlaceId{2}}};
    all["inside"] = {.inside = {group(atlas, GroupKind::agglomeration, 0)}};
    all["between"] = {
        .between = {{group(atlas, GroupKind::province, 0), group(atlas, GroupKind::province, 2)}}};
    all["internal"] = {.kind = GroupKind::province, .scope = Scope::internal};
    all["crossing groups"] = {.kind = GroupKind::agglomeration, .scope = Scope::crossing};
    all["min"] = {.min_value = 50000.005};
    all["max"] = {.max_value = -1.005};
    all["self"] = {.self_flows = SelfFlows::keep};
    all["absent is zero"] = {.absent = Absent::zero};
    all["whole members"] = {.inside = {group(atlas, GroupKind::agglomeration, 1)},
                            .membership_rows = MembershipRows::whole};
    all["several"] = {.layers = {LayerId{0}},
                      .window = days("2020-02-10", "2020-03-20"),
                      .places = {PlaceId{7}, PlaceId{9}},
                      .min_value = 100.005,
                      .self_flows = SelfFlows::keep};
    return all;
}

constexpr SumKey keys[] = {SumKey::total,  SumKey::time,          SumKey::place,   SumKey::pair,
                           SumKey::circle, SumKey::agglomeration, SumKey::province};

/// Rows by their texts: where two sums differ in the last bit only, their order may differ too.
std::map<std::vector<std::string>, std::vector<OutputCell>> by_texts(const OutputTable& table) {
    std::map<std::vector<std::string>, std::vector<OutputCell>> rows;
    for (const std::vector<OutputCell>& row : table.rows) {
        std::vector<std::string> texts;
        for (const OutputCell& cell : row)
            if (const std::string* text = std::get_if<std::string>(&cell)) texts.push_back(*text);
        rows.emplace(std::move(texts), row);
    }
    return rows;
}

/// How many rows stand behind one of a table by `key` on average, where every row is asked for: of a layer in
/// a step. Elsewhere the strictest that holds is kept, one row.
double rows_behind(const Dataset& memory, SumKey key) {
    if (key != SumKey::time) return 1;
    return static_cast<double>(memory.flows->row_count()) /
           static_cast<double>(memory.flows->time_axis().size() * memory.flows->layers().size());
}

/// Numbers within 1e-12 of each other, relative to the volume behind them: an engine adds in another order at
/// every run, values of either sign cancel, and each is up to 2e4. Everything else alike.
void expect_near(const OutputTable& wanted, const OutputTable& found, double rows, const std::string& what) {
    const double volume = 2e4 * std::max(1.0, rows);
    const auto a = by_texts(wanted), b = by_texts(found);
    ASSERT_EQ(a.size(), wanted.rows.size()) << what;
    ASSERT_EQ(a.size(), b.size()) << what;
    for (const auto& [texts, row] : a) {
        ASSERT_TRUE(b.contains(texts)) << what;
        const std::vector<OutputCell>& other = b.at(texts);
        for (std::size_t cell = 0; cell < row.size(); ++cell) {
            const double* x = std::get_if<double>(&row[cell]);
            const double* y = std::get_if<double>(&other[cell]);
            if (x != nullptr && y != nullptr)
                ASSERT_LE(std::abs(*x - *y), 1e-12 * std::max(volume, std::abs(*x))) << what;
            else
                ASSERT_EQ(row[cell], other[cell]) << what;
        }
    }
}

void expect_same_tables(const Dataset& memory, const std::string& url, bool exact) {
    Dataset remote = open_url(url);
    remote.flows = std::make_shared<Remembering>(remote.flows);
    ASSERT_EQ(remote.flows->row_count(), memory.flows->row_count());
    ASSERT_EQ(std::vector(remote.flows->pairs().begin(), remote.flows->pairs().end()),
              std::vector(memory.flows->pairs().begin(), memory.flows->pairs().end()));
    ASSERT_EQ(remote.flows->time_axis().starts, memory.flows->time_axis().starts);
    std::size_t compared = 0;
    for (const auto& [name, filter] : filters(*memory.atlas))
        for (const SumKey by : keys) {
            SumRequest request{.filter = filter, .key = by};
            if (name == "window") request.versus = days("2020-03-01", "2020-03-30");
            const std::string what = fmt::format("{} by {}: {}", name, key(by), url);
            const Result<OutputTable> wanted = sum_table(memory, request);
            const Result<OutputTable> found = sum_table(remote, request);
            ASSERT_TRUE(wanted) << what;
            ASSERT_TRUE(found) << what << ": " << found.error().message;
            if (exact)
                ASSERT_EQ(to_csv(*wanted), to_csv(*found)) << what;
            else
                expect_near(*wanted, *found, rows_behind(memory, by), what);
            compared += wanted->rows.size();
        }
    EXPECT_GT(compared, 20'000U);
}

TEST_F(FullAnswers, ClickHouseOverTwoServersExactly) {
    expect_same_tables(*memory_, clickhouse_url("exact"), true);
}
TEST_F(FullAnswers, ClickHouseFloating) {
    expect_same_tables(*fewer_, clickhouse_url("floating", servers().shard2), false);
}
TEST_F(FullAnswers, PostgresByPartitionsExactly) {
    expect_same_tables(*memory_, postgres_url("exact") + "&daily=exact_by_day", true);
}
TEST_F(FullAnswers, PostgresWithoutAViewExactly) { expect_same_tables(*fewer_, postgres_url("free"), true); }
TEST_F(FullAnswers, PostgresFloating) { expect_same_tables(*fewer_, postgres_url("floating"), false); }

TEST_F(FullAnswers, RowsOfUnknownPlacesAreCountedAndListed) {
    for (const std::string& url : {clickhouse_url("exact"), postgres_url("exact")}) {
        const Dataset remote = open_url(url);
        const SourceFile& file = remote.files.front();
        EXPECT_EQ(file.rows_in, row_count_asked());
        EXPECT_EQ(file.rows_kept, memory_->flows->row_count());
        std::uint64_t lost = 0;
        for (const auto& [layer, value] : file.lost) lost += value.rows;
        EXPECT_EQ(lost, file.rows_in - file.rows_kept);
        ASSERT_EQ(file.problems.size(), 4U);  // one id, of two layers, in two columns
        EXPECT_EQ(file.problems[0].code, "unknown-place");
        EXPECT_EQ(file.problems[0].found, "999'\\x");
        EXPECT_GT(file.negative_rows, 0U);
    }
}

TEST_F(FullAnswers, ALostShardIsAnError) {
    const Dataset remote = open_url(clickhouse_url("exact"));
    const auto careless =
        open_url("clickhouse://careless@127.0.0.1:" + std::to_string(servers().shard1) + "/default/exact");
    const auto whole = remote.flows->pair_sums(LayerId{0}, {});
    ASSERT_TRUE(whole);
    tell_servers("stop", "shard2");
    EXPECT_FALSE(remote.flows->pair_sums(LayerId{0}, {}));
    EXPECT_FALSE(careless.flows->pair_sums(LayerId{0}, {}));  // its profile would skip the shard
    EXPECT_FALSE(open_source(clickhouse_url("exact"), *built_in().atlas, {}));
    tell_servers("start", "shard2");
    const auto again = remote.flows->pair_sums(LayerId{0}, {});
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(*again, *whole);
}

TEST_F(FullAnswers, AProfileThatMayLeaveRowsOutIsRefused) {
    const auto lossy =
        open_source("clickhouse://lossy@127.0.0.1:" + std::to_string(servers().shard1) + "/default/exact",
                    *built_in().atlas, {});
    ASSERT_FALSE(lossy);
    // A limit that would break off silently: an error, since we tell the server so.
    const auto hasty =
        open_source("clickhouse://hasty@127.0.0.1:" + std::to_string(servers().shard1) + "/default/exact",
                    *built_in().atlas, {});
    ASSERT_FALSE(hasty);
    EXPECT_NE(hasty.error().message.find("Limit for rows"), std::string::npos) << hasty.error().message;
    EXPECT_NE(lossy.error().message.find("skip_unavailable_shards"), std::string::npos)
        << lossy.error().message;
}

}  // namespace
}  // namespace flowspace::testing
