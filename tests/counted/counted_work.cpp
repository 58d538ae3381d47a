// counted_work sums|splat|labels: one small case of each, the same at every run; counted_work() alone is
// counted.
#include "data/geo/projection.h"
#include "data/source/memory_source.h"
#include "render/scene/arc_look.h"
#include "render/scene/label_layout.h"
#include "render/scene/splat/splatter.h"

#include <cmath>
#include <cstdio>
#include <functional>
#include <memory>
#include <random>
#include <string_view>
#include <vector>

namespace {

std::function<double()> work;

}  // namespace

/// Collected from its first instruction to its last; not inlined, so that valgrind finds it by name.
extern "C" __attribute__((noinline)) double counted_work() { return work(); }

namespace flowspace {
namespace {

constexpr int places = 60, days = 200;

double unit(std::mt19937& random) { return static_cast<double>(random() >> 8) / 16777216.0; }

/// Windows and histograms over 150,000 rows of two layers.
std::function<double()> sums() {
    constexpr std::int64_t day_ms = 86'400'000;
    FlowTable table{.grain = Grain::day};
    table.layers = {make_layer_info("people"), make_layer_info("goods")};
    std::mt19937 random(1);
    for (std::uint32_t row = 0; row < 150'000; ++row) {
        table.layer.push_back(LayerId{row % 2});
        table.origin.push_back(PlaceId{static_cast<std::uint32_t>(random() % places)});
        table.destination.push_back(PlaceId{static_cast<std::uint32_t>(random() % places)});
        table.time.push_back(TimeMs{static_cast<std::int64_t>(random() % days) * day_ms});
        table.value.push_back(static_cast<double>(random() % 100'000) / 100);
    }
    const auto source = MemorySource::from_rows(std::move(table), {.threads = 1});
    return [source] {
        double sum = 0;
        std::vector<std::uint8_t> selected;
        for (const Pair& pair : source->pairs()) selected.push_back(index(pair.origin) % 5 == 0 ? 1 : 0);
        for (int first = 0; first < 120; first += 7)
            for (std::uint32_t layer = 0; layer < 2; ++layer) {
                const auto answer = source->pair_sums(
                    LayerId{layer}, {TimeMs{first * day_ms}, TimeMs{(first + 60) * day_ms}});
                if (answer) sum += static_cast<double>(answer->size());
            }
        for (std::uint32_t layer = 0; layer < 2; ++layer)
            if (const auto steps = source->step_sums(LayerId{layer}, selected))
                sum += static_cast<double>(steps->size());
        return sum;
    };
}

/// 1,500 arcs between places of a plane, dashed and solid, laid out once and painted at three moments.
std::function<double()> arcs() {
    struct Made {
        ArcPicture picture = {};
        std::vector<ArcLook> looks = {};
        std::vector<std::uint8_t> rgba = {};
        std::vector<float> depth = {};
    };
    const int width = 640, height = 360;
    const Projection projection = std::move(*Projection::create(albers_china));
    const View view = make_view({.tilt_deg = 40}, {.width_px = width, .height_px = height}, projection);
    const MapPoint centre = *projection.forward(Camera{}.centre);
    std::mt19937 random(2);
    DrawList list;
    std::vector<glm::dvec3> nodes;
    for (int node = 0; node < places; ++node) {
        const double x_m = centre.x_m + (unit(random) - 0.5) * 5e6;
        nodes.emplace_back(x_m, centre.y_m + (unit(random) - 0.5) * 3e6, 0);
    }
    for (std::uint32_t arc = 0; arc < 1500; ++arc) {
        const auto from = static_cast<std::uint32_t>(random() % places);
        list.arcs.push_back(
            {.layer = LayerId{arc % 2},
             .origin = NodeId{from},
             .destination = NodeId{(from + 1 + static_cast<std::uint32_t>(random() % (places - 1))) % places},
             .width_px = static_cast<float>(0.8 + 3 * unit(random) * unit(random)),
             .strength = static_cast<float>(unit(random)),
             .phase = static_cast<float>(unit(random)),
             .stroke = arc % 3 == 0 ? Stroke::dashed : Stroke::solid});
    }
    auto made = std::make_shared<Made>();
    made->picture = build_arc_picture({.list = list, .nodes = nodes, .relief = {}, .view = view});
    const std::vector<LayerInfo> layers = {make_layer_info("people"), make_layer_info("goods")};
    for (const ArcOnScreen& arc : made->picture.arcs)
        made->looks.push_back(arc_look(
            arc,
            {.list = list, .layers = layers, .theme = theme(ThemeId::night), .nodes = nodes, .px_scale = 1}));
    made->rgba.assign(static_cast<std::size_t>(width * height) * 4, 40);
    made->depth.assign(static_cast<std::size_t>(width * height), 1.0f);
    // The kernel that every x86-64 processor has: counts are the same on all of them.
    splat::Kernels kernel = splat::kernels().front();
    for (const splat::Kernels& one : splat::kernels())
        if (std::string_view(one.name) == "sse2") kernel = one;
    auto sheet = std::make_shared<splat::Sheet>(1U);
    auto splatter = std::make_shared<splat::Splatter>(1U, kernel);
    return [made, sheet, splatter] {
        sheet->set_arcs(made->picture, made->looks);
        splatter->set_ground(
            {.width_px = width, .height_px = height, .rgba = made->rgba, .depth = made->depth});
        double sum = 0;
        for (const double time_s : {0.1, 0.7, 1.9})
            sum += splatter->paint(*sheet,
                                   {.time_s = time_s, .lift = 1.15f})[static_cast<std::size_t>(width) * 400];
        return sum;
    };
}

/// 220 names in 40 frames of a map that slides and stops.
std::function<double()> labels() {
    std::mt19937 random(3);
    std::vector<LabelCandidate> candidates;
    for (std::uint32_t id = 0; id < 220; ++id)
        candidates.push_back(
            {.id = id,
             .at = {static_cast<float>(1280 * unit(random)), static_cast<float>(720 * unit(random))},
             .disc_half_px = {4, 3},
             .width_px = static_cast<float>(30 + 50 * unit(random)),
             .height_px = 16,
             .clear_px = 3,
             .rank = static_cast<int>(id % 3),
             .measure = unit(random)});
    return [candidates] {
        LabelLayout layout;
        auto now = candidates;
        double sum = 0;
        for (int frame = 0; frame < 40; ++frame) {
            if (frame < 25)
                for (LabelCandidate& candidate : now) candidate.at.x_px += 2;
            sum += static_cast<double>(
                layout.update({.candidates = now, .bounds = {0, 0, 1280, 720}, .time_s = frame / 30.0})
                    .size());
        }
        return sum;
    };
}

}  // namespace
}  // namespace flowspace

int main(int count, char** words) {
    const std::string_view name = count == 2 ? words[1] : "";
    if (name == "sums") work = flowspace::sums();
    if (name == "splat") work = flowspace::arcs();
    if (name == "labels") work = flowspace::labels();
    if (!work) {
        std::fputs("usage: counted_work sums|splat|labels\n", stderr);
        return 2;
    }
    std::printf("%g\n", counted_work());  // used, so that no work is left out
    return 0;
}
