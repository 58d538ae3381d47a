// Outlines of the areas listed; the chosen one stands out. The one under the pointer is drawn over the
// picture, so that pointing at areas never redraws the ground.
#include "render/layers/areas.h"

#include "render/layers/draped_lines.h"

namespace flowspace {

namespace {

constexpr float outline_alpha = 0.55f;
constexpr float dimmed_alpha = 0.22f;
constexpr float chosen_alpha = 0.95f;

class AreaOutlines {
public:
    AreaOutlines(const LayerSources& sources, RibbonDrawing drawing) : drawing_(std::move(drawing)) {
        for (const std::vector<MapLine>& rings : sources.lines.areas)
            areas_.emplace_back(rings, sources.relief);
    }

    /// `alpha_of`: of an area's outline.
    template <class AlphaOf>
    void gather(const LayerInputs& inputs, const AlphaOf& alpha_of) {
        strip_ = {};
        if (!inputs.frame.style.show_areas) return;
        for (const AreaItem& area : inputs.list.areas)
            if (const float alpha = alpha_of(area, inputs.frame); alpha > 0)
                drape(strip_, areas_[index(area.group)],
                      {.width_px = inputs.theme.area_outline_px * static_cast<float>(inputs.px_scale),
                       .colour = with_alpha(
                           area.tint ? inputs.theme.text : area_colour(inputs.theme, area.colour), alpha)},
                      inputs);
    }
    void draw() { drawing_.draw(strip_); }

private:
    std::vector<LineGround> areas_;  // by group
    RibbonDrawing drawing_;
    RibbonStrip strip_;
};

class AreasLayer final : public Layer {
public:
    explicit AreasLayer(AreaOutlines outlines) : outlines_(std::move(outlines)) {}

    bool prepare(const LayerInputs& inputs) override {
        outlines_.gather(inputs, [](const AreaItem& area, const Frame& frame) {
            if (frame.selected.group == area.group) return chosen_alpha;
            return frame.selected.group ? dimmed_alpha : outline_alpha;
        });
        return true;
    }
    void draw(const LayerInputs& /*inputs*/) override { outlines_.draw(); }

private:
    AreaOutlines outlines_;
};

class PointedAreaLayer final : public Layer {
public:
    explicit PointedAreaLayer(AreaOutlines outlines) : outlines_(std::move(outlines)) {}

    bool shows(const LayerInputs& inputs) const override {
        return inputs.frame.style.show_areas && inputs.frame.hover.group.has_value();
    }
    void draw(const LayerInputs& inputs) override {
        outlines_.gather(inputs, [](const AreaItem& area, const Frame& frame) {
            return frame.hover.group == area.group ? chosen_alpha : 0;
        });
        outlines_.draw();
    }

private:
    AreaOutlines outlines_;
};

template <class Kind>
Result<std::unique_ptr<Layer>> make(const LayerSources& sources) {
    auto drawing = RibbonDrawing::create();
    if (!drawing) return drawing.error();
    return std::unique_ptr<Layer>(std::make_unique<Kind>(AreaOutlines(sources, std::move(*drawing))));
}

}  // namespace

Result<std::unique_ptr<Layer>> make_areas_layer(const LayerSources& sources) {
    return make<AreasLayer>(sources);
}
Result<std::unique_ptr<Layer>> make_pointed_area_layer(const LayerSources& sources) {
    return make<PointedAreaLayer>(sources);
}

}  // namespace flowspace
