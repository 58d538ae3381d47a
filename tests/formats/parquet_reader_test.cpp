// Parquet as records of text: exact forms, row numbers, and files that are broken.
#include "data/formats/parquet_reader.h"

#include "tests/formats/scratch.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace flowspace {
namespace {

struct Read {
    std::vector<std::vector<std::string>> rows = {};  // the header first
    std::vector<std::uint64_t> numbers = {};
    std::vector<Problem> problems = {};

    std::vector<std::string> column(std::size_t at) const {
        std::vector<std::string> cells;
        for (std::size_t row = 1; row < rows.size(); ++row) cells.push_back(rows[row][at]);
        return cells;
    }
};

Read read_all(const TablePlan& plan) {
    Read read;
    OpenedTable opened = open_parquet(plan);
    if (opened.problem) read.problems.push_back(*opened.problem);
    if (!opened.reader) return read;
    for (;;) {
        RecordReader::Record record;
        Problem problem;
        switch (opened.reader->next(record, problem)) {
            case RecordReader::Outcome::end:
                return read;
            case RecordReader::Outcome::problem:
                read.problems.push_back(problem);
                if (problem.row == 0) return read;
                break;
            case RecordReader::Outcome::record:
                read.rows.emplace_back(record.fields.begin(), record.fields.end());
                read.numbers.push_back(record.row);
        }
    }
}

class ParquetReaderTest : public testing::Test {
protected:
    Read read(const std::string& select, const std::string& options = "") {
        const std::string path = scratch_.path("t.parquet");
        write_parquet(path, select, options);
        return read_all({.path = path, .format = FileFormat::parquet});
    }
    using Cells = std::vector<std::string>;
    Scratch scratch_;
};

TEST_F(ParquetReaderTest, HeaderIsRowZeroAndRowsCountFromOne) {
    const Read all =
        read("SELECT range AS n, 'x' || range AS \"出发地\" FROM range(10000)", ", ROW_GROUP_SIZE 2048");
    ASSERT_EQ(all.rows.size(), 10'001U);
    EXPECT_EQ(all.rows[0], (Cells{"n", "出发地"}));
    for (std::size_t at = 0; at < all.rows.size(); ++at) {
        ASSERT_EQ(all.numbers[at], at);
        if (at == 0) continue;
        ASSERT_EQ(all.rows[at], (Cells{std::to_string(at - 1), fmt::format("x{}", at - 1)}));
    }
}

TEST_F(ParquetReaderTest, NumbersDigitByDigit) {
    EXPECT_EQ(read("SELECT unnest([9223372036854775807, -9223372036854775808, 0, 9007199254740993, NULL])")
                  .column(0),
              (Cells{"9223372036854775807", "-9223372036854775808", "0", "9007199254740993", ""}));
    EXPECT_EQ(read("SELECT unnest([18446744073709551615::UBIGINT])").column(0),
              Cells{"18446744073709551615"});
    EXPECT_EQ(read("SELECT unnest([255::UTINYINT])").column(0), Cells{"255"});
    EXPECT_EQ(read("SELECT unnest([(-128)::TINYINT])").column(0), Cells{"-128"});
    EXPECT_EQ(read("SELECT unnest([(-32768)::SMALLINT])").column(0), Cells{"-32768"});
    EXPECT_EQ(read("SELECT unnest([4294967295::UINTEGER])").column(0), Cells{"4294967295"});
    EXPECT_EQ(read("SELECT unnest([true, false, NULL])").column(0), (Cells{"true", "false", ""}));
}

TEST_F(ParquetReaderTest, DecimalsOfEveryWidth) {
    EXPECT_EQ(read("SELECT unnest([1.5, -0.05, 0, 99.99]::DECIMAL(4,2)[])").column(0),
              (Cells{"1.50", "-0.05", "0.00", "99.99"}));
    EXPECT_EQ(read("SELECT unnest([1234567.89, -0.01]::DECIMAL(9,2)[])").column(0),
              (Cells{"1234567.89", "-0.01"}));
    EXPECT_EQ(read("SELECT unnest([123456789012345.678, -5]::DECIMAL(18,3)[])").column(0),
              (Cells{"123456789012345.678", "-5.000"}));
    EXPECT_EQ(read("SELECT unnest(['12345678901234567890123456789012345.678', '-0.001', "
                   "'99999999999999999999999999999999999.999']::DECIMAL(38,3)[])")
                  .column(0),
              (Cells{"12345678901234567890123456789012345.678", "-0.001",
                     "99999999999999999999999999999999999.999"}));
    EXPECT_EQ(read("SELECT unnest([7, -7]::DECIMAL(20,0)[])").column(0), (Cells{"7", "-7"}));
}

TEST_F(ParquetReaderTest, FloatingNumbersReadBackTheSame) {
    const Cells texts = read(
                            "SELECT unnest([0.1, 1e22, 1.7976931348623157e308, 5e-324, -0.0, 'nan', 'inf', "
                            "'-inf', 123456.789, 3]::DOUBLE[])")
                            .column(0);
    EXPECT_EQ(texts[5], "nan");
    EXPECT_EQ(texts[6], "inf");
    EXPECT_EQ(texts[7], "-inf");
    EXPECT_EQ(texts[9], "3");
    const std::vector<double> values = {0.1, 1e22, 1.7976931348623157e308, 5e-324, -0.0};
    for (std::size_t at = 0; at < values.size(); ++at) {
        double back = 1;
        std::from_chars(texts[at].data(), texts[at].data() + texts[at].size(), back);
        EXPECT_EQ(back, values[at]) << texts[at];
    }
    EXPECT_EQ(read("SELECT unnest([0.1, 16777217]::FLOAT[])").column(0), (Cells{"0.1", "16777216"}));
}

TEST_F(ParquetReaderTest, TimesInOurForms) {
    EXPECT_EQ(read("SELECT unnest(['2020-02-29', '1969-12-31', '0001-01-01', NULL]::DATE[])").column(0),
              (Cells{"2020-02-29", "1969-12-31", "0001-01-01", ""}));
    EXPECT_EQ(read("SELECT unnest(['2020-01-25 13:00:00', '2020-01-25 00:00:07', '1969-12-31 23:59:59.5', "
                   "'2020-01-25 13:05:00.000001']::TIMESTAMP[])")
                  .column(0),
              (Cells{"2020-01-25T13:00", "2020-01-25T00:00:07", "1969-12-31T23:59:59.500",
                     "2020-01-25T13:05:00.000001"}));
    EXPECT_EQ(read("SELECT unnest(['2020-01-25 13:00:00.123456789']::TIMESTAMP_NS[])").column(0),
              Cells{"2020-01-25T13:00:00.123456789"});
    EXPECT_EQ(read("SELECT unnest(['2020-01-25 13:00:00']::TIMESTAMP_MS[])").column(0),
              Cells{"2020-01-25T13:00"});
    EXPECT_EQ(read("SELECT unnest(['2020-01-25 13:00:00+08']::TIMESTAMPTZ[])").column(0),
              Cells{"2020-01-25T05:00Z"});
    EXPECT_EQ(read("SELECT unnest(['infinity']::TIMESTAMP[])").column(0), Cells{"infinity"});
}

TEST_F(ParquetReaderTest, TimestampsThatAreAllMidnightAreDays) {
    EXPECT_EQ(read("SELECT unnest(['2020-01-25', NULL, '2020-01-26']::TIMESTAMP[])").column(0),
              (Cells{"2020-01-25", "", "2020-01-26"}));
    EXPECT_EQ(read("SELECT unnest(['2020-01-25 00:00', '2020-01-26 00:01']::TIMESTAMP[])").column(0),
              (Cells{"2020-01-25T00:00", "2020-01-26T00:01"}));
    EXPECT_EQ(read("SELECT unnest(['2020-01-25 00:00:00+00']::TIMESTAMPTZ[])").column(0),
              Cells{"2020-01-25T00:00Z"})
        << "a zone is not dropped";
}

TEST_F(ParquetReaderTest, TextsOfDictionariesAndBytes) {
    const Read all = read(
        "SELECT CASE range % 3 WHEN 0 THEN '北京' WHEN 1 THEN '' ELSE NULL END AS a, ('a' || range % "
        "2)::BLOB AS b, "
        "'\\xFF\\x00'::BLOB AS c, '3f6f0c3e-0000-0000-0000-000000000001'::UUID AS d, TIME '13:00:00' AS e "
        "FROM range(3000)");
    ASSERT_EQ(all.rows.size(), 3001U);
    EXPECT_EQ(all.rows[1],
              (Cells{"北京", "a0", "\\xFF\\x00", "3f6f0c3e-0000-0000-0000-000000000001", "13:00:00"}));
    EXPECT_EQ(all.rows[3000][0], "");
}

TEST_F(ParquetReaderTest, ANulInATextRefusesTheRow) {
    const Read all = read("SELECT unnest(['a', 'b' || chr(0) || 'c', 'd']) AS name");
    EXPECT_EQ(all.column(0), (Cells{"a", "d"}));
    ASSERT_EQ(all.problems.size(), 1U);
    EXPECT_EQ(all.problems[0].code, "nul-byte");
    EXPECT_EQ(all.problems[0].row, 2U);
    EXPECT_EQ(all.problems[0].column, "name");
}

TEST_F(ParquetReaderTest, ARowTooLongIsRefused) {
    const Read all =
        read("SELECT repeat('x', CASE WHEN range = 1 THEN 2000000 ELSE 3 END) AS a FROM range(3)");
    EXPECT_EQ(all.column(0), (Cells{"xxx", "xxx"}));
    ASSERT_EQ(all.problems.size(), 1U);
    EXPECT_EQ(all.problems[0].code, "too-long");
    EXPECT_EQ(all.problems[0].row, 2U);
}

TEST_F(ParquetReaderTest, NestedColumnsAreShownAndCannotBeUsed) {
    const std::string path = scratch_.path("n.parquet");
    write_parquet(path, "SELECT 1 AS a, [1, 2] AS list, {'x': 1} AS record");
    TablePlan plan{.path = path, .format = FileFormat::parquet};
    EXPECT_EQ(read_all(plan).rows.at(1), (Cells{"1", "{...}", "{...}"}));
    plan.columns = {{.name = "a", .field = Field::origin},
                    {.name = "list", .field = Field::attribute},
                    {.name = "record", .field = Field::ignored}};
    EXPECT_EQ(read_all(plan).rows.at(1), (Cells{"1", "", ""}));
    plan.columns[1].field = Field::value;
    const Read refused = read_all(plan);
    ASSERT_EQ(refused.problems.size(), 1U);
    EXPECT_EQ(refused.problems[0].code, "nested-column");
    EXPECT_EQ(refused.problems[0].column, "list");
}

TEST_F(ParquetReaderTest, ColumnNamesAreOnlyNames) {
    const Read all = read(
        "SELECT 1 AS \"a\"\"; COPY (SELECT 1) TO 'x'; --\", 2 AS \"A\", 2.5 AS \"a\", 3 AS "
        "\"file_row_number\", 4 AS "
        "\"filename\", 5 AS \"'\"");
    ASSERT_EQ(all.rows.size(), 2U) << (all.problems.empty() ? "" : format_problem(all.problems[0]));
    EXPECT_EQ(all.rows[1], (Cells{"1", "2", "2.5", "3", "4", "5"}));
    EXPECT_FALSE(std::filesystem::exists("x"));
}

TEST_F(ParquetReaderTest, RowsAreCountedFromTheIndex) {
    const std::string path = scratch_.path("c.parquet");
    write_parquet(path, "SELECT range FROM range(12345)");
    TableOpeners openers;
    add_parquet_openers(openers);
    EXPECT_EQ(openers.row_count({.path = path, .format = FileFormat::parquet}), 12'345U);
    EXPECT_EQ(openers.row_count({.path = scratch_.path("none"), .format = FileFormat::parquet}),
              std::nullopt);
    EXPECT_EQ(openers.row_count({.path = path, .format = FileFormat::text}), std::nullopt);
}

TEST_F(ParquetReaderTest, EmptyTables) {
    const Read all = read("SELECT 1 AS a, now()::TIMESTAMP AS t WHERE false");
    EXPECT_TRUE(all.problems.empty());
    EXPECT_EQ(all.rows.size(), 1U);
}

TEST_F(ParquetReaderTest, FilesThatAreNone) {
    const auto code = [&](const std::string& name) {
        const Read all = read_all({.path = scratch_.path(name), .format = FileFormat::parquet});
        return all.problems.empty() ? "" : all.problems[0].code;
    };
    std::ofstream(scratch_.path("empty"));
    std::ofstream(scratch_.path("text")) << "origin,destination\n1,2\n";
    std::ofstream(scratch_.path("magic")) << "PAR1PAR1";
    EXPECT_EQ(code("missing"), "no-such-file");
    EXPECT_EQ(code(""), "not-a-file");
    EXPECT_EQ(code("empty"), "empty-file");
    EXPECT_EQ(code("text"), "bad-parquet");
    EXPECT_EQ(code("magic"), "bad-parquet");
}

/// Whatever bit flips: rows or a problem, never a crash, and never fewer rows without a word.
TEST_F(ParquetReaderTest, DamagedFilesEndWithAWord) {
    const std::string path = scratch_.path("d.parquet");
    write_parquet(path, "SELECT range AS n, 'name' || (range % 50) AS name FROM range(4000)",
                  ", ROW_GROUP_SIZE 2048");
    std::ifstream in(path, std::ios::binary);
    const std::string whole{std::istreambuf_iterator<char>(in), {}};
    std::uint32_t random = 1;
    int broken = 0;
    for (int round = 0; round < 60; ++round) {
        std::string bytes = whole;
        random = random * 1664525 + 1013904223;
        const std::size_t at = random % bytes.size();
        if (round % 3 == 0)
            bytes.resize(at);
        else if (round % 3 == 1)
            bytes[at] = static_cast<char>(bytes[at] ^ (1 << (random >> 29)));
        else
            bytes.replace(at, std::min<std::size_t>(64, bytes.size() - at),
                          std::min<std::size_t>(64, bytes.size() - at), '\xff');
        const std::string damaged = scratch_.path("damaged.parquet");
        std::ofstream(damaged, std::ios::binary) << bytes;
        const Read all = read_all({.path = damaged, .format = FileFormat::parquet});
        EXPECT_TRUE(!all.problems.empty() || all.rows.size() == 4001U) << round;
        broken += all.problems.empty() ? 0 : 1;
    }
    EXPECT_GE(broken, 20);
}

}  // namespace
}  // namespace flowspace
