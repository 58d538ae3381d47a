#include "viewer/panels/timeline_chart.h"

#include "render/scene/number_text.h"
#include "viewer/panels/trace_offer.h"
#include "viewer/strings.h"
#include "viewer/widgets/controls.h"
#include "viewer/widgets/text.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace flowspace {

namespace {

/// Steps narrower than two pixels share a column, which shows the largest of them.
std::vector<TimelineColumns::Bar> bars_of(const TimeAxis& axis, const TimeHistogram& histogram,
                                          const TimeScale& scale) {
    using Bar = TimelineColumns::Bar;
    const auto share = [&](const LayerSteps& layer, std::size_t step) {
        if (layer.steps.size() <= step || layer.steps[step].rows == 0 || layer.largest <= 0) return 0.0;
        return std::max(0.0, value(layer.steps[step])) / layer.largest /
               static_cast<double>(histogram.layers.size());
    };
    std::vector<Bar> bars;
    for (std::size_t step = 0; step < axis.size(); ++step) {
        const float x0 = scale.x_of(axis.starts[step]);
        const float x1 = scale.x_of(step_end(axis.grain, axis.starts[step]));
        const bool narrow = x1 - x0 < 2;
        const float left = narrow ? std::floor(x0) : std::round(x0);
        if (bars.empty() || bars.back().x0 != left || !narrow) {
            Bar& bar = bars.emplace_back();
            bar.x0 = left;
            bar.x1 = narrow ? left + 1 : std::max(left + 1, std::round(x1) - (x1 - x0 > 5 ? 2 : 1));
            bar.shares.resize(histogram.layers.size());
        }
        bars.back().last = axis.starts[step];
        for (std::size_t row = 0; row < histogram.layers.size(); ++row)
            bars.back().shares[row] = std::max(bars.back().shares[row], share(histogram.layers[row], step));
    }
    return bars;
}

/// Those that can be seen: a gap of less than a pixel lies under the bars beside it.
std::vector<Window> visible_gaps(const TimeAxis& axis, const TimeScale& scale) {
    std::vector<Window> wide = gaps(axis);
    std::erase_if(wide, [&](const Window& gap) { return scale.x_of(gap.to) - scale.x_of(gap.from) < 1; });
    return wide;
}

void draw_bars(const PanelContext& context, const Box& box, const std::vector<TimelineColumns::Bar>& bars) {
    const Window window = shown_window(context.data.flows->time_axis(), context.settings.filter.window);
    std::vector<Colour> colours;
    for (const LayerSteps& layer : context.derived.time_histogram().layers)
        colours.push_back(layer_colour_of(context.look.theme, context.data, layer.layer));
    for (const TimelineColumns::Bar& bar : bars) {
        const bool in_window = bar.last >= window.from && bar.last < window.to;
        float y = box.y1;
        for (std::size_t row = 0; row < bar.shares.size(); ++row) {
            if (bar.shares[row] <= 0) continue;
            const float height = std::max(1.f, static_cast<float>(bar.shares[row]) * box.height());
            ImGui::GetWindowDrawList()->AddRectFilled({bar.x0, y - height}, {bar.x1, y},
                                                      paint(colours[row], in_window ? 0.95f : 0.32f));
            y -= height;
        }
    }
}

void draw_gaps(const PanelContext& context, const Box& box, const TimeScale& scale,
               const std::vector<Window>& visible) {
    const Look& look = context.look;
    const TimeAxis& axis = context.data.flows->time_axis();
    ImDrawList& list = *ImGui::GetWindowDrawList();
    for (const Window& gap : visible) {
        const Box hole{scale.x_of(gap.from), box.y0, scale.x_of(gap.to), box.y1};
        list.AddRectFilled(hole.min(), hole.max(), paint(look.theme.hairline, 0.35f));
        list.PushClipRect(hole.min(), hole.max(), true);
        for (float x = hole.x0 - hole.height(); x < hole.x1; x += look.px(8))
            list.AddLine({x, hole.y1}, {x + hole.height(), hole.y0}, paint(look.theme.muted_text, 0.35f));
        list.PopClipRect();
        if (hole.width() > look.px(28))
            put_text({look.fonts.small, paint(look.theme.muted_text), Align::centre}, hole,
                     ui(Text::gap_word, look.language));
        if (hole.holds(ImGui::GetIO().MousePos) && ImGui::IsWindowHovered())
            tooltip(look,
                    format_ui(Text::timeline_gap, look.language, format_time(axis.grain, gap.from),
                              format_time(axis.grain, step_start(axis.grain, TimeMs{count(gap.to) - 1}))));
    }
}

void step_tip(const PanelContext& context, std::size_t step) {
    const TimeAxis& axis = context.data.flows->time_axis();
    std::string values;
    for (const LayerSteps& layer : context.derived.time_histogram().layers) {
        const LayerInfo& info = context.data.flows->layers()[index(layer.layer)];
        if (!values.empty()) values += "\n";
        values += layer_name(info, context.look.language);
        values += "  ";
        const bool known = step < layer.steps.size() && layer.steps[step].rows > 0;
        values += known ? with_unit(exact_number(value(layer.steps[step])), info, context.look.language)
                        : std::string(ui(Text::unknown_value, context.look.language));
    }
    tooltip(context.look, format_time(axis.grain, axis.starts[step]), values);
}

struct TickStep {
    Grain grain;
    int every;
    double ms;
};
constexpr double hour_ms = 3.6e6;
constexpr std::array tick_steps = {
    TickStep{Grain::hour, 1, hour_ms},          TickStep{Grain::hour, 3, 3 * hour_ms},
    TickStep{Grain::hour, 6, 6 * hour_ms},      TickStep{Grain::hour, 12, 12 * hour_ms},
    TickStep{Grain::day, 1, 24 * hour_ms},      TickStep{Grain::day, 7, 168 * hour_ms},
    TickStep{Grain::month, 1, 730 * hour_ms},   TickStep{Grain::month, 3, 2190 * hour_ms},
    TickStep{Grain::month, 6, 4380 * hour_ms},  TickStep{Grain::year, 1, 8760 * hour_ms},
    TickStep{Grain::year, 2, 17520 * hour_ms},  TickStep{Grain::year, 5, 43800 * hour_ms},
    TickStep{Grain::year, 10, 87600 * hour_ms},
};

std::string tick_text(Grain grain, TimeMs time) {
    const std::string text = format_time(grain, time);
    if (grain == Grain::hour && text.size() > 11) return text.substr(11);
    return text;
}

}  // namespace

