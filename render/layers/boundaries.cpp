// Which lines are drawn at which scale: far views stay calm, near ones say more.
#include "render/layers/boundaries.h"

#include "render/layers/draped_lines.h"

#include <algorithm>
#include <cmath>

namespace flowspace {

namespace {

/// 0 where the ground is seen from `far` metres a px and beyond, 1 from `near` on.
float closer_than(double metres_per_px, double far, double near) {
    const double t =
        std::clamp((std::log(far) - std::log(metres_per_px)) / (std::log(far) - std::log(near)), 0.0, 1.0);
    return static_cast<float>(t * t * (3 - 2 * t));
}

Colour faded(Colour colour, float share) { return with_alpha(colour, colour.alpha * share); }

class BoundariesLayer final : public Layer {
public:
    BoundariesLayer(const LayerSources& sources, RibbonDrawing drawing)
        : drawing_(std::move(drawing)),
          lakes_(sources.lines.lakes, sources.relief),
          coast_(sources.lines.coast, sources.relief),
          prefectures_(sources.lines.prefectures, sources.relief),
          provinces_(sources.lines.provinces, sources.relief),
          national_(sources.lines.national, sources.relief) {
        for (const std::vector<MapLine>& of_rank : sources.lines.rivers)
            rivers_.emplace_back(of_rank, sources.relief);
    }

    bool prepare(const LayerInputs& inputs) override {
        const Theme& theme = inputs.theme;
        const auto& ground = theme.ground;
        const auto px = static_cast<float>(inputs.px_scale);
        // Metres on the ground per px of a picture 1080 high: the same map at any size.
        const double scale_m = inputs.view.metres_per_px * inputs.px_scale;
        strip_ = {};
        const auto lay = [&](LineGround& what, float width_px, Colour colour) {
            drape(strip_, what, {.width_px = width_px * px, .colour = colour}, inputs);
        };
        for (std::size_t rank = 0; rank < rivers_.size(); ++rank) {
            const double far = 9000 / std::pow(2.6, static_cast<double>(rank));
            lay(rivers_[rank], rank == 0 ? 1.3f : 1.0f,
                faded(ground.river, closer_than(scale_m, far, far / 3)));
        }
        lay(lakes_, 0.9f, faded(ground.coast, 0.7f));
        lay(coast_, 1.0f, ground.coast);
        lay(prefectures_, 0.9f, faded(ground.prefecture_line, closer_than(scale_m, 1500, 700)));
        lay(provinces_, theme.province_line_px, ground.province_line);
        lay(national_, theme.national_border_px, ground.national_border);
        return true;
    }

    void draw(const LayerInputs& /*inputs*/) override { drawing_.draw(strip_); }

private:
    RibbonDrawing drawing_;
    RibbonStrip strip_;
    std::vector<LineGround> rivers_;
    LineGround lakes_, coast_, prefectures_, provinces_, national_;
};

}  // namespace

Result<std::unique_ptr<Layer>> make_boundaries_layer(const LayerSources& sources) {
    auto drawing = RibbonDrawing::create();
    if (!drawing) return drawing.error();
    return std::unique_ptr<Layer>(std::make_unique<BoundariesLayer>(sources, std::move(*drawing)));
}

}  // namespace flowspace
