// Blocks of coded rows say the same as the records of the same file, row by row.
#include "data/formats/parquet_rows.h"

#include "data/import/number_text.h"
#include "tests/formats/scratch.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <numeric>

namespace flowspace {
namespace {

struct Told {
    RecordReader::Outcome outcome = RecordReader::Outcome::end;
    std::uint64_t row = 0;
    std::vector<std::string> fields = {};
    std::string code = {};

    bool operator==(const Told&) const = default;
};

Told tell(RecordReader& reader) {
    RecordReader::Record record;
    Problem problem;
    Told told{.outcome = reader.next(record, problem)};
    if (told.outcome == RecordReader::Outcome::record) {
        told.row = record.row;
        told.fields.assign(record.fields.begin(), record.fields.end());
    } else if (told.outcome == RecordReader::Outcome::problem) {
        told.row = problem.row;
        told.code = problem.code;
    }
    return told;
}

class ParquetRowsTest : public testing::Test {
protected:
    std::unique_ptr<ParquetRows> open(const CoderLimits& limits = {}, bool records = false) {
        OpenedParquet opened = ParquetTable::open(path_, {.threads = 2});
        EXPECT_TRUE(opened.table);
        std::vector<std::size_t> used(records ? opened.table->columns().size() : 0);
        std::iota(used.begin(), used.end(), 0U);
        auto rows = std::make_unique<ParquetRows>(std::move(opened.table), used, limits);
        EXPECT_EQ(tell(*rows).row, 0U);
        return rows;
    }

    /// Compares all rows of both ways; the last column is the number. Returns how many came in blocks.
    std::uint64_t compare(const std::string& select, std::size_t columns, const std::string& options = "",
                          const CoderLimits& limits = {}) {
        write_parquet(path_, select, options);
        const auto records = open({}, true);
        const auto blocks = open(limits, true);
        std::vector<std::size_t> coded(columns - 1);
        std::iota(coded.begin(), coded.end(), 0U);
        EXPECT_TRUE(blocks->start(coded, columns - 1));
        EXPECT_FALSE(blocks->start(coded, columns - 1)) << "once only";
        std::uint64_t in_blocks = 0;
        CodedRows::Block block;
        Problem problem;
        while (blocks->next_block(block, problem) == CodedRows::Outcome::block) {
            EXPECT_EQ(block.first_row, in_blocks + 1);
            for (std::size_t row = 0; row < block.size; ++row) compare_row(*records, *blocks, block, row);
            in_blocks += block.size;
        }
        EXPECT_EQ(problem.code, "");
        for (;;) {
            const Told left = tell(*records);
            EXPECT_EQ(tell(*blocks), left);
            if (left.outcome == RecordReader::Outcome::end) return in_blocks;
        }
    }

    void compare_row(RecordReader& records, ParquetRows& blocks, const CodedRows::Block& block,
                     std::size_t row) {
        const Told record = tell(records);
        if (record.outcome == RecordReader::Outcome::record) {
            for (std::size_t at = 0; at < block.codes.size(); ++at)
                ASSERT_EQ(blocks.text(at, block.codes[at][row]), record.fields[at]);
            if (block.readable[row] != 0) {
                const NumberText number = parse_number(record.fields.back());
                ASSERT_TRUE(number.value) << record.fields.back();
                ASSERT_EQ(*number.value, block.numbers[row]) << record.fields.back();
            } else {
                ++unreadable_;
            }
        }
        if (row % 7 != 0 && record.outcome == RecordReader::Outcome::record) return;
        blocks.pick(row);
        ASSERT_EQ(tell(blocks), record);
        ASSERT_EQ(tell(blocks).outcome, RecordReader::Outcome::end) << "one row is picked, not more";
    }

