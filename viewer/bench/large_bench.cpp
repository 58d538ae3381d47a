// Tables of many rows: loaded from Parquet, kept, opened again, filtered and counted by step.
#include "data/import/load_tables.h"
#include "data/project/open_plan.h"
#include "data/project/plan_files.h"
#include "data/source/flow_cache.h"
#include "data/source/parallel.h"
#include "viewer/bench/bench_tables.h"
#include "viewer/bench/benches.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <thread>

namespace flowspace {
namespace {

using Clock = std::chrono::steady_clock;

double milliseconds_since(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

BenchResult once(std::string name, std::string unit, double value) {
    return summarise(std::move(name), std::move(unit), {value});
}

/// Bytes that memory gives and takes in a millisecond, by copying far more than any cache holds.
double bytes_per_ms() {
    constexpr std::size_t bytes = std::size_t{128} << 20;
    const std::vector<char> from(bytes, 1);
    std::vector<char> to(bytes);
    double best = 0;
    for (int round = 0; round < 3; ++round) {
        const auto start = Clock::now();
        std::memcpy(to.data(), from.data(), bytes);
        best = std::max(best, 2 * static_cast<double>(bytes) / milliseconds_since(start));
    }
    return to[bytes / 2] == 1 ? best : 0;
}

/// What new sums over a window must touch: running sums and a tile's cells at both ends, and the answer.
double window_bytes(const MemorySource& source, std::size_t layers) {
    double bytes = 0;
    for (std::size_t layer = 0; layer < layers; ++layer) {
        const LayerTiles& tiles = source.sorted().tiles[layer];
        const double entries =
            static_cast<double>(tiles.masks.size()) / static_cast<double>(tiles.tile_count());
        const double tile = static_cast<double>(tiles.bytes()) / static_cast<double>(tiles.tile_count());
        bytes += 2 * (12 * entries + tile) + static_cast<double>(source.pairs().size() * sizeof(ExactSum));
    }
    return bytes;
}

struct Measured {
    const MemorySource& source;
    std::string name;
    int runs = 0;
    double speed = 0;  // bytes per ms
    std::vector<BenchResult>& results;

    void windows(std::size_t steps, std::size_t layers, std::size_t stride) const {
        const TimeAxis& axis = source.time_axis();
        const std::string what =
            fmt::format("{}/{} steps, {} {}", name, steps, layers, layers == 1 ? "layer" : "layers");
        results.push_back(measure(
            fmt::format("{}, {}", what, stride == 1 ? "slid by one step" : "new window"), runs, [&](int run) {
                const std::size_t first = static_cast<std::size_t>(run) * stride % (axis.size() - steps);
                for (std::uint32_t layer = 0; layer < layers; ++layer)
                    if (!source.pair_sums(LayerId{layer}, {axis.starts[first], axis.starts[first + steps]}))
                        std::abort();  // memory has no errors
            }));
        if (stride != 1)
            results.push_back(
                once(what + ", what the memory's speed allows", "ms", window_bytes(source, layers) / speed));
    }

    /// selects(from, to, run) chooses other pairs in every run, so that no answer is at hand from the run
    /// before.
    template <class Selects>
    void histogram(const char* what, const Selects& selects) const {
        std::vector<std::vector<std::uint8_t>> selections(static_cast<std::size_t>(runs) + 1);
        for (std::size_t run = 0; run < selections.size(); ++run)
            for (const Pair& pair : source.pairs())
                selections[run].push_back(selects(index(pair.origin), index(pair.destination), run) ? 1 : 0);
        results.push_back(
            measure(fmt::format("{}/histogram of all layers, {}", name, what), runs, [&](int run) {
                for (std::uint32_t layer = 0; layer < source.layers().size(); ++layer)
                    if (!source.step_sums(LayerId{layer},
                                          selections[static_cast<std::size_t>(run) % selections.size()]))
                        std::abort();
            }));
    }
};

void measure_sums(const MemorySource& source, const std::string& name, int runs,
                  std::vector<BenchResult>& results) {
    const Measured measured{source, name, runs, bytes_per_ms(), results};
    const std::size_t layers = source.layers().size();
    measured.windows(30, 1, 13);
    measured.windows(30, layers, 13);
    measured.windows(180, layers, 13);
    measured.windows(30, layers, 1);
    const auto in_group = [](std::size_t place, std::size_t run) {
        return place % 13 == run % 13;
    };  // 26 of 337
    // Half of the places, far from the half of the run before.
    const auto in_half = [](std::size_t place, std::size_t run) {
        return ((place * 0x9E3779B97F4A7C15U + run * 0xC2B2AE3D27D4EB4FU) >> 40 & 1) == 0;
    };
    const auto more_than_half = [](std::size_t place, std::size_t run) {
        return place % 2 == 0 || place == 2 * run + 1;
    };
    measured.histogram("one place", [](std::size_t from, std::size_t to, std::size_t run) {
        return from == 3 + run || to == 3 + run;
    });
    measured.histogram("into and out of a group of 26",
                       [&](std::size_t from, std::size_t to, std::size_t run) {
                           return in_group(from, run) || in_group(to, run);
                       });
    measured.histogram("inside a group of 26", [&](std::size_t from, std::size_t to, std::size_t run) {
        return in_group(from, run) && in_group(to, run);
    });
    measured.histogram("half of the places", [&](std::size_t from, std::size_t to, std::size_t run) {
        return from != to && (in_half(from, run) || in_half(to, run));
    });
    measured.histogram("half of the places, another one each time",
                       [&](std::size_t from, std::size_t to, std::size_t run) {
                           return from != to && (more_than_half(from, run) || more_than_half(to, run));
                       });
    measured.histogram("all but flows within a place", [](std::size_t from, std::size_t to, std::size_t run) {
        return from != to || from == run;
    });
}

std::optional<Error> measure_cache(const MemorySource& source, std::size_t places, const std::string& name,
                                   int runs, std::vector<BenchResult>& results) {
    const std::filesystem::path path =
        std::filesystem::temp_directory_path() / fmt::format("flowspace-bench-{}.flows", source.row_count());
    const auto start = Clock::now();
    if (auto error = write_flow_cache(path, source.sorted(), {.key = "bench"})) return error;
    results.push_back(once(name + "/cache written", "ms", milliseconds_since(start)));
    results.push_back(once(name + "/cache", "bytes", static_cast<double>(std::filesystem::file_size(path))));
    std::optional<Error> failed;
    results.push_back(measure(name + "/reopened from its cache", std::min(runs, 3), [&](int) {
        const auto opened =
            open_flow_cache(path, {.place_count = places, .expected_key = "bench", .threads = all_threads()});
        if (!opened) failed = opened.error();
    }));
    std::filesystem::remove(path);
    return failed;
}

struct Loaded {
    std::shared_ptr<const MemorySource> flows = {};
    std::size_t places = 0;
};

/// As a command opens the file: looked at, loaded by the worker, checked, indexed.
Result<Loaded> load(const std::filesystem::path& file, const BenchContext& context) {
    const std::vector<std::string> paths = {file.string()};
    const PlannedFiles planned = plan_files(paths, {}, *context.atlas->atlas);
    if (!planned.faults.empty()) return Error{format_problem(planned.faults.front())};
    auto loaded = open_plan(planned.plan, context.atlas->atlas, Reading::whole, {.threads = all_threads()});
    if (!loaded) return loaded.error();
    return Loaded{MemorySource::from_sorted(std::move(loaded->flows), {.threads = all_threads()}),
                  loaded->atlas->places.size()};
}

/// Of this process and its ended children, in ms.
double processor_ms() {
    double ms = 0;
    for (const int who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
        rusage used = {};
        ::getrusage(who, &used);
        for (const timeval& time : {used.ru_utime, used.ru_stime})
            ms += static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) / 1e3;
    }
    return ms;
}

/// The largest of the ended children, in bytes; the scan's runs before were other children.
double worker_peak() {
    rusage used = {};
    ::getrusage(RUSAGE_CHILDREN, &used);
    return static_cast<double>(used.ru_maxrss) * 1024;
}

Result<Loaded> measure_load(const std::filesystem::path& file, const BenchContext& context,
                            const std::string& name, std::vector<BenchResult>& results) {
    Result<Loaded> loaded = Error{"not loaded"};
    std::vector<double> wall, processor;
    for (int run = 0; run < 3; ++run) {
        loaded = Error{"not loaded"};  // two at a time would need twice the memory
        const double before = processor_ms();
        const auto start = Clock::now();
        loaded = load(file, context);
        if (!loaded) return loaded;
        wall.push_back(milliseconds_since(start));
        processor.push_back(processor_ms() - before);
    }
    const double peak = worker_peak();
    const auto scan = scan_by_duckdb(file, all_threads());
    if (!scan) return scan.error();
    const BenchResult load_wall = summarise(name + "/loaded", "ms", wall);
    const BenchResult load_processor = summarise(name + "/loaded, processor time", "ms", processor);
    results.push_back(once(name + "/file", "bytes", static_cast<double>(std::filesystem::file_size(file))));
    results.push_back(load_wall);
    results.push_back(load_processor);
    results.push_back(once(name + "/DuckDB's own scan", "ms", scan->wall_ms));
    results.push_back(once(name + "/DuckDB's own scan, processor time", "ms", scan->processor_ms));
    results.push_back(once(name + "/loaded to scanned", "times", load_wall.median / scan->wall_ms));
    results.push_back(once(name + "/loaded to scanned, processor time", "times",
                           load_processor.median / scan->processor_ms));
    results.push_back(once(name + "/peak of the worker", "bytes", peak));
    return loaded;
}

std::optional<Error> measure_table(const BenchTable& table, const BenchContext& context,
                                   std::vector<BenchResult>& results) {
    const std::string name =
        fmt::format("large/{} M rows{}", table.rows / 1'000'000, table.hours == 1 ? "" : " by the hour");
    const auto file = bench_table(table);
    if (!file) return file.error();
    const Result<Loaded> loaded = measure_load(*file, context, name, results);
    if (!loaded) return loaded.error();
    const MemorySource& source = *loaded->flows;
    const auto cells = static_cast<double>(source.cell_count());
    results.push_back(once(name + "/rows", "rows", static_cast<double>(source.row_count())));
    results.push_back(once(name + "/non-empty (layer, pair, step)", "cells", cells));
    results.push_back(once(name + "/kept in memory", "bytes", static_cast<double>(source.cell_bytes())));
    results.push_back(once(name + "/per non-empty (layer, pair, step), all that is kept beside it included",
                           "bytes", static_cast<double>(source.cell_bytes()) / cells));
    measure_sums(source, name, context.runs, results);
    return measure_cache(source, loaded->places, name, context.runs, results);
}

}  // namespace

Result<std::vector<BenchResult>> bench_large(const BenchContext& context) {
    std::vector<BenchResult> results;
    for (std::uint64_t rows = 1'000'000; rows <= context.rows; rows *= 10)
        if (auto error = measure_table({.rows = rows}, context, results)) return *error;
    if (context.rows >= 100'000'000)
        if (auto error = measure_table({.rows = context.rows, .hours = 24}, context, results)) return *error;
    return results;
}

}  // namespace flowspace
