// Frame times while a script pans, zooms, scrubs and plays: on the built-in atlas, on FILES and on a made
// table.
#include "data/time_axis.h"
#include "viewer/bench/bench_tables.h"
#include "viewer/bench/benches.h"
#include "viewer/bench/stage.h"
#include "viewer/pace.h"
#include "viewer/time_brush.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <numbers>

namespace flowspace {

namespace {

enum class Act : std::uint8_t { pan, zoom, scrub, play };
constexpr std::array<std::pair<Act, const char*>, 4> acts = {
    {{Act::pan, "pan"}, {Act::zoom, "zoom"}, {Act::scrub, "scrub"}, {Act::play, "play"}}};
constexpr double steps_per_s = 4;  // of playing

/// A fifth of the axis, at a share of the way along it.
Window window_at(const TimeAxis& axis, double share) {
    const std::size_t steps = axis.size(), length = std::max<std::size_t>(1, steps / 5);
    const auto first = static_cast<std::size_t>(share * static_cast<double>(steps - length));
    return {axis.starts[first], step_end(axis.grain, axis.starts[first + length - 1])};
}

/// What a person would have made of the settings after `t` seconds of an act.
Settings after(const Settings& from, Act act, double t, const TimeAxis& axis) {
    Settings now = from;
    const double wave = std::sin(2 * std::numbers::pi * t / 6);
    if (act == Act::pan) {
        now.camera.centre.lon_deg += 7 * wave;
        now.camera.centre.lat_deg += 3 * std::sin(2 * std::numbers::pi * t / 4);
    }
    if (act == Act::zoom)
        now.camera.width_km *= std::exp2(-1.5 * (1 - std::cos(2 * std::numbers::pi * t / 7)));
    if (axis.size() < 2) return now;
    if (act == Act::scrub) now.filter.window = window_at(axis, 0.5 + 0.5 * wave);
    if (act == Act::play) {
        const std::size_t steps = axis.size();
        now.playback.playing = true;
        now.filter.window =
            window_at(axis, std::fmod(std::floor(t * steps_per_s) / static_cast<double>(steps), 1.0));
    }
    return now;
}

std::optional<Error> capture(const std::shared_ptr<const Dataset>& data, const std::string& name,
                             double seconds, std::vector<BenchResult>& results) {
    using Clock = std::chrono::steady_clock;
    Result<BenchStage> made = BenchStage::create(data);
    if (!made) return made.error();
    BenchStage& stage = *made;
    const TimeAxis& axis = data->flows->time_axis();
    const Settings home = stage.settings();
    const ArcPath path = stage.path(ArcPath::automatic);
    Pace pace;
    std::vector<double> all;
    const auto start = Clock::now();
    const auto seconds_now = [&] { return std::chrono::duration<double>(Clock::now() - start).count(); };
    stage.finish(home, {}, path, 0);  // the first picture is what `start` measures
    double act_from_s = seconds_now();
    for (const auto& [act, word] : acts) {
        std::vector<double> samples;
        for (double now_s = act_from_s; now_s < act_from_s + seconds / acts.size();) {
            const Settings settings = after(home, act, now_s - act_from_s, axis);
            const Effort effort = pace.next({.camera = settings.camera,
                                             .list_revision = stage.update(settings),
                                             .arcs = stage.arc_count(),
                                             .playing = settings.playback.playing},
                                            now_s);
            stage.finish(settings, effort, path, now_s);
            const double then_s = seconds_now();
            samples.push_back((then_s - now_s) * 1e3);
            now_s = then_s;
        }
        act_from_s = seconds_now();
        all.insert(all.end(), samples.begin(), samples.end());
        results.push_back(summarise_frames(fmt::format("capture/{}/{}", name, word), std::move(samples)));
    }
    results.push_back(summarise_frames(fmt::format("capture/{}/whole", name), std::move(all)));
    const BenchResult& whole = results.back();
    fmt::print(
        stderr,
        "capture: {}: {} frames in {:.0f} s: p50 {:.1f} ms, p95 {:.1f} ms, p99 {:.1f} ms, worst {:.1f} ms\n",
        name, whole.runs, seconds, whole.median, whole.tail->p95, whole.tail->p99, whole.tail->worst);
    return std::nullopt;
}

}  // namespace

Result<std::vector<BenchResult>> bench_capture(const BenchContext& context) {
    std::vector<BenchResult> results;
    if (auto error = capture(context.atlas, "built-in atlas", context.seconds, results)) return *error;
    for (const std::filesystem::path& file : context.tables) {
        const auto data = open_bench_table(file, context.atlas);
        if (!data) return data.error();
        if (auto error = capture(*data, file.filename().string(), context.seconds, results)) return *error;
    }
    const auto file = bench_table({.rows = context.rows});
    if (!file) return file.error();
    const auto data = open_bench_table(*file, context.atlas);
    if (!data) return data.error();
    if (auto error =
            capture(*data, fmt::format("{} M made rows", context.rows / 1'000'000), context.seconds, results))
        return *error;
    return results;
}

}  // namespace flowspace