std::vector<Tick> ticks(const TimeAxis& axis, const TimeScale& scale, float spacing_px) {
    const double length =
        static_cast<double>(count(scale.span.to)) - static_cast<double>(count(scale.span.from));
    if (axis.grain == Grain::none || length <= 0 || scale.x1 <= scale.x0) return {};
    const double px_per_ms = static_cast<double>(scale.x1 - scale.x0) / length;
    const auto chosen = std::ranges::find_if(tick_steps, [&](const TickStep& step) {
        return step.ms * px_per_ms >= static_cast<double>(spacing_px);
    });
    const TickStep& step = chosen == tick_steps.end() ? tick_steps.back() : *chosen;
    std::vector<Tick> found;
    int number = 0;
    for (TimeMs time = step_start(step.grain == Grain::month ? Grain::year : step.grain, scale.span.from);
         time < scale.span.to; time = step_end(step.grain, time), ++number)
        if (time >= scale.span.from && number % step.every == 0)
            found.push_back({time, tick_text(step.grain, time)});
    return found;
}

void TimelineChart::draw_brush(PanelContext& context, const Box& box, const TimeScale& scale) {
    const Look& look = context.look;
    const TimeAxis& axis = context.data.flows->time_axis();
    Window& window = context.settings.filter.window;
    const Touch at = touch("brush", {box.x0 - look.px(8), box.y0, box.x1 + look.px(8), box.y1});
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const Window now = shown_window(axis, window);
    const BrushGeometry geometry{scale.x_of(now.from), scale.x_of(now.to), static_cast<double>(look.px(6)),
                                 now == whole_axis(axis)};
    const BrushPart under = brush_part_at(geometry, mouse.x);
    if (at.held && drag_.part == BrushPart::none) drag_ = {under, scale.time_of(mouse.x), now};
    if (!at.held) drag_ = {};
    // A press alone changes nothing; a fresh brush begins with the first movement.
    if (at.held && ImGui::IsMouseDragging(ImGuiMouseButton_Left, 2)) {
        window = drag_brush(axis, drag_, scale.time_of(mouse.x));
        context.settings.playback.playing = false;
    }
    if (at.adjust != 0) window = shift_window(axis, window, at.adjust);
    if (at.hovered && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) window = {};
    const bool on_handle = under == BrushPart::left_handle || under == BrushPart::right_handle;
    if ((at.hovered && on_handle) || drag_.part == BrushPart::left_handle ||
        drag_.part == BrushPart::right_handle)
        ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);

    const Window shown = shown_window(axis, window);
    const float left = std::round(scale.x_of(shown.from));
    const float right = std::round(scale.x_of(shown.to));
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled({left, box.y0}, {right, box.y1}, paint(look.theme.text, 0.06f));
    for (const float x : {left, right}) {
        list.AddRectFilled({x - look.px(1), box.y0}, {x + look.px(1), box.y1}, paint(look.theme.text, 0.9f));
        const Box grip = centred({x - 1, box.y0, x + 1, box.y1}, look.px(8), look.px(24));
        list.AddRectFilled(grip.min(), grip.max(), paint(look.theme.text), look.px(4));
        list.AddRectFilled({x - look.px(1) / 2, grip.y0 + look.px(7)},
                           {x + look.px(1) / 2, grip.y1 - look.px(7)},
                           paint(with_alpha(look.theme.panel, 1)));
    }
    if (at.hovered && !at.held && !on_handle)
        if (const auto step = step_at(axis, scale.time_of(mouse.x))) {
            step_tip(context, *step);
            if (is_asked_for(box))
                show_trace(context, figure_of_step(context.data, context.derived.filter(),
                                                   context.settings.current_layer, axis.starts[*step]));
        }
}

