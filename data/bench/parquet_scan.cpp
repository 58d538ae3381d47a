#include "data/bench/parquet_scan.h"

#include <duckdb.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <vector>

namespace flowspace {
namespace {

/// One question; what it answers in its first cell.
Result<std::uint64_t> ask(duckdb_connection connection, const std::string& sql) {
    duckdb_result result = {};
    const bool answered = duckdb_query(connection, sql.c_str(), &result) == DuckDBSuccess;
    const auto number = answered ? static_cast<std::uint64_t>(duckdb_value_int64(&result, 0, 0)) : 0;
    const Error error{answered ? "" : duckdb_result_error(&result)};
    duckdb_destroy_result(&result);
    if (!answered) return error;
    return number;
}

double processor_ms() { return static_cast<double>(std::clock()) * 1000 / CLOCKS_PER_SEC; }

Result<ScanTime> scan(duckdb_connection connection, const std::string& sql) {
    using Clock = std::chrono::steady_clock;
    const Clock::time_point start = Clock::now();
    const double processor = processor_ms();
    const Result<std::uint64_t> rows = ask(connection, sql);
    if (!rows) return rows.error();
    return ScanTime{std::chrono::duration<double, std::milli>(Clock::now() - start).count(),
                    processor_ms() - processor, *rows};
}

Result<ScanTime> scan_often(duckdb_connection connection, const std::string& sql, int runs) {
    std::vector<ScanTime> times;
    for (int run = 0; run <= runs; ++run) {
        const Result<ScanTime> one = scan(connection, sql);
        if (!one) return one.error();
        if (run > 0) times.push_back(*one);
    }
    std::ranges::sort(times, {}, &ScanTime::wall_ms);
    return times[times.size() / 2];
}

}  // namespace

Result<ScanTime> scan_parquet(const std::filesystem::path& path, unsigned threads, int runs) {
    std::string quoted = path.string();
    for (std::size_t at = 0; (at = quoted.find('\'', at)) != std::string::npos; at += 2)
        quoted.insert(at, 1, '\'');
    duckdb_database database = nullptr;
    duckdb_connection connection = nullptr;
    Result<ScanTime> time = Error{"DuckDB cannot be started"};
    if (duckdb_open(nullptr, &database) == DuckDBSuccess &&
        duckdb_connect(database, &connection) == DuckDBSuccess) {
        const Result<std::uint64_t> set = ask(connection, fmt::format("SET threads = {}", threads));
        time = set ? scan_often(connection,
                                fmt::format("SELECT count(*), max(origin), max(destination), max(layer), "
                                            "max(time), sum(value) FROM read_parquet('{}')",
                                            quoted),
                                std::max(1, runs))
                   : Result<ScanTime>(set.error());
    }
    duckdb_disconnect(&connection);
    duckdb_close(&database);
    return time;
}

}  // namespace flowspace
