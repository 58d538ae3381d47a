#include "data/source/sources.h"
#include "data/sum_table.h"
#include "viewer/bench/benches.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace flowspace {

namespace {

/// The questions of the window: a time window's sums for every pair, and the steps of one place's pairs.
std::optional<Error> measure_source(const FlowSource& flows, const std::string& name, int runs,
                                    std::vector<BenchResult>& results) {
    std::optional<Error> failed;
    const TimeAxis& axis = flows.time_axis();
    const auto keep_error = [&](const Result<std::vector<ExactSum>>& sums) {
        if (!sums) failed = sums.error();
    };
    results.push_back(measure(fmt::format("remote/{}/whole time, sums of every pair", name), runs,
                              [&](int) { keep_error(flows.pair_sums(LayerId{0}, {})); }));
    results.push_back(
        measure(fmt::format("remote/{}/new window, sums of every pair", name), runs, [&](int run) {
            const std::size_t length = std::max<std::size_t>(1, axis.size() / 12);
            const std::size_t first = static_cast<std::size_t>(run) * 5 % (axis.size() - length + 1);
            keep_error(flows.pair_sums(
                LayerId{0}, {axis.starts[first], step_end(axis.grain, axis.starts[first + length - 1])}));
        }));
    std::vector<std::uint8_t> of_one_place(flows.pairs().size());
    for (std::size_t pair = 0; pair < of_one_place.size(); ++pair)
        of_one_place[pair] = flows.pairs()[pair].origin == flows.pairs().front().origin ? 1 : 0;
    results.push_back(measure(fmt::format("remote/{}/steps of one place", name), runs,
                              [&](int) { keep_error(flows.step_sums(LayerId{0}, of_one_place)); }));
    return failed;
}

}  // namespace

Result<std::vector<BenchResult>> bench_remote(const BenchContext& context) {
    std::vector<BenchResult> results;
    for (const std::filesystem::path& path : context.tables) {
        const std::string address = path.string();
        if (!is_source_url(address)) continue;
        std::optional<OpenedSource> opened;
        std::optional<Error> failed;
        const std::string engine(scheme_of(address));
        results.push_back(measure(fmt::format("remote/{}/open", engine), 3, [&](int) {
            Result<OpenedSource> source = open_source(address, *context.atlas->atlas, {});
            if (source)
                opened = std::move(*source);
            else
                failed = source.error();
        }));
        if (failed) return *failed;
        const std::string name = fmt::format("{} {} rows", engine, opened->flows->row_count());
        if (const auto wrong = measure_source(*opened->flows, name, context.runs, results)) return *wrong;
    }
    return results;
}

}  // namespace flowspace
