#include "viewer/bench/benches.h"
#include "viewer/bench/stage.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <utility>

namespace flowspace {

namespace {

constexpr double frame_s = 1.0 / 60;

/// The frame with everything in it, camera still (the ground comes from its cache) and moving (it does not),
/// the arcs drawn by OpenGL and by the processor in turn.
void measure_whole(BenchStage& stage, int runs, const std::string& name, std::vector<BenchResult>& results) {
    const auto still = [&stage](ArcPath arcs) {
        return [&stage, arcs](int run) {
            Frame frame = stage.frame();
            frame.arcs = arcs;
            frame.time_s = run * frame_s;
            stage.finish(frame);
        };
    };
    const auto moving = [&stage](ArcPath arcs) {
        return [&stage, arcs](int run) {
            Frame frame = stage.frame();
            frame.arcs = arcs;
            frame.time_s = run * frame_s;
            frame.quality = Quality::interactive;  // as the window draws while the camera moves
            frame.camera.bearing_deg = 0.3 * run + (arcs == ArcPath::cpu ? 0.15 : 0);
            stage.finish(frame);
        };
    };
    for (const auto& [how, work] :
         {std::pair<std::string, std::function<std::function<void(int)>(ArcPath)>>{"still", still},
          {"moving", moving}}) {
        const auto found =
            measure_beside(runs, {{"frame/" + name + "/" + how + "/arcs gl", work(ArcPath::gl)},
                                  {"frame/" + name + "/" + how + "/arcs cpu", work(ArcPath::cpu)}});
        results.insert(results.end(), found.begin(), found.end());
    }
}

}  // namespace

Result<std::vector<BenchResult>> bench_frame(const BenchContext& context) {
    Result<BenchStage> made = BenchStage::create(context.atlas);
    if (!made) return made.error();
    BenchStage& stage = *made;
    std::vector<BenchResult> results;

    measure_whole(stage, context.runs, "default selection", results);

    // The parts, by leaving them out: differences of medians within this run.
    Frame frame = stage.frame();
    const auto without = [&](const std::string& name, const Frame& drawn) {
        Frame moving = drawn;
        results.push_back(measure("frame/parts/" + name, context.runs, [&](int run) {
            moving.time_s = run * frame_s;
            stage.finish(moving);
        }));
    };
    without("everything", frame);
    frame.style.show_labels = false;
    without("without labels", frame);
    frame.style.show_furniture = false;
    without("without labels and furniture", frame);
    const DrawList list = stage.list();
    stage.list().arcs.clear();
    ++stage.list().revision;
    without("ground and places alone", frame);
    stage.list() = list;
    stage.list().revision += 2;

    for (const std::size_t arcs :
         {std::size_t{1000}, std::size_t{10000}, std::size_t{50000}, std::size_t{100000}}) {
        stage.show_arcs(arcs);
        const int runs = arcs > 10000 ? std::max(5, context.runs / 3) : context.runs;
        measure_whole(stage, runs, fmt::format("{} arcs", stage.list().arcs.size()), results);
    }
    return results;
}

}  // namespace flowspace
