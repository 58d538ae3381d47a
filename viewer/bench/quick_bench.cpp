// What a person waits for, in seconds: the rows that `make bench-check` compares between two programs.
#include "render/scene/picking.h"
#include "viewer/bench/benches.h"
#include "viewer/bench/stage.h"

#include <fmt/format.h>

#include <functional>

namespace flowspace {

Result<std::vector<BenchResult>> bench_quick(const BenchContext& context) {
    Result<BenchStage> made = BenchStage::create(context.atlas);
    if (!made) return made.error();
    BenchStage& stage = *made;
    std::vector<BenchResult> results;
    constexpr double frame_s = 1.0 / 60;
    const auto row = [&](const std::string& name, const std::function<void(Frame&, int)>& change) {
        results.push_back(measure("quick/" + name, context.runs, [&](int run) {
            Frame frame = stage.frame();
            frame.arcs = ArcPath::cpu;
            frame.time_s = run * frame_s;
            change(frame, run);
            stage.finish(frame);
        }));
    };
    row("still, default selection", [](Frame&, int) {});
    row("moving, default selection", [](Frame& frame, int run) {
        frame.quality = Quality::interactive;
        frame.camera.bearing_deg = 0.3 * run;
    });
    row("come to rest, default selection",
        [](Frame& frame, int run) { frame.camera.bearing_deg = 0.3 * run; });
    const auto arcs = stage.list().arcs;
    row("an arc pointed at", [&](Frame& frame, int run) {
        if (!arcs.empty()) frame.hover = target_of(arcs[static_cast<std::size_t>(run) * 37 % arcs.size()]);
    });
    stage.show_arcs(10'000);
    row("10000 arcs, comets move", [](Frame&, int) {});
    row("10000 arcs, new arcs", [&](Frame&, int) { ++stage.list().revision; });
    return results;
}

}  // namespace flowspace
