// One Parquet file, opened: its columns and number of rows, before anything of it is believed.
#pragma once

#include "data/formats/duck_session.h"
#include "data/import/problem.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace flowspace {

/// What a column's cells are to us.
enum class ParquetKind : std::uint8_t {
    text,
    bytes,
    boolean,
    integer,
    floating,
    decimal,
    date,
    timestamp,
    other,
    nested
};

struct ParquetColumn {
    std::string name = {};
    DuckType type = {};
    ParquetKind kind = ParquetKind::other;
    bool zoned = false;       // a timestamp in UTC
    bool whole_days = false;  // a timestamp without a zone that is midnight in every row: a column of days
};

class ParquetTable;

struct OpenedParquet {
    std::unique_ptr<ParquetTable> table = {};
    std::optional<Problem> problem = {};
};

class ParquetTable {
public:
    /// Several files are one table, in their order, with the columns of the first; `path` is then the first
    /// one's. Problems: no-such-file, not-a-file, unreadable, empty-file, bad-parquet, too-many-columns,
    /// too-many-rows.
    static OpenedParquet open(std::span<const std::string> paths, const DuckLimits& limits = {});
    static OpenedParquet open(const std::string& path, const DuckLimits& limits = {}) {
        return open(std::span(&path, 1), limits);
    }

    const std::string& path() const { return path_; }
    const std::vector<ParquetColumn>& columns() const { return columns_; }
    std::uint64_t row_count() const { return row_count_; }
    DuckSession& session() { return session_; }

    /// Looks through the timestamps of a column once and sets whole_days. Problem: what DuckDB says.
    std::optional<Problem> look_for_days(std::size_t column);

    /// What stands after FROM, and a column of it: by its number, so that no name of the file is part of a
    /// statement.
    std::string sql() const;
    /// The same of the `file`th file alone.
    std::string sql_of(std::size_t file) const;
    /// The same with the number of the row in the file, from 0, as the column `row_number`.
    std::string sql_with_numbers(std::size_t file) const;
    static std::string sql_column(std::size_t column);

    /// The column as rows are read from it: kind `other` as text.
    std::string sql_cell(std::size_t column) const;

    /// What `list` gives for each row but the first `skipped`, in the order of the file. Errors: what DuckDB
    /// says.
    Result<DuckRows> select(const std::string& list, std::uint64_t skipped);

    /// What ends the reading of the file, in a Problem's shape.
    Problem broken(const Error& error) const;

private:
    ParquetTable(std::string path, DuckSession session)
        : path_(std::move(path)), session_(std::move(session)) {}
    std::optional<Problem> read_schema();
    std::string with_columns(const std::string& table, const std::string& last = {}) const;

    std::string path_;
    DuckSession session_;
    std::vector<ParquetColumn> columns_;
    std::uint64_t row_count_ = 0;
};

}  // namespace flowspace
