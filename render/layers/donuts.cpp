#include "render/layers/donuts.h"

#include "render/layers/draped_lines.h"
#include "render/scene/donut.h"
#include "render/scene/strip_painter.h"

#include <utility>

namespace flowspace {

namespace {

class DonutsLayer final : public Layer {
public:
    explicit DonutsLayer(RibbonDrawing drawing) : drawing_(std::move(drawing)) {}

    bool prepare(const LayerInputs& inputs) override {
        const RibbonStrip before = std::move(strip_);
        strip_ = donut_strip({.donuts = inputs.list.donuts,
                              .nodes = inputs.nodes,
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
    RibbonDrawing drawing_;
    RibbonStrip strip_;
};

}  // namespace

Result<std::unique_ptr<Layer>> make_donuts_layer(const LayerSources& /*sources*/) {
    auto drawing = RibbonDrawing::create();
    if (!drawing) return drawing.error();
    return std::unique_ptr<Layer>(std::make_unique<DonutsLayer>(std::move(*drawing)));
}

}  // namespace flowspace
