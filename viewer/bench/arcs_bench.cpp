// Arcs alone, 1 k to 1 M: drawn by OpenGL and by the processor in turn, the ground from its cache.
#include "viewer/bench/benches.h"
#include "viewer/bench/stage.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace flowspace {

namespace {

constexpr double frame_s = 1.0 / 60;
constexpr std::array<std::size_t, 5> sizes = {1000, 10000, 50000, 100000, 1000000};

/// The strongest `count` arcs; where the atlas has fewer, they come again, with other phases of their comets.
void show_arcs(BenchStage& stage, std::size_t count) {
    stage.show_arcs(count);
    std::vector<ArcItem>& arcs = stage.list().arcs;
    const std::size_t found = arcs.size();
    for (std::size_t row = 0; arcs.size() < count && found > 0; ++row) {
        ArcItem arc = arcs[row];
        arc.phase = std::fmod(arc.phase + 0.381966f * static_cast<float>(row / found + 1), 1.0f);
        arcs.push_back(arc);
    }
    ++stage.list().revision;
}

/// Without anything else that moves.
Frame arcs_alone(const BenchStage& stage, ArcPath arcs, int run) {
    Frame frame = stage.frame();
    frame.style.show_labels = false;
    frame.style.show_furniture = false;
    frame.arcs = arcs;
    frame.time_s = run * frame_s;
    return frame;
}

}  // namespace

Result<std::vector<BenchResult>> bench_arcs(const BenchContext& context) {
    Result<BenchStage> made = BenchStage::create(context.atlas);
    if (!made) return made.error();
    BenchStage& stage = *made;
    std::vector<BenchResult> results;
    const auto beside = [&](int runs, const std::string& name, auto&& work) {
        const auto found = measure_beside(runs, {{name + "/gl", [&](int run) { work(ArcPath::gl, run); }},
                                                 {name + "/cpu", [&](int run) { work(ArcPath::cpu, run); }}});
        results.insert(results.end(), found.begin(), found.end());
    };
    const auto comets_move = [&](ArcPath path, int run) { stage.finish(arcs_alone(stage, path, run)); };
    // As after a filter change or a step of the camera: every arc is cut anew.
    const auto arcs_change = [&](ArcPath path, int run) {
        ++stage.list().revision;
        stage.finish(arcs_alone(stage, path, run));
    };

    stage.list().arcs.clear();
    stage.list().places.clear();
    ++stage.list().revision;
    beside(context.runs, "arcs/0/comets move", comets_move);
    for (const std::size_t count : sizes) {
        show_arcs(stage, count);
        stage.list().places.clear();
        const int runs = count > 100000 ? 3 : count > 10000 ? std::max(5, context.runs / 3) : context.runs;
        beside(runs, fmt::format("arcs/{}/comets move", count), comets_move);
        beside(runs, fmt::format("arcs/{}/new arcs", count), arcs_change);
    }
    return results;
}

}  // namespace flowspace
