#include "render/layers/donuts.h"

#include "render/layers/draped_lines.h"
#include "render/scene/donut.h"
#include "render/scene/strip_painter.h"

#include <span>
#include <utility>
#include <vector>

namespace flowspace {

namespace {

class DonutsLayer final : public Layer {
public:
    DonutsLayer(const LayerSources& sources, RibbonDrawing drawing)
        : sources_(sources), drawing_(std::move(drawing)) {}

    bool prepare(const LayerInputs& inputs) override {
        const RibbonStrip before = std::move(strip_);
        find_compasses(inputs.list.donuts);
        strip_ = donut_strip({.donuts = inputs.list.donuts,
                              .nodes = inputs.nodes,
                              .compasses = compasses_,
                              .view = inputs.view,
                              .theme = inputs.theme,
                              .px_scale = inputs.px_scale});
        return strip_ != before;
    }

    void draw(const LayerInputs& /*inputs*/) override {
        if (!strip_.indices.empty()) drawing_.draw(strip_);
    }

    void paint(const LayerInputs& /*inputs*/, const SignCanvas& canvas) const override {
        paint_strip(canvas, strip_);
    }

private:
    /// Where north is of each rose: the map's own north differs from place to place.
    void find_compasses(std::span<const DonutItem> donuts) {
        compasses_.clear();
        const auto& places = sources_.dataset.atlas->places;
        for (const DonutItem& donut : donuts) {
            if (!donut.rose) return compasses_.clear();  // a list is of one kind
            GroundCompass& made = compasses_.emplace_back();
            if (index(donut.node) >= places.size()) continue;
            constexpr double step_deg = 0.02;
            const LonLat at = places[index(donut.node)].location;
            const auto here = sources_.projection.forward(at),
                       north = sources_.projection.forward({at.lon_deg, at.lat_deg + step_deg}),
                       east = sources_.projection.forward({at.lon_deg + step_deg, at.lat_deg});
            if (here && north && east)
                made = {{north->x_m - here->x_m, north->y_m - here->y_m, 0},
                        {east->x_m - here->x_m, east->y_m - here->y_m, 0}};
        }
    }

    LayerSources sources_;
    RibbonDrawing drawing_;
    RibbonStrip strip_;
    std::vector<GroundCompass> compasses_;
};

}  // namespace

Result<std::unique_ptr<Layer>> make_donuts_layer(const LayerSources& sources) {
    auto drawing = RibbonDrawing::create();
    if (!drawing) return drawing.error();
    return std::unique_ptr<Layer>(std::make_unique<DonutsLayer>(sources, std::move(*drawing)));
}

}  // namespace flowspace
