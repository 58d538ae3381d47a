// flowspace-bench-tables: makes the tables that `flowspace bench` loads, and times DuckDB's own scan of them.
#include "data/atlas_pack.h"
#include "data/bench/made_parquet.h"
#include "data/bench/parquet_scan.h"

#include <fmt/format.h>

#include <charconv>
#include <string_view>
#include <vector>

namespace {

using namespace flowspace;

int fail(const std::string& message) {
    fmt::print(stderr, "{}\n", message);
    return 1;
}

std::uint64_t number(std::string_view text) {
    std::uint64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

int make(const std::filesystem::path& path, std::uint64_t rows, std::uint32_t hours) {
    const Result<std::filesystem::path> pack = find_atlas_pack();
    if (!pack) return fail(pack.error().message);
    const Result<Dataset> atlas = load_atlas_pack(*pack);
    if (!atlas) return fail(atlas.error().message);
    std::vector<std::string> ids;
    for (const Place& place : atlas->atlas->places) ids.push_back(place.id);
    if (const auto error = write_made_parquet(path, {.rows = rows, .hours = hours}, ids))
        return fail(error->message);
    return 0;
}

int scan(const std::filesystem::path& path, unsigned threads, int runs) {
    const Result<ScanTime> time = scan_parquet(path, threads, runs);
    if (!time) return fail(time.error().message);
    fmt::print("{} {} {}\n", time->wall_ms, time->processor_ms, time->rows);
    return 0;
}

}  // namespace

int main(int count, char** arguments) {
    const std::vector<std::string_view> given(arguments + 1, arguments + count);
    if (given.size() == 4 && given[0] == "make")
        return make(given[1], number(given[2]), static_cast<std::uint32_t>(number(given[3])));
    if (given.size() == 4 && given[0] == "scan")
        return scan(given[1], static_cast<unsigned>(number(given[2])), static_cast<int>(number(given[3])));
    return fail(
        "flowspace-bench-tables make FILE ROWS HOURS (1: daily, 24: hourly) | scan FILE THREADS RUNS");
}