namespace {

/// A bracket over the steps compared with.
void draw_compared(const PanelContext& context, const Box& box, const TimeScale& scale) {
    if (!context.settings.comparison.before) return;
    const Look& look = context.look;
    const Window before = shown_window(context.data.flows->time_axis(), *context.settings.comparison.before);
    const float left = std::round(scale.x_of(before.from)), right = std::round(scale.x_of(before.to));
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled({left, box.y0}, {right, box.y0 + look.px(3)}, paint(look.theme.warning));
    for (const float x : {left, right - look.px(1)})
        list.AddRectFilled({x, box.y0}, {x + look.px(1), box.y1}, paint(look.theme.warning, 0.7f));
}

}  // namespace

void TimelineChart::draw(PanelContext& context, Box box) {
    const Look& look = context.look;
    const TimeAxis& axis = context.data.flows->time_axis();
    const Box labels = cut_bottom(box, look.px(18));
    const TimeScale scale{whole_axis(axis), box.x0 + look.px(8), box.x1 - look.px(8)};
    const Box chart{scale.x0, box.y0, scale.x1, box.y1};
    divider(look, chart.x0, chart.x1, chart.y1);
    const TimelineColumns& columns = columns_.update(
        {&context.data, axis.size(), context.derived.revisions().time_histogram, scale.x0, scale.x1}, [&] {
            return TimelineColumns{bars_of(axis, context.derived.time_histogram(), scale),
                                   visible_gaps(axis, scale)};
        });
    draw_gaps(context, chart, scale, columns.gaps);
    draw_bars(context, chart, columns.bars);
    float free_from = labels.x0;
    for (const Tick& tick : ticks(axis, scale, look.px(72))) {
        const float x = std::round(scale.x_of(tick.time));
        ImGui::GetWindowDrawList()->AddRectFilled({x, chart.y1}, {x + 1, chart.y1 + look.px(4)},
                                                  paint(look.theme.muted_text));
        const float width = text_width(look.fonts.small, tick.text);
        const float start = std::clamp(x, free_from, std::max(free_from, labels.x1 - width));
        if (start > x + 1 && start + width > labels.x1) continue;
        put_text(muted(look), {start, labels.y0, start + width + 1, labels.y1}, tick.text);
        free_from = start + width + look.px(8);
    }
    draw_compared(context, chart, scale);
    draw_brush(context, chart, scale);
}

}  // namespace flowspace
