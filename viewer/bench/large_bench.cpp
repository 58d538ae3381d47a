// Tables of many rows: merged, kept, opened again, filtered and counted by step.
#include "data/source/flow_cache.h"
#include "data/source/made_rows.h"
#include "viewer/bench/benches.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstring>

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

    template <class Selects>
    void histogram(const char* what, const Selects& selects) const {
        std::vector<std::uint8_t> selected;
        for (const Pair& pair : source.pairs())
            selected.push_back(selects(index(pair.origin), index(pair.destination)) ? 1 : 0);
        results.push_back(measure(fmt::format("{}/histogram of all layers, {}", name, what), runs, [&](int) {
            for (std::uint32_t layer = 0; layer < source.layers().size(); ++layer)
                if (!source.step_sums(LayerId{layer}, selected)) std::abort();
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
    const auto in_group = [](std::size_t place) { return place % 13 == 0; };  // 26 of 337
    const auto in_half = [](std::size_t place) { return place % 2 == 0; };
    measured.histogram("one place", [](std::size_t from, std::size_t to) { return from == 3 || to == 3; });
    measured.histogram("into and out of a group of 26",
                       [&](std::size_t from, std::size_t to) { return in_group(from) || in_group(to); });
    measured.histogram("inside a group of 26",
                       [&](std::size_t from, std::size_t to) { return in_group(from) && in_group(to); });
    measured.histogram("half of the places", [&](std::size_t from, std::size_t to) {
        return from != to && (in_half(from) || in_half(to));
    });
    measured.histogram("all but flows within a place",
                       [](std::size_t from, std::size_t to) { return from != to; });
}

std::optional<Error> measure_cache(const MemorySource& source, const std::string& name,
                                   std::vector<BenchResult>& results) {
    const std::filesystem::path path =
        std::filesystem::temp_directory_path() / fmt::format("flowspace-bench-{}.flows", source.row_count());
    const auto start = Clock::now();
    if (auto error = write_flow_cache(path, source.sorted(), {.key = "bench"})) return error;
    results.push_back(once(name + "/cache written", "ms", milliseconds_since(start)));
    results.push_back(
        once(name + "/cache", "MB", static_cast<double>(std::filesystem::file_size(path)) / 1e6));
    std::optional<Error> failed;
    results.push_back(measure(name + "/opened again from its cache", 3, [&](int) {
        const auto opened =
            open_flow_cache(path, {.place_count = 337, .expected_key = "bench", .threads = 2});
        if (!opened) failed = opened.error();
    }));
    std::filesystem::remove(path);
    return failed;
}

std::optional<Error> measure_rows(std::uint64_t rows, int runs, std::vector<BenchResult>& results) {
    const std::string name = fmt::format("large/{} M rows", rows / 1'000'000);
    const MadeTable table{.rows = rows};
    MadeRows made(table);
    FlowMerger merger(table.places, {.threads = 2});
    constexpr std::size_t most = 1 << 16;
    double adding_ms = 0;
    for (std::uint64_t first = 0; first < rows; first += most) {
        const FlowRows chunk =
            made.chunk(first, static_cast<std::size_t>(std::min<std::uint64_t>(most, rows - first)));
        const auto start = Clock::now();
        if (auto error = merger.add(chunk)) return error;
        adding_ms += milliseconds_since(start);
    }
    const auto start = Clock::now();
    auto flows = merger.finish(made.layers());
    if (!flows) return flows.error();
    const auto source = MemorySource::from_sorted(std::move(*flows), {.threads = 2});
    results.push_back(once(name + "/merged into cells", "ms", adding_ms + milliseconds_since(start)));
    const auto cells = static_cast<double>(source->cell_count());
    results.push_back(once(name + "/cells", "cells", cells));
    results.push_back(once(name + "/per cell, all that is kept beside it included", "bytes",
                           static_cast<double>(source->cell_bytes()) / cells));
    results.push_back(once(name + "/peak of this run", "MB", memory_now().peak_mb));
    measure_sums(*source, name, runs, results);
    return measure_cache(*source, name, results);
}

}  // namespace

Result<std::vector<BenchResult>> bench_large(const BenchContext& context) {
    std::vector<BenchResult> results;
    for (std::uint64_t rows = 1'000'000; rows <= context.rows; rows *= 10)
        if (auto error = measure_rows(rows, context.runs, results)) return *error;
    return results;
}

}  // namespace flowspace
