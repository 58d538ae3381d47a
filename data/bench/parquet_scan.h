// How long DuckDB itself takes to read a Parquet file's columns: the measure of loading.
#pragma once

#include "data/result.h"

#include <cstdint>
#include <filesystem>

namespace flowspace {

struct ScanTime {
    double wall_ms = 0;
    double processor_ms = 0;  // of all threads
    std::uint64_t rows = 0;
};

/// Reads every value of origin, destination, layer, time and value (the largest of the first four, the sum of
/// the last) without keeping any. The middle of `runs` by wall clock, after one that is not counted.
/// Errors: what DuckDB says.
Result<ScanTime> scan_parquet(const std::filesystem::path& path, unsigned threads, int runs);

}  // namespace flowspace
