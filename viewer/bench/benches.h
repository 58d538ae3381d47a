// Every benchmark of the program, in one list.
#pragma once

#include "data/dataset.h"
#include "data/result.h"
#include "viewer/bench/measure.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace flowspace {

struct BenchContext {
    std::shared_ptr<const Dataset> atlas;            // the built-in one
    std::vector<std::filesystem::path> tables = {};  // the user's, for `sum`; may be empty
    std::uint64_t rows = 10'000'000;                 // of the largest made table, for `large`
    int runs = 15;
    bool by_gl = false;                  // `peers`: arcs drawn by OpenGL, else by the processor
    std::filesystem::path picture = {};  // `peers` writes what it drew here; empty: nowhere
    double seconds = 60;                 // of a capture
};

struct Bench {
    std::string_view name;
    std::string_view help_en;
    std::string_view help_zh;
    Result<std::vector<BenchResult>> (*run)(const BenchContext&);
};

/// To add one: write viewer/bench/<name>_bench.cpp, declare its function in benches.cpp and add a row there.
std::span<const Bench> all_benches();

}  // namespace flowspace
