// The built-in story as the window tells it: what a frame costs on the way to each scene, and while it is
// held.
#include "data/geo/projection.h"
#include "render/renderer.h"
#include "viewer/bench/benches.h"
#include "viewer/built_in_story.h"
#include "viewer/headless.h"
#include "viewer/pace.h"
#include "viewer/story_picture.h"
#include "viewer/story_time.h"

#include <fmt/format.h>

#include <chrono>
#include <ctime>

namespace flowspace {

namespace {

constexpr double step_s = 1.0 / 30;
constexpr double held_s = 1;

struct Teller {
    const Dataset& data;
    const Story& story;
    Renderer& renderer;
    StoryPicture& pictures;
    Pace pace = {};

    void show(double time_s) {
        const StoryFrame told = story_frame(story, data, time_s);
        const StoryPicture::Picture picture = pictures.at(told, {.width_px = 1280, .height_px = 720});
        Frame frame = picture.frame;
        const Effort effort = pace.next({.camera = frame.camera,
                                         .list_revision = picture.list.revision,
                                         .arcs = picture.list.arcs.size(),
                                         .playing = told.part == ScenePart::playing},
                                        time_s);
        frame.quality = effort.quality;
        frame.arcs = ArcPath::cpu;
        renderer.draw_at_most(effort.most_arcs);
        renderer.draw(picture.list, frame);
        renderer.finish();
    }
};

/// Of all threads of the program.
double processor_ms() { return static_cast<double>(std::clock()) * 1e3 / CLOCKS_PER_SEC; }

/// Each frame by the wall's clock with its tail, and what it takes of the processors: the one that a busy
/// machine changes little.
void measure_frames(Teller& teller, const std::string& name, double from_s, double to_s,
                    std::vector<BenchResult>& results) {
    using Clock = std::chrono::steady_clock;
    std::vector<double> wall, processors;
    for (double time_s = from_s; time_s < to_s; time_s += step_s) {
        const auto start = Clock::now();
        const double start_ms = processor_ms();
        teller.show(time_s);
        processors.push_back(processor_ms() - start_ms);
        wall.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
    }
    if (wall.empty()) return;
    results.push_back(summarise_frames(fmt::format("story/{}", name), std::move(wall)));
    results.push_back(summarise_frames(fmt::format("story/{}, processors", name), std::move(processors)));
}

}  // namespace

Result<std::vector<BenchResult>> bench_story(const BenchContext& context) {
    const auto story = built_in_story(*context.atlas);
    if (!story) return Error{"story: not-built-in: found another dataset, expected the built-in atlas"};
    auto gl = HeadlessContext::create();
    if (!gl) return gl.error();
    auto renderer = Renderer::create(context.atlas, albers_china);
    if (!renderer) return renderer.error();
    StoryPicture pictures(context.atlas, renderer->nodes(), {.background_above = std::nullopt});
    Teller teller{*context.atlas, *story, *renderer, pictures};
    std::vector<BenchResult> results;
    for (std::size_t row = 0; row < story->scenes.size(); ++row) {
        const SceneTimes times = scene_times(*story, row);
        // What a scene needs once is made ready before it is told.
        for (const double time_s : {times.begin_s, times.arrival_s, times.played_s}) teller.show(time_s);
        measure_frames(teller, fmt::format("way to scene {}", row + 1), times.begin_s, times.arrival_s,
                       results);
        measure_frames(teller, fmt::format("scene {} held", row + 1), times.played_s, times.played_s + held_s,
                       results);
    }
    return results;
}

}  // namespace flowspace
