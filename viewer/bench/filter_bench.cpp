#include "viewer/bench/benches.h"
#include "viewer/bench/stage.h"

namespace flowspace {

Result<std::vector<BenchResult>> bench_filter(const BenchContext& context) {
    Result<BenchStage> made = BenchStage::create(context.atlas);
    if (!made) return made.error();
    BenchStage& stage = *made;
    const TimeAxis& axis = context.atlas->flows->time_axis();
    std::vector<BenchResult> results;

    // Another window of three steps each run: nothing can be remembered from the run before.
    Settings settings = stage.settings();
    const auto slide = [&](int run) {
        const std::size_t steps = axis.size();
        const std::size_t first = static_cast<std::size_t>(run) * 7 % (steps > 3 ? steps - 3 : 1);
        settings.filter.window = {axis.starts[first],
                                  step_end(axis.grain, axis.starts[std::min(first + 2, steps - 1)])};
    };
    results.push_back(measure("filter/window moved to finished frame", context.runs, [&](int run) {
        slide(run);
        stage.finish(settings);
    }));
    results.push_back(measure("filter/layer switched to finished frame", context.runs, [&](int run) {
        settings.filter.layers = {LayerId{static_cast<std::uint32_t>(static_cast<std::size_t>(run) %
                                                                     context.atlas->flows->layers().size())}};
        stage.finish(settings);
    }));
    results.push_back(measure("filter/group chosen to finished frame", context.runs, [&](int run) {
        settings.filter.inside = {GroupId{
            static_cast<std::uint32_t>(static_cast<std::size_t>(run) % context.atlas->atlas->groups.size())}};
        stage.finish(settings);
    }));
    return results;
}

}  // namespace flowspace
