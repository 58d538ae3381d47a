#include "render/layers/tubes.h"

#include "render/layers/draped_lines.h"

#include <glm/geometric.hpp>

#include <algorithm>
#include <cmath>

namespace flowspace {

namespace {

/// Straight on the map and laid over the relief, so that no mountain swallows it.
MapLine line_between(glm::dvec2 a, glm::dvec2 b) {
    constexpr double step_m = 15'000;
    constexpr float always_m = 1e9f;
    MapLine line{.low = {std::min(a.x, b.x), std::min(a.y, b.y)},
                 .high = {std::max(a.x, b.x), std::max(a.y, b.y)}};
    const int steps = std::clamp(static_cast<int>(std::ceil(glm::length(b - a) / step_m)), 1, 400);
    for (int row = 0; row <= steps; ++row) {
        const glm::dvec2 at = a + (b - a) * (static_cast<double>(row) / steps);
        line.points.push_back({at.x, at.y});
        line.keep_m.push_back(always_m);
    }
    return line;
}

class TubesLayer final : public Layer {
public:
    TubesLayer(const LayerSources& sources, RibbonDrawing drawing)
        : sources_(sources), drawing_(std::move(drawing)) {}

    /// Every glow beneath every link.
    void draw(const LayerInputs& inputs) override {
        if (inputs.list.tubes.empty()) return;
        constexpr float glow_wider = 3, glow_alpha = 0.16f, core_alpha = 0.9f;
        RibbonStrip strip;
        for (const bool glow : {true, false})
            for (const TubeItem& tube : inputs.list.tubes) {
                const glm::dvec2 a = inputs.nodes[index(tube.a)], b = inputs.nodes[index(tube.b)];
                const float width_px = tube.width_px * static_cast<float>(inputs.px_scale);
                drape(strip, {line_between(a, b)},
                      {.width_px = glow ? width_px * glow_wider : width_px,
                       .colour = with_alpha(overlay_colour(inputs.theme, tube.ink),
                                            glow ? glow_alpha : core_alpha)},
                      sources_.relief, inputs);
            }
        drawing_.draw(strip);
    }

private:
    LayerSources sources_;
    RibbonDrawing drawing_;
};

}  // namespace

Result<std::unique_ptr<Layer>> make_tubes_layer(const LayerSources& sources) {
    auto drawing = RibbonDrawing::create();
    if (!drawing) return drawing.error();
    return std::unique_ptr<Layer>(std::make_unique<TubesLayer>(sources, std::move(*drawing)));
}

}  // namespace flowspace
