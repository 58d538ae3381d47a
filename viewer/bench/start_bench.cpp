#include "data/atlas_pack.h"
#include "viewer/bench/benches.h"
#include "viewer/bench/run_self.h"
#include "viewer/bench/stage.h"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>

namespace flowspace {

Result<std::vector<BenchResult>> bench_start(const BenchContext& context) {
    std::vector<BenchResult> results;
    const Result<std::filesystem::path> pack = find_atlas_pack();
    if (!pack) return pack.error();
    results.push_back(measure("start/atlas pack loaded", context.runs, [&](int) {
        if (!load_atlas_pack(*pack)) std::abort();  // it was loaded a moment ago
    }));
    results.push_back(
        measure("start/context, renderer and first picture", std::max(3, context.runs / 3), [&](int) {
            Result<BenchStage> stage = BenchStage::create(context.atlas);
            if (stage) stage->finish(stage->frame());
        }));

    const std::filesystem::path picture =
        std::filesystem::temp_directory_path() / fmt::format("flowspace-bench-{}.png", getpid());
    bool well = true;
    results.push_back(
        measure("start/program to first picture, written as PNG", std::max(3, context.runs / 3), [&](int) {
            well = run_self({"render", "-o", picture.string(), "--size", "1280x720"}) && well;
        }));
    std::filesystem::remove(picture);
    if (!well)
        return Error{"bench: start: render-failed: found an exit status other than 0, expected a picture"};
    results.push_back(summarise("memory/peak of this run", "MB", {memory_now().peak_mb}));
    return results;
}

}  // namespace flowspace
