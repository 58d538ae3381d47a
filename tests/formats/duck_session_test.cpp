// What the DuckDB session may do: read its files; and all that it may not.
#include "data/formats/duck_session.h"

#include "tests/formats/scratch.h"

#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <stop_token>

namespace flowspace {
namespace {

std::int64_t number_of(DuckSession& session, const std::string& sql) {
    Result<DuckRows> rows = session.select(sql);
    EXPECT_TRUE(rows) << (rows ? "" : rows.error().message);
    if (!rows) return -1;
    Result<std::optional<DuckChunk>> chunk = rows->next();
    EXPECT_TRUE(chunk && *chunk);
    return (*chunk)->values<std::int64_t>(0)[0];
}

class DuckSessionTest : public testing::Test {
protected:
    void SetUp() override {
        file_ = scratch_.path("a.parquet");
        write_parquet(file_, "SELECT range AS n, 'x' || range AS name FROM range(5000)");
        other_ = scratch_.path("other.parquet");
        write_parquet(other_, "SELECT 1 AS n");
        std::ofstream(scratch_.path("secret.csv")) << "a,b\n1,2\n";
    }
    DuckSession session() {
        Result<DuckSession> opened = DuckSession::open(std::vector{file_});
        EXPECT_TRUE(opened) << (opened ? "" : opened.error().message);
        return std::move(*opened);
    }
    /// The message with which it is refused; empty: it was done.
    std::string refused(const std::string& sql) {
        DuckSession duck = session();
        Result<DuckRows> rows = duck.select(sql);
        if (!rows) return rows.error().message;
        for (;;) {
            Result<std::optional<DuckChunk>> chunk = rows->next();
            if (!chunk) return chunk.error().message;
            if (!*chunk) return "";
        }
    }

    /// Whether the engine refuses it too, past our own check that it is a SELECT.
    bool refused_by_duckdb(const std::string& sql) {
        DuckSession duck = session();
        duckdb_result result = {};
        const bool refused = duckdb_query(duck.connection(), sql.c_str(), &result) != DuckDBSuccess;
        duckdb_destroy_result(&result);
        return refused;
    }

