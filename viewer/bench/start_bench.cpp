#include "data/atlas_pack.h"
#include "viewer/bench/benches.h"
#include "viewer/bench/stage.h"

#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <optional>
#include <string>

namespace flowspace {

namespace {

/// Runs this very program with `render`; true when it ended well.
bool render_once(const std::filesystem::path& program, const std::filesystem::path& picture) {
    std::array<std::string, 6> words = {program.string(), "render", "-o",
                                        picture.string(), "--size", "1280x720"};
    std::array<char*, 7> values = {};
    for (std::size_t row = 0; row < words.size(); ++row) values[row] = words[row].data();
    pid_t child = 0;
    if (posix_spawn(&child, program.c_str(), nullptr, nullptr, values.data(), environ) != 0) return false;
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

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

    const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe");
    const std::filesystem::path picture =
        std::filesystem::temp_directory_path() / fmt::format("flowspace-bench-{}.png", getpid());
    bool well = true;
    results.push_back(measure("start/program to first picture, written as PNG", std::max(3, context.runs / 3),
                              [&](int) { well = render_once(program, picture) && well; }));
    std::filesystem::remove(picture);
    if (!well)
        return Error{"bench: start: render-failed: found an exit status other than 0, expected a picture"};
    results.push_back(summarise("memory/peak of this run", "MB", {memory_now().peak_mb}));
    return results;
}

}  // namespace flowspace
