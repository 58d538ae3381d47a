// The given tables drawn whole, each pair of one layer an arc of at most 2 px: what scripts/bench-peers sets
// beside other programs, which draw the same rows under the same camera.
#include "data/geo/projection.h"
#include "data/source/sources.h"
#include "viewer/bench/benches.h"
#include "viewer/bench/stage.h"
#include "viewer/commands/dataset_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <functional>

namespace flowspace {
namespace {

constexpr double frame_s = 1.0 / 60;
constexpr float widest_px = 3;             // at a height of 1080: 2 px at 720
constexpr double enough_ms = 3000;         // of one measurement, once it has a sample
constexpr std::size_t checked_step = 100;  // the window whose arcs and sum are told begins here

using Work = std::function<void(int run)>;

double milliseconds(const Work& work, int run) {
    const auto start = std::chrono::steady_clock::now();
    work(run);
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

/// One run to warm up, then at most `runs`, fewer where they take long.
BenchResult some(std::string name, int runs, const Work& work) {
    double spent = milliseconds(work, 0);
    std::vector<double> samples;
    for (int run = 1; samples.empty() || (run <= runs && spent < enough_ms); ++run) {
        samples.push_back(milliseconds(work, run));
        spent += samples.back();
    }
    return summarise(std::move(name), "ms", std::move(samples));
}

BenchResult once(std::string name, std::string unit, double value) {
    return summarise(std::move(name), std::move(unit), {value});
}

/// People where the tables have that layer, else their first.
LayerId layer_of(const Dataset& dataset) {
    const auto& layers = dataset.flows->layers();
    const auto found = std::ranges::find(layers, "people", &LayerInfo::key);
    return LayerId{static_cast<std::uint32_t>(found == layers.end() ? 0 : found - layers.begin())};
}

Window steps(const TimeAxis& axis, std::size_t first, std::size_t count) {
    return {axis.starts[first], step_end(axis.grain, axis.starts[first + count - 1])};
}

struct Measured {
    BenchStage& stage;
    const Dataset& dataset;
    int runs = 0;
    ArcPath arcs = ArcPath::cpu;
    std::vector<BenchResult>& results;

    Frame frame(int run) const {
        Frame frame = stage.frame();
        frame.arcs = arcs;
        frame.time_s = run * frame_s;
        return frame;
    }

    void frames(const Settings& whole) const {
        results.push_back(
            some("peers/frame, comets move", runs, [&](int run) { stage.finish(whole, frame(run)); }));
        results.push_back(some("peers/frame, camera turns", runs, [&](int run) {
            Settings turned = whole;
            turned.camera.bearing_deg = 0.3 * run;
            Frame now = frame(run);
            now.quality = Quality::interactive;  // as the window draws while the camera moves
            stage.finish(turned, now);
        }));
    }

    /// Another window of `count` steps each run: nothing can be remembered from the run before.
    void windows(const Settings& whole, std::size_t count, const char* what) const {
        const TimeAxis& axis = dataset.flows->time_axis();
        results.push_back(
            some(fmt::format("peers/window of {} steps moved to finished frame, {}", count, what), runs,
                 [&](int run) {
                     Settings moved = whole;
                     moved.filter.window =
                         steps(axis, static_cast<std::size_t>(run) * 13 % (axis.size() - count), count);
                     stage.finish(moved, frame(run));
                 }));
    }

    void sums(LayerId layer, std::size_t count) const {
        const TimeAxis& axis = dataset.flows->time_axis();
        results.push_back(
            some(fmt::format("peers/window of {} steps moved, sums alone", count), runs, [&](int run) {
                const std::size_t first = static_cast<std::size_t>(run) * 13 % (axis.size() - count);
                if (!dataset.flows->pair_sums(layer, steps(axis, first, count)))
                    std::abort();  // memory has no errors
            }));
    }

    /// How many arcs and what sum the settings give: the others must have found the same.
    void tell(const Settings& settings, const char* what) const {
        stage.finish(settings, frame(0));
        double sum = 0;
        for (const ArcItem& arc : stage.shown().arcs) sum += arc.value;
        results.push_back(
            once(fmt::format("peers/{}/arcs", what), "arcs", static_cast<double>(stage.shown().arcs.size())));
        results.push_back(once(fmt::format("peers/{}/sum", what), "units", sum));
    }
};

Settings every_pair(const Dataset& dataset) {
    const TimeAxis& axis = dataset.flows->time_axis();
    Settings settings;
    settings.camera.tilt_deg = 45;
    settings.filter.layers = {layer_of(dataset)};
    settings.current_layer = layer_of(dataset);
    settings.filter.window = steps(axis, 0, axis.size());
    settings.show = {.per_place = 0, .strongest = 100'000'000};
    settings.style.widest_px = widest_px;
    settings.style.show_labels = false;
    settings.style.show_furniture = false;
    return settings;
}

/// From tables in memory and no OpenGL yet to the finished picture.
Result<double> first_picture_ms(const std::shared_ptr<const Dataset>& dataset, ArcPath arcs) {
    const auto start = std::chrono::steady_clock::now();
    const Result<HeadlessContext> context = HeadlessContext::create();
    if (!context) return context.error();
    Result<Renderer> renderer = Renderer::create(dataset, albers_china);
    if (!renderer) return renderer.error();
    Pipeline pipeline(dataset);
    const Settings settings = every_pair(*dataset);
    pipeline.update(settings);
    Frame frame;
    frame.camera = settings.camera;
    frame.style = settings.style;
    frame.viewport = {.width_px = 1280, .height_px = 720};
    frame.arcs = arcs;
    renderer->draw(pipeline.draw_list(), frame);
    renderer->finish();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

Result<std::vector<BenchResult>> bench_peers(const BenchContext& context) {
    std::vector<BenchResult> results;
    DatasetText text{.status = "observed", .unit = "units"};
    for (const std::filesystem::path& table : context.tables)
        if (!is_source_url(table.string())) text.files.push_back(table.string());
    if (text.files.empty()) return results;

    OpenedDataset opened;
    results.push_back(once("peers/tables opened", "ms",
                           milliseconds([&](int) { opened = open_dataset(text, Language::en); }, 0)));
    if (opened.error.exit_status != 0) return Error{opened.error.message};
    const auto dataset = std::make_shared<const Dataset>(std::move(opened.dataset));

    const ArcPath arcs = context.by_gl ? ArcPath::gl : ArcPath::cpu;
    const Result<double> first = first_picture_ms(dataset, arcs);
    if (!first) return first.error();
    results.push_back(once("peers/first picture from tables in memory", "ms", *first));
    Result<BenchStage> made = BenchStage::create(dataset);
    if (!made) return made.error();
    const Settings whole = every_pair(*dataset);
    const Measured measured{*made, *dataset, context.runs, arcs, results};
    measured.tell(whole, "whole");
    if (!context.picture.empty()) {
        if (auto written = write_png(made->read(arcs), context.picture, {}); !written) return written.error();
    }

    const std::size_t length = dataset->flows->time_axis().size();
    if (length >= checked_step + 30) {
        Settings checked = whole;
        checked.filter.window = steps(dataset->flows->time_axis(), checked_step, 30);
        measured.tell(checked, "30 steps from the 100th");
    }
    measured.frames(whole);
    Settings usual = whole;
    usual.show = ShowRule{};
    for (const std::size_t count : {std::size_t{30}, std::size_t{180}}) {
        if (length < 2 * count) continue;
        measured.windows(whole, count, "every pair");
        measured.windows(usual, count, "the strongest as the window shows them");
        measured.sums(layer_of(*dataset), count);
    }
    return results;
}

}  // namespace flowspace
