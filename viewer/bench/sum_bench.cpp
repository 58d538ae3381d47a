#include "data/import/problem.h"
#include "data/project/bare_files.h"
#include "data/source/sources.h"
#include "data/sum_table.h"
#include "viewer/bench/benches.h"

#include <fmt/format.h>

#include <array>
#include <optional>

namespace flowspace {

namespace {

void measure_sums(const Dataset& dataset, const std::string& name, int runs,
                  std::vector<BenchResult>& results) {
    const TimeAxis& axis = dataset.flows->time_axis();
    for (const SumKey by :
         {SumKey::total, SumKey::time, SumKey::place, SumKey::pair, SumKey::agglomeration}) {
        results.push_back(measure(fmt::format("sum/{}/by {}", name, key(by)), runs, [&](int) {
            const Result<OutputTable> table = sum_table(dataset, {.key = by});
            if (!table) std::abort();  // the request has no part that can fail
        }));
    }
    // Sums for every pair over another twelfth of the steps each run.
    results.push_back(measure(fmt::format("sum/{}/new window, sums of every pair", name), runs, [&](int run) {
        const std::size_t length = std::max<std::size_t>(1, axis.size() / 12);
        const std::size_t first = static_cast<std::size_t>(run) * 5 % (axis.size() - length + 1);
        const Window window{axis.starts[first], step_end(axis.grain, axis.starts[first + length - 1])};
        for (std::uint32_t layer = 0; layer < dataset.flows->layers().size(); ++layer)
            if (!dataset.flows->pair_sums(LayerId{layer}, window)) std::abort();  // no source in memory fails
    }));
}

}  // namespace

Result<std::vector<BenchResult>> bench_sum(const BenchContext& context) {
    std::vector<BenchResult> results;
    measure_sums(*context.atlas, "built-in atlas", context.runs, results);
    for (const std::filesystem::path& path : context.tables) {
        if (is_source_url(path.string())) continue;  // bench_remote's
        const std::string name = path.filename().string();
        std::optional<Dataset> opened;
        std::optional<Error> failed;
        results.push_back(measure(fmt::format("sum/{}/open", name), 3, [&](int) {
            opened.reset();
            const std::array<std::string, 1> files = {path.string()};
            Result<BareFiles> read = open_bare_files(files, {}, *context.atlas);
            if (!read)
                failed = read.error();
            else if (!read->faults.empty())
                failed = Error{format_problem(read->faults.front())};
            else
                opened = std::move(read->dataset);
        }));
        if (failed) return *failed;
        measure_sums(*opened, name, context.runs, results);
    }
    return results;
}

}  // namespace flowspace