    Scratch scratch_;
    std::string path_ = scratch_.path("t.parquet");
    std::uint64_t unreadable_ = 0;
};

const std::string ends =
    "CASE range % 97 WHEN 3 THEN NULL WHEN 4 THEN '' ELSE 'p' || (range * 7919 % 337) END AS origin, "
    "(110000 + range * 31 % 337)::INTEGER AS destination, DATE '2020-01-01' + (range % 365)::INTEGER AS time";

TEST_F(ParquetRowsTest, TextsNumbersAndDates) {
    EXPECT_EQ(compare("SELECT " + ends + ", range / 8 AS value FROM range(30000)", 4), 30'000U);
    EXPECT_EQ(unreadable_, 0U);
}

TEST_F(ParquetRowsTest, WithoutDictionariesInTheFile) {
    EXPECT_EQ(
        compare("SELECT " + ends + ", range AS value FROM range(30000)", 4, ", DICTIONARY_SIZE_LIMIT 1"),
        30'000U);
    EXPECT_EQ(compare("SELECT " + ends + ", range AS value FROM range(30000)", 4,
                      ", ROW_GROUP_SIZE 2048, PARQUET_VERSION v2"),
              30'000U);
}

TEST_F(ParquetRowsTest, NumbersOfEveryType) {
    const auto numbers = [&](const std::string& list) {
        unreadable_ = 0;
        compare("SELECT 'x' AS origin, unnest(" + list + ") AS value", 2);
        return unreadable_;
    };
    EXPECT_EQ(numbers("[9007199254740992, -9007199254740992, 9007199254740993, -9007199254740993, NULL, 0]"),
              3U);
    EXPECT_EQ(numbers("[9007199254740992, 9007199254740993, 18446744073709551615, 1]::UBIGINT[]"), 2U);
    EXPECT_EQ(numbers("[1, -1, 127]::TINYINT[]"), 0U);
    EXPECT_EQ(numbers("[1, -1, NULL]::SMALLINT[]"), 1U);
    EXPECT_EQ(numbers("[1, 200]::UTINYINT[]"), 0U);
    EXPECT_EQ(numbers("[1, 60000]::USMALLINT[]"), 0U);
    EXPECT_EQ(numbers("[1, 4000000000]::UINTEGER[]"), 0U);
    EXPECT_EQ(numbers("[1.5, -0.05, 99.99]::DECIMAL(4,2)[]"), 0U);
    EXPECT_EQ(numbers("[0.1, 1234567.89]::DECIMAL(9,2)[]"), 0U);
    EXPECT_EQ(numbers("[123456789012345.678, 90071992547409.929, 0.001]::DECIMAL(18,3)[]"), 2U);
    EXPECT_EQ(
        numbers(
            "['12345678901234567890.5', '-0.3', '9007199254740992.1', '-9007199254740.99']::DECIMAL(38,2)[]"),
        2U);
    EXPECT_EQ(numbers("[0.1, 0.3, 1e300, 'nan', 'inf', '-inf', 5e-324, NULL, -0.0, 1e22, "
                      "123456789012345680]::DOUBLE[]"),
              5U);
    EXPECT_EQ(numbers("[0.1, 16777217, 3.4e38, 1e-45, 'nan', 33554434, 0.333333]::FLOAT[]"), 2U);
}

TEST_F(ParquetRowsTest, RandomDoublesReadAsTheirTextWould) {
    compare("SELECT 'x' AS origin, (random() - 0.5) * pow(10, (range % 40) - 20) AS value FROM range(20000)",
            2);
    compare(
        "SELECT 'x' AS origin, ((random() - 0.5) * pow(10, (range % 20) - 10))::FLOAT AS value FROM "
        "range(20000)",
        2);
    compare("SELECT 'x' AS origin, ((random() - 0.5) * 1e12)::DECIMAL(18,5) AS value FROM range(20000)", 2);
}

TEST_F(ParquetRowsTest, TimestampsOfEveryUnit) {
    for (const std::string type : {"TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "TIMESTAMPTZ"})
        compare("SELECT (TIMESTAMP '2020-01-01' + INTERVAL (range % 5000) MINUTE)::" + type +
                    " AS time, 1 AS value FROM range(9000)",
                2);
}

TEST_F(ParquetRowsTest, TextsThatNoRecordMayHold) {
    compare(
        "SELECT CASE range % 50 WHEN 7 THEN 'a' || chr(0) ELSE 'b' END AS origin, range AS value FROM "
        "range(200)",
        2);
}

TEST_F(ParquetRowsTest, TooManyDifferentTextsGoOnAsRecords) {
    const std::uint64_t first = compare("SELECT 'name ' || range AS origin, range AS value FROM range(20000)",
                                        2, "", {.texts = 9000});
    EXPECT_LT(first, 20'000U);
    const std::uint64_t second =
        compare("SELECT range * 1000 AS origin, range AS value FROM range(20000)", 2, "", {.bytes = 30'000});
    EXPECT_LT(second, 20'000U);
}

TEST_F(ParquetRowsTest, ColumnsOfOtherKindsAreNotToBeHad) {
    write_parquet(
        path_,
        "SELECT 'a' AS text, 1.5::DOUBLE AS number, true AS flag, [1] AS list, '1' AS digits FROM range(10)");
    for (const std::vector<std::size_t>& coded : std::vector<std::vector<std::size_t>>{{1}, {2}, {3}}) {
        const auto rows = open({}, true);
        EXPECT_FALSE(rows->start(coded, 1));
        EXPECT_EQ(tell(*rows).fields[0], "a") << "nothing has changed";
    }
    EXPECT_FALSE(open()->start(std::vector<std::size_t>{0}, 4));
    EXPECT_TRUE(open()->start(std::vector<std::size_t>{0}, std::nullopt));
}

TEST_F(ParquetRowsTest, ADamagedFileEndsInAProblem) {
    write_parquet(path_, "SELECT 'name' || (range % 50) AS origin, random() AS value FROM range(600000)",
                  ", ROW_GROUP_SIZE 20480, COMPRESSION zstd");
    std::fstream file(path_, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(std::filesystem::file_size(path_) / 10 * 9));
    file << std::string(2000, '\x5a');
    file.close();
    const auto rows = open();
    ASSERT_TRUE(rows->start(std::vector<std::size_t>{0}, 1));
    CodedRows::Block block;
    Problem problem;
    CodedRows::Outcome outcome;
    while ((outcome = rows->next_block(block, problem)) == CodedRows::Outcome::block) {
    }
    EXPECT_EQ(outcome, CodedRows::Outcome::problem);
    EXPECT_EQ(problem.code, "bad-parquet");
    EXPECT_EQ(problem.row, 0U);
    EXPECT_EQ(tell(*rows).outcome, RecordReader::Outcome::end);
}

}  // namespace
}  // namespace flowspace
