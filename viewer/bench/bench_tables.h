// The made Parquet tables that benches load, and DuckDB's own time for them: asked of a program beside this
// one, which alone links DuckDB.
#pragma once

#include "data/dataset.h"
#include "data/result.h"

#include <cstdint>
#include <filesystem>
#include <memory>

namespace flowspace {

/// Five layers between 337 places of the built-in atlas over 365 days, or as many days by the hour.
struct BenchTable {
    std::uint64_t rows = 1'000'000;
    std::uint32_t hours = 1;  // 24: hourly
};

/// Its file, in bench-tables beside the program; made if it is not there. Errors: what the maker says.
Result<std::filesystem::path> bench_table(const BenchTable& table);

/// A file as the window opens it, its places those of `atlas`. Errors: those of an import.
Result<std::shared_ptr<const Dataset>> open_bench_table(const std::filesystem::path& file,
                                                        const std::shared_ptr<const Dataset>& atlas);

struct DuckScan {
    double wall_ms = 0, processor_ms = 0;  // of all threads
};

/// DuckDB's own scan of the five columns, the middle of a few. Errors: what DuckDB says.
Result<DuckScan> scan_by_duckdb(const std::filesystem::path& file, unsigned threads);

}  // namespace flowspace
