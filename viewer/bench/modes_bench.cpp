// Every way the map can show flows: what a moved window costs until the finished picture, and a frame with
// nothing changed.
#include "viewer/bench/benches.h"
#include "viewer/bench/stage.h"
#include "viewer/beside.h"
#include "viewer/beside_stage.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <string>

namespace flowspace {

namespace {

struct Mode {
    std::string name;
    std::function<void(Settings&)> choose;
};

std::vector<Mode> modes(const TimeAxis& axis) {
    const Window first{axis.starts.front(),
                       step_end(axis.grain, axis.starts[std::min<std::size_t>(11, axis.size() - 1)])};
    return {{"as opened", [](Settings&) {}},
            {"by agglomeration", [](Settings& s) { s.hierarchy.level = Level::agglomeration; }},
            {"compared", [first](Settings& s) { s.comparison.before = first; }},
            {"space of flows", [](Settings& s) { s.space = Space::flow; }},
            {"backbone", [](Settings& s) { s.show.backbone = 0.01; }},
            {"bundled", [](Settings& s) { s.style.bundled = true; }},
            {"scale locked", [first](Settings& s) { s.scale = first; }},
            {"self-flows kept", [](Settings& s) { s.filter.self_flows = SelfFlows::keep; }}};
}

/// Another window of three steps each run: nothing can be remembered from the run before.
void slide(const TimeAxis& axis, int run, Settings& settings) {
    const std::size_t steps = axis.size();
    const std::size_t first = static_cast<std::size_t>(run) * 7 % (steps > 3 ? steps - 3 : 1);
    settings.filter.window = {axis.starts[first],
                              step_end(axis.grain, axis.starts[std::min(first + 2, steps - 1)])};
}

std::optional<Error> measure_mode(const BenchContext& context, const Mode& mode,
                                  std::vector<BenchResult>& results) {
    // Waits for what the window does beside the frame: the picture is whole.
    auto stage = BenchStage::create(context.atlas, {.background_above = std::nullopt});
    if (!stage) return stage.error();
    const TimeAxis& axis = context.atlas->flows->time_axis();
    Settings settings = stage->settings();
    mode.choose(settings);
    Frame frame = stage->frame();
    frame.arcs = ArcPath::cpu;
    results.push_back(measure(fmt::format("modes/{}/window moved to finished picture", mode.name),
                              context.runs, [&](int run) {
                                  slide(axis, run, settings);
                                  stage->finish(settings, frame);
                              }));
    results.push_back(measure(fmt::format("modes/{}/frame", mode.name), context.runs, [&](int run) {
        frame.time_s = 0.05 * run;
        stage->finish(settings, frame);
    }));
    return std::nullopt;
}

/// Four maps, each by a renderer of its own as in the window; the picture of all is put together in memory,
/// which the window is spared.
std::optional<Error> measure_beside_maps(const BenchContext& context, std::vector<BenchResult>& results) {
    auto headless = HeadlessContext::create();
    if (!headless) return headless.error();
    auto renderer = Renderer::create(context.atlas, albers_china);
    if (!renderer) return renderer.error();
    const TimeAxis& axis = context.atlas->flows->time_axis();
    Settings settings = with_map_count({}, 4);
    Pipeline own(context.atlas, {.background_above = std::nullopt});
    BesideMaps maps(context.atlas, {.background_above = std::nullopt});
    BesideStage stage(context.atlas, albers_china);
    std::optional<Error> failed;
    Image image{.width_px = 1280, .height_px = 720, .rgb = std::vector<std::uint8_t>(1280 * 720 * 3)};
    const auto draw = [&](double time_s) {
        maps.update(settings, own, renderer->nodes());
        const BesideLayout layout = beside_layout(settings, {0, 0, 1280, 720}, 2);
        const Frame base{.style = settings.style, .time_s = time_s, .arcs = ArcPath::cpu};
        const auto drawn = stage.draw_picture(
            {.maps = maps.maps(), .layout = layout, .base = base, .window_height_px = 720}, *renderer, image);
        if (!drawn) failed = drawn.error();
    };
    results.push_back(
        measure("modes/four maps/windows moved to finished picture", context.runs, [&](int run) {
            Settings moved = settings;
            slide(axis, run, moved);
            settings.filter.window = moved.filter.window;
            Beside beside = *settings.beside;
            for (std::size_t map = 0; map < beside.maps.size(); ++map) {
                slide(axis, run + static_cast<int>(map) + 1, moved);
                beside.maps[map].filter.window = moved.filter.window;
            }
            settings.beside = Kept<Beside>::of(std::move(beside));
            draw(0);
        }));
    results.push_back(measure("modes/four maps/frame", context.runs, [&](int run) { draw(0.05 * run); }));
    return failed;
}

}  // namespace

Result<std::vector<BenchResult>> bench_modes(const BenchContext& context) {
    std::vector<BenchResult> results;
    for (const Mode& mode : modes(context.atlas->flows->time_axis()))
        if (auto error = measure_mode(context, mode, results)) return *error;
    if (auto error = measure_beside_maps(context, results)) return *error;
    return results;
}

}  // namespace flowspace