    Scratch scratch_;
    std::string file_, other_;
};

TEST_F(DuckSessionTest, ReadsItsFile) {
    DuckSession duck = session();
    EXPECT_EQ(number_of(duck, "SELECT count(*) FROM " + duck.table()), 5000);
    EXPECT_EQ(number_of(duck, "SELECT sum(n)::BIGINT FROM " + duck.table()), 12'497'500);
}

TEST_F(DuckSessionTest, FilesWithNamesThatLookLikeSqlOrGlobs) {
    for (const std::string name :
         {"it's; DROP TABLE x--.parquet", "\"quoted\".parquet", "[ab]*?.parquet", "year=2020.parquet",
          "出行 表.parquet", "s3:bucket.parquet", "%s%n.parquet"}) {
        const std::string path = scratch_.path(name);
        std::filesystem::copy_file(file_, path);
        Result<DuckSession> duck = DuckSession::open(std::vector{path});
        ASSERT_TRUE(duck) << name << ": " << duck.error().message;
        EXPECT_EQ(number_of(*duck, "SELECT count(*) FROM " + duck->table()), 5000) << name;
        EXPECT_EQ(number_of(*duck, "SELECT count(*) FROM (DESCRIBE SELECT * FROM " + duck->table() + ")"), 2)
            << name;
    }
}

TEST_F(DuckSessionTest, RefusesAllElse) {
    const std::string out = scratch_.path("out.csv");
    for (const std::string& sql : std::vector<std::string>{
             "COPY (SELECT 1) TO '" + out + "'",
             "COPY (SELECT 1) TO '" + file_ + "'",
             "COPY (SELECT 1) TO '/proc/self/fd/3'",
             "EXPORT DATABASE '" + out + "'",
             "ATTACH '" + scratch_.path("new.db") + "'",
             "INSTALL httpfs",
             "LOAD httpfs",
             "LOAD '" + file_ + "'",
             "INSTALL spatial FROM community",
             "SET enable_external_access = true",
             "SET threads = 8",
             "SET memory_limit = '100GB'",
             "SET lock_configuration = false",
             "RESET ALL",
             "CREATE SECRET (TYPE s3, KEY_ID 'a', SECRET 'b')",
             "SELECT * FROM read_csv('" + scratch_.path("secret.csv") + "')",
             "SELECT * FROM '" + scratch_.path("secret.csv") + "'",
             "SELECT * FROM read_text('" + scratch_.path("secret.csv") + "')",
             "SELECT * FROM read_blob('/etc/passwd')",
             "SELECT * FROM read_text('/etc/pass*')",
             "SELECT * FROM glob('" + scratch_.path("*") + "')",
             "SELECT * FROM read_parquet('" + other_ + "')",
             "SELECT * FROM read_parquet('" + scratch_.path("*.parquet") + "')",
             "SELECT * FROM parquet_metadata('" + other_ + "')",
             "SELECT * FROM sniff_csv('" + scratch_.path("secret.csv") + "')",
             "SELECT * FROM read_json('" + scratch_.path("secret.csv") + "')",
             "SELECT * FROM read_parquet('https://127.0.0.1:1/x.parquet')",
             "SELECT * FROM read_parquet('s3://bucket/x.parquet')",
             "SELECT * FROM read_csv('/dev/stdin')",
             "SELECT getenv('HOME')",
         }) {
        EXPECT_NE(refused(sql), "") << sql;
        EXPECT_TRUE(refused_by_duckdb(sql)) << sql;
    }
    for (const std::string sql :
         {"ATTACH ':memory:' AS more", "PRAGMA enable_profiling", "CREATE TABLE t AS SELECT 1",
          "CALL pragma_version()", "EXPLAIN SELECT 1", "SELECT 1; SELECT 2", "", ";", "SELECT"})
        EXPECT_NE(refused(sql), "") << sql;
    EXPECT_FALSE(std::filesystem::exists(out));
    EXPECT_FALSE(std::filesystem::exists(scratch_.path("new.db")));
    DuckSession duck = session();
    EXPECT_EQ(number_of(duck, "SELECT count(*) FROM " + duck.table()), 5000) << "the file was written to";
}

TEST_F(DuckSessionTest, NamesAndTextsStayWhatTheyAre) {
    for (const std::string text : {"a", "a\"b", "a'b", "\"", "''", "a\"; COPY (SELECT 1) TO 'x'; --", "x\\",
                                   "出发地", "a\nb", "$1", "?"}) {
        DuckSession duck = session();
        Result<DuckRows> rows = duck.select("SELECT " + *sql_text(text) + " AS " + *sql_name(text));
        ASSERT_TRUE(rows) << text << ": " << rows.error().message;
        EXPECT_EQ(rows->column_name(0), text);
        Result<std::optional<DuckChunk>> chunk = rows->next();
        ASSERT_TRUE(chunk && *chunk);
        EXPECT_EQ(text_of((*chunk)->values<duckdb_string_t>(0)[0]), text);
    }
    EXPECT_FALSE(sql_name(std::string_view("a\0b", 3)));
    EXPECT_FALSE(sql_text(std::string_view("a\0b", 3)));
}

TEST_F(DuckSessionTest, NoFileAndNoFilesOfOtherKinds) {
    for (const std::string& path :
         {scratch_.path("none.parquet"), scratch_.path(""), std::string("/dev/zero")})
        EXPECT_FALSE(DuckSession::open(std::vector{path})) << path;
}

TEST_F(DuckSessionTest, WhatDoesNotFitInMemoryIsAnError) {
    Result<DuckSession> duck = DuckSession::open(std::vector{file_}, {.memory_bytes = 16 << 20});
    ASSERT_TRUE(duck);
    Result<DuckRows> rows = duck->select(
        "SELECT count(*) FROM (SELECT DISTINCT range::VARCHAR || 'long enough not to be inlined' FROM "
        "range(3000000))");
    std::string message = rows ? "" : rows.error().message;
    if (rows)
        if (Result<std::optional<DuckChunk>> chunk = rows->next(); !chunk) message = chunk.error().message;
    EXPECT_NE(message.find("Out of Memory"), std::string::npos) << message;
}

TEST_F(DuckSessionTest, StopsWhenToldToAndGoesOnAfterwards) {
    DuckSession duck = session();
    std::stop_source stop;
    {
        Result<DuckRows> rows =
            duck.select("SELECT a.range FROM range(1000000) a, range(1000000) b", stop.get_token());
        ASSERT_TRUE(rows);
        ASSERT_TRUE(rows->next());
        stop.request_stop();
        std::string message;
        for (int i = 0; i < 100'000 && message.empty(); ++i) {
            Result<std::optional<DuckChunk>> chunk = rows->next();
            if (!chunk) message = chunk.error().message;
        }
        EXPECT_EQ(message, "stopped");
    }
    EXPECT_FALSE(duck.select("SELECT 1", stop.get_token()));
    EXPECT_EQ(number_of(duck, "SELECT count(*) FROM " + duck.table()), 5000);
}

TEST_F(DuckSessionTest, FunctionsOfOurs) {
    DuckSession duck = session();
    const auto twice = [](const DuckCells& cells, duckdb_vector answers) {
        for (std::size_t row = 0; row < cells.size(); ++row)
            static_cast<std::int64_t*>(duckdb_vector_get_data(answers))[row] =
                2 * cells.values<std::int64_t>(0)[row];
    };
    ASSERT_TRUE(duck.add_function("twice", std::array{DuckType{.id = DUCKDB_TYPE_BIGINT}}, DUCKDB_TYPE_BIGINT,
                                  twice));
    EXPECT_EQ(number_of(duck, "SELECT sum(twice(n))::BIGINT FROM " + duck.table()), 24'995'000);
    const auto thrower = [](const DuckCells&, duckdb_vector) { throw std::runtime_error("not today"); };
    ASSERT_TRUE(duck.add_function("thrower", std::array{DuckType{.id = DUCKDB_TYPE_BIGINT}},
                                  DUCKDB_TYPE_BIGINT, thrower));
    const Result<DuckRows> rows = duck.select("SELECT sum(thrower(n)) FROM " + duck.table());
    ASSERT_FALSE(rows);
    EXPECT_NE(rows.error().message.find("not today"), std::string::npos) << rows.error().message;
    EXPECT_EQ(number_of(duck, "SELECT count(*) FROM " + duck.table()), 5000);
}

TEST_F(DuckSessionTest, MessagesNameTheFileAsTheUserDoes) {
    const std::string path = scratch_.path("broken.parquet");
    std::ofstream(path) << "PAR1 this is none PAR1";
    Result<DuckSession> duck = DuckSession::open(std::vector{path});
    ASSERT_TRUE(duck);
    Result<DuckRows> rows = duck->select("SELECT * FROM " + duck->table());
    ASSERT_FALSE(rows);
    EXPECT_NE(rows.error().message.find(path), std::string::npos) << rows.error().message;
    EXPECT_EQ(rows.error().message.find("/proc/"), std::string::npos) << rows.error().message;
}

}  // namespace
}  // namespace flowspace
