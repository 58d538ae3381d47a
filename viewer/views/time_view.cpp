#include "viewer/views/time_view.h"

#include "render/scene/number_text.h"
#include "viewer/panels/timeline_chart.h"
#include "viewer/panels/trace_offer.h"
#include "viewer/time_brush.h"
#include "viewer/views/linked_view.h"
#include "viewer/widgets/charts.h"
#include "viewer/widgets/controls.h"
#include "viewer/widgets/text.h"

#include <algorithm>
#include <array>
#include <string>

namespace flowspace {

namespace {

/// The pipeline's histogram is all that it shows.
class TimeView {
public:
    void update(const ViewInput&) {}
    bool busy() const { return false; }
    void draw(PanelContext& context, Box box);
    ShownRows rows(const PanelContext& context) const {
        Filter filter = context.derived.filter();
        filter.window = {};
        return {time_output(context.data, context.derived.time_histogram()), filter, SumKey::time};
    }

private:
    void draw_band(PanelContext& context, Box box, const LayerSteps& layer);
};

void draw_axis(const PanelContext& context, const Box& labels, const TimeScale& scale) {
    const Look& look = context.look;
    float free_from = labels.x0;
    for (const Tick& tick : ticks(context.data.flows->time_axis(), scale, look.px(72))) {
        const float x = std::max(std::round(scale.x_of(tick.time)), free_from);
        const float width = text_width(look.fonts.small, tick.text);
        if (x + width > labels.x1) break;
        put_text(muted(look), {x, labels.y0, x + width + 1, labels.y1}, tick.text);
        free_from = x + width + look.px(8);
    }
}

/// Name, largest value and course of one layer; pressing a step makes it the window.
void TimeView::draw_band(PanelContext& context, Box box, const LayerSteps& layer) {
    const Look& look = context.look;
    const LayerInfo& info = context.data.flows->layers()[index(layer.layer)];
    const TimeAxis& axis = context.data.flows->time_axis();
    Box side = cut_left(box, look.px(92));
    cut_left(box, look.px(8));
    put_text({look.fonts.strong, paint(layer_colour_of(look.theme, context.data, layer.layer))},
             cut_top(side, look.px(18)), layer_name(info, look.language));
    put_text(muted(look), cut_top(side, look.px(15)),
             with_unit("≤ " + short_number(layer.largest, look.language), info, look.language));
    if (side.height() > look.px(15))
        put_text(muted(look), cut_top(side, look.px(15)), status_text(info.status, look.language));
    const std::array lines = {TimeLine{layer.steps, layer_colour_of(look.theme, context.data, layer.layer)}};
    Window& window = context.settings.filter.window;
    const auto step = time_chart(look, "band", box, {axis, window, lines});
    if (!step) return;
    const ExactSum& sum = layer.steps[*step];
    tooltip(look, format_time(axis.grain, axis.starts[*step]),
            sum.rows > 0 ? with_unit(exact_number(value(sum)), info, look.language)
                         : std::string(ui(Text::unknown_value, look.language)));
    if (ImGui::IsMouseClicked(ImGuiMouseButton_Right))
        show_trace(context,
                   figure_of_step(context.data, context.derived.filter(), layer.layer, axis.starts[*step]));
    if (ImGui::IsMouseClicked(ImGuiMouseButton_Left))
        window = {axis.starts[*step], step_end(axis.grain, axis.starts[*step])};
}

void TimeView::draw(PanelContext& context, Box box) {
    const Look& look = context.look;
    const TimeAxis& axis = context.data.flows->time_axis();
    const TimeHistogram& histogram = context.derived.time_histogram();
    const bool empty = context.data.flows->row_count() == 0 || histogram.layers.empty();
    if (empty || axis.grain == Grain::none) {
        put_wrapped(muted(look), inset(box, look.px(6), look.px(12)),
                    ui(empty ? Text::views_nothing : Text::timeline_none, look.language));
        return;
    }
    Box labels = cut_bottom(box, look.px(18));
    labels.x0 += look.px(100);
    const float height = box.height() / static_cast<float>(histogram.layers.size());
    for (std::size_t row = 0; row < histogram.layers.size(); ++row) {
        Box band = cut_top(box, height);
        cut_bottom(band, look.px(6));
        ImGui::PushID(static_cast<int>(row));
        draw_band(context, band, histogram.layers[row]);
        ImGui::PopID();
    }
    draw_axis(context, labels, {whole_axis(axis), labels.x0 + look.px(2), labels.x1 - look.px(2)});
}

}  // namespace

OutputTable time_output(const Dataset& data, const TimeHistogram& histogram) {
    OutputTable output{.columns = {"layer", "time", "value", "unit", "status"}};
    const TimeAxis& axis = data.flows->time_axis();
    for (const LayerSteps& layer : histogram.layers) {
        const LayerInfo& info = data.flows->layers()[index(layer.layer)];
        for (std::size_t step = 0; step < layer.steps.size(); ++step)
            if (layer.steps[step].rows > 0)
                output.rows.push_back({info.key, format_time(axis.grain, axis.starts[step]),
                                       value(layer.steps[step]), info.unit, std::string(key(info.status))});
    }
    return output;
}

LinkedView time_view() { return linked_view<TimeView>("time", Text::view_time, Text::view_time_hint); }

}  // namespace flowspace
