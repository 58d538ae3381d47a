#include "data/formats/parquet_table.h"

#include "data/import/limits.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace flowspace {
namespace {

ParquetKind kind_of(duckdb_type type) {
    switch (type) {
        case DUCKDB_TYPE_VARCHAR:
            return ParquetKind::text;
        case DUCKDB_TYPE_BLOB:
            return ParquetKind::bytes;
        case DUCKDB_TYPE_BOOLEAN:
            return ParquetKind::boolean;
        case DUCKDB_TYPE_TINYINT:
        case DUCKDB_TYPE_SMALLINT:
        case DUCKDB_TYPE_INTEGER:
        case DUCKDB_TYPE_BIGINT:
        case DUCKDB_TYPE_UTINYINT:
        case DUCKDB_TYPE_USMALLINT:
        case DUCKDB_TYPE_UINTEGER:
        case DUCKDB_TYPE_UBIGINT:
            return ParquetKind::integer;
        case DUCKDB_TYPE_FLOAT:
        case DUCKDB_TYPE_DOUBLE:
            return ParquetKind::floating;
        case DUCKDB_TYPE_DECIMAL:
            return ParquetKind::decimal;
        case DUCKDB_TYPE_DATE:
            return ParquetKind::date;
        case DUCKDB_TYPE_TIMESTAMP:
        case DUCKDB_TYPE_TIMESTAMP_S:
        case DUCKDB_TYPE_TIMESTAMP_MS:
        case DUCKDB_TYPE_TIMESTAMP_NS:
        case DUCKDB_TYPE_TIMESTAMP_TZ:
            return ParquetKind::timestamp;
        case DUCKDB_TYPE_LIST:
        case DUCKDB_TYPE_ARRAY:
        case DUCKDB_TYPE_STRUCT:
        case DUCKDB_TYPE_MAP:
        case DUCKDB_TYPE_UNION:
            return ParquetKind::nested;
        default:
            return ParquetKind::other;
    }
}

std::optional<Problem> look_at_file(const std::string& path) {
    struct stat status = {};
    if (::stat(path.c_str(), &status) != 0) {
        const bool missing = errno == ENOENT || errno == ENOTDIR;
        return Problem{.code = missing ? "no-such-file" : "unreadable",
                       .expected = "a file that can be read"};
    }
    if (!S_ISREG(status.st_mode)) return Problem{.code = "not-a-file", .expected = "a regular file"};
    if (status.st_size == 0) return Problem{.code = "empty-file", .expected = "a Parquet file"};
    if (::access(path.c_str(), R_OK) != 0)
        return Problem{.code = "unreadable", .expected = "a file that can be read"};
    return std::nullopt;
}

}  // namespace

Problem ParquetTable::broken(const Error& error) const {
    return {.file = path_,
            .code = "bad-parquet",
            .found = error.message,
            .expected = "a Parquet file that is whole"};
}

OpenedParquet ParquetTable::open(std::span<const std::string> paths, const DuckLimits& limits) {
    for (const std::string& path : paths)
        if (std::optional<Problem> problem = look_at_file(path)) {
            problem->file = path;
            return {.problem = std::move(problem)};
        }
    Result<DuckSession> session = DuckSession::open(paths, limits);
    if (!session)
        return {.problem = Problem{.file = paths.front(),
                                   .code = "unreadable",
                                   .found = session.error().message,
                                   .expected = "a file that can be read"}};
    OpenedParquet opened;
    opened.table.reset(new ParquetTable(paths.front(), std::move(*session)));
    opened.problem = opened.table->read_schema();
    if (opened.problem) opened.table.reset();
    return opened;
}

std::optional<Problem> ParquetTable::read_schema() {
    const Result<DuckRows> none = session_.select(fmt::format("SELECT * FROM {} LIMIT 0", session_.table()));
    if (!none) return broken(none.error());
    if (none->column_count() > max_columns)
        return Problem{.file = path_,
                       .code = "too-many-columns",
                       .found = std::to_string(none->column_count()),
                       .expected = fmt::format("at most {}", max_columns)};
    for (std::size_t at = 0; at < none->column_count(); ++at) {
        const DuckType type = none->column_type(at);
        columns_.push_back({.name = none->column_name(at),
                            .type = type,
                            .kind = kind_of(type.id),
                            .zoned = type.id == DUCKDB_TYPE_TIMESTAMP_TZ});
    }
    Result<DuckRows> counted = session_.select(fmt::format("SELECT count(*) FROM {}", session_.table()));
    if (!counted) return broken(counted.error());
    const Result<std::optional<DuckChunk>> chunk = counted->next();
    if (!chunk || !*chunk) return broken(chunk ? Error{"no number of rows"} : chunk.error());
    row_count_ = static_cast<std::uint64_t>((*chunk)->values<std::int64_t>(0)[0]);
    if (row_count_ > max_flow_rows)
        return Problem{.file = path_,
                       .code = "too-many-rows",
                       .found = std::to_string(row_count_),
                       .expected = fmt::format("at most {}", max_flow_rows)};
    return std::nullopt;
}

std::optional<Problem> ParquetTable::look_for_days(std::size_t column) {
    ParquetColumn& of = columns_[column];
    if (of.kind != ParquetKind::timestamp || of.zoned || row_count_ == 0) return std::nullopt;
    Result<DuckRows> rows = session_.select(fmt::format(
        "SELECT 1 FROM {0} WHERE {1} <> date_trunc('day', {1}) LIMIT 1", sql(), sql_column(column)));
    if (!rows) return broken(rows.error());
    const Result<std::optional<DuckChunk>> clock = rows->next();
    if (!clock) return broken(clock.error());
    of.whole_days = !*clock;
    return std::nullopt;
}

std::string ParquetTable::sql_column(std::size_t column) { return fmt::format("c{}", column); }

std::string ParquetTable::with_columns(const std::string& table, const std::string& last) const {
    std::string names;
    for (std::size_t at = 0; at < columns_.size(); ++at) names += (at == 0 ? "" : ", ") + sql_column(at);
    return fmt::format("{} AS file({}{})", table, names, last);
}

std::string ParquetTable::sql() const { return with_columns(session_.table()); }
std::string ParquetTable::sql_of(std::size_t file) const { return with_columns(session_.table_of(file)); }
std::string ParquetTable::sql_with_numbers(std::size_t file) const {
    return with_columns(session_.numbered_table_of(file), ", row_number");
}

std::string ParquetTable::sql_cell(std::size_t column) const {
    const std::string name = sql_column(column);
    return columns_[column].kind == ParquetKind::other ? fmt::format("CAST({} AS VARCHAR)", name) : name;
}

Result<DuckRows> ParquetTable::select(const std::string& list, std::uint64_t skipped) {
    const std::string tail = skipped == 0 ? std::string() : fmt::format(" OFFSET {}", skipped);
    return session_.select(fmt::format("SELECT {} FROM {}{}", list, sql(), tail));
}

}  // namespace flowspace
