// The inspector: the selected place, pair or group with totals, partners, course in time and the rows behind.
#include "render/scene/number_text.h"
#include "viewer/bookmarks.h"
#include "viewer/focus.h"
#include "viewer/panel.h"
#include "viewer/panels/inspector_parts.h"
#include "viewer/panels/trace_offer.h"
#include "viewer/strings.h"
#include "viewer/time_brush.h"
#include "viewer/widgets/charts.h"
#include "viewer/widgets/controls.h"
#include "viewer/widgets/text.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace flowspace {

namespace {

/// Long enough for the longest content; what is left over is scrolled away.
constexpr float endless = 1e6f;

/// The window that the figures below are of: for a moment after it was moved, the one before.
std::string window_text(const PanelContext& context) {
    const TimeAxis& axis = context.data.flows->time_axis();
    if (axis.grain == Grain::none || axis.starts.empty()) return {};
    const InspectorKey& figures = context.derived.inspector().key;
    const Window window =
        shown_window(axis, figures.target.empty() ? context.settings.filter.window : figures.window);
    const std::string from = format_time(axis.grain, window.from);
    const std::string to = format_time(axis.grain, last_step_of(axis, window));
    return from == to ? from : format_ui(Text::window_range, context.look.language, from, to);
}

std::vector<std::string> population_and_gdp(const PanelContext& context, const Place& place) {
    const Language language = context.look.language;
    std::vector<std::string> facts;
    if (place.population_2020)
        facts.push_back(format_ui(Text::population_line, language,
                                  short_number(*place.population_2020, language), "2020"));
    const auto gdp = place.gdp_2022 ? place.gdp_2022 : place.gdp_2020;
    const char* year = place.gdp_2022 ? "2022" : "2020";
    if (gdp) {
        // 100 million yuan: 亿元 in Chinese, billions in English.
        const std::string amount = language == Language::zh
                                       ? short_number(*gdp, language) + ui(Text::yuan_100m, language)
                                       : short_number(*gdp * 1e8, language) + " yuan";
        facts.push_back(format_ui(Text::gdp_line, language, amount, year));
    }
    return facts;
}

void draw_header(PanelContext& context, Box& rest) {
    const Look& look = context.look;
    Settings& settings = context.settings;
    Box line = cut_top(rest, look.px(28));
    if (icon_button(look, "collapse", cut_right(line, look.px(28)),
                    {.icon = Icon::chevron_right, .tip = ui(Text::collapse, look.language)}))
        context.workspace.inspector_open = false;
    const Target target = settings.selected;
    if (target.empty()) {
        const char* words = ui(Text::analysis_title, look.language);
        const Box at = cut_right(line, text_width(look.fonts.body, words) + look.px(24));
        if (text_button(look, "analyses", at,
                        {.text = words, .tip = ui(Text::analysis_button_tip, look.language)}))
            context.workspace.analysis_open = true;
    }
    if (!target.empty()) {
        if (icon_button(look, "close", cut_right(line, look.px(28)),
                        {.icon = Icon::close, .tip = ui(Text::close, look.language)}))
            settings.selected = {};
        if (icon_button(look, "fly", cut_right(line, look.px(28)),
                        {.icon = Icon::locate, .tip = ui(Text::fly_to, look.language)}))
            context.actions.push_back(FlyTo{target});
        const bool pinned = is_pinned(settings.pins, target);
        if (icon_button(look, "pin", cut_right(line, look.px(28)),
                        {.icon = Icon::pin,
                         .tip = ui(pinned ? Text::pin_remove : Text::pin_add, look.language),
                         .lit = pinned ? Switch::on : Switch::off}))
            settings.pins = toggled_pin(settings.pins, target);
    }
    if (target.place || target.group) {
        const bool focused = is_focused(settings.focus, target);
        if (icon_button(look, "focus", cut_right(line, look.px(28)),
                        {.icon = Icon::focus,
                         .tip = ui(focused ? Text::focus_remove : Text::focus_add, look.language),
                         .lit = focused ? Switch::on : Switch::off}))
            settings.focus = toggled(settings.focus, target);
    }
    if (target.flow) {
        const auto back = reverse_pair(*context.data.flows, target.flow->pair);
        if (icon_button(look, "swap", cut_right(line, look.px(28)),
                        {.icon = Icon::swap,
                         .tip = ui(Text::swap_direction, look.language),
                         .ability = back ? Ability::enabled : Ability::disabled}))
            settings.selected.flow->pair = *back;
    }
    if (target.tie && icon_button(look, "swap", cut_right(line, look.px(28)),
                                  {.icon = Icon::swap, .tip = ui(Text::swap_direction, look.language)}))
        std::swap(settings.selected.tie->origin, settings.selected.tie->destination);
    const std::string title =
        target.empty() ? ui(Text::inspector_title, look.language) : target_title(context, target);
    put_text({look.fonts.title, paint(look.theme.text)}, line, title);
}

void draw_layer_tabs(PanelContext& context, Box& rest) {
    const Look& look = context.look;
    Settings& settings = context.settings;
    const std::vector<LayerId>& layers = settings.filter.layers;
    if (layers.size() < 2) return;
    const LayerId current = layer_spoken_of(settings);
    std::vector<const char*> labels;
    std::size_t at = layers.size();
    for (const LayerId layer : layers) {
        if (layer == current) at = labels.size();
        labels.push_back(layer_name(context.data.flows->layers()[index(layer)], look.language));
    }
    if (const auto chosen =
            segmented(look, "layer", cut_top(rest, look.px(28)), {.labels = labels, .current = at})) {
        settings.current_layer = layers[*chosen];
        if (settings.selected.flow) settings.selected.flow->layer = layers[*chosen];
        if (settings.selected.tie) settings.selected.tie->layer = layers[*chosen];
    }
    cut_top(rest, look.px(10));
}

/// Where population and GDP of a place are from, as far as they are said.
std::string attribute_sources(const PanelContext& context, const Place& place) {
    const Atlas& atlas = *context.data.atlas;
    std::string text;
    const auto add = [&](bool known, const Credit& source) {
        if (!known || source.empty()) return;
        text += (text.empty() ? "" : "\n") + (context.look.language == Language::zh ? source.zh : source.en);
    };
    add(place.population_2020.has_value(), atlas.population_source);
    add(place.gdp_2020 || place.gdp_2022, atlas.gdp_source);
    return text;
}

void draw_facts(const PanelContext& context, Box& rest) {
    const Look& look = context.look;
    const Target& target = context.settings.selected;
    put_text(muted(look), cut_top(rest, look.px(18)), target_note(context, target));
    if (target.place) {
        const Place& place = context.data.atlas->places[index(*target.place)];
        std::string line;
        for (const std::string& fact : population_and_gdp(context, place))
            line += (line.empty() ? "" : "·") + fact;
        if (!line.empty()) {
            const Box at = cut_top(rest, look.px(18));
            put_text(muted(look), at, line);
            if (at.holds(ImGui::GetIO().MousePos) && ImGui::IsWindowHovered())
                tooltip(look, line, attribute_sources(context, place));
        }
    }
    cut_top(rest, look.px(8));
}

/// Where the numbers come from: window, status and source; modelled ones in the warning colour.
void draw_source(const PanelContext& context, Box& rest, LayerId id) {
    const Look& look = context.look;
    const LayerInfo& layer = context.data.flows->layers()[index(id)];
    const bool modelled = layer.status == Status::modelled;
    Box line = cut_bottom(rest, look.px(24));
    const char* status = status_text(layer.status, look.language);
    const float width = text_width(look.fonts.small, status) + look.px(12);
    const Box tag = centred(cut_left(line, width), width, look.px(18));
    const Colour colour = modelled ? look.theme.warning : look.theme.muted_text;
    plate(look, tag, with_alpha(colour, 0.16f));
    put_text({look.fonts.small, paint(colour), Align::centre}, tag, status);
    cut_left(line, look.px(8));
    const std::string source =
        layer_source(layer, look.language).empty()
            ? std::string()
            : format_ui(Text::source_line, look.language, layer_source(layer, look.language));
    put_text(muted(look), line, source);
    if (line.holds(ImGui::GetIO().MousePos) && ImGui::IsWindowHovered() && !source.empty())
        tooltip(look, source);
    cut_bottom(rest, look.px(4));
}

void draw_selected(PanelContext& context, Box rest) {
    const Look& look = context.look;
    const LayerId layer = context.derived.inspector().key.layer;
    draw_facts(context, rest);
    draw_layer_tabs(context, rest);
    draw_source(context, rest, layer);
    rest.x1 += look.px(8);
    ImGui::SetCursorScreenPos(rest.min());
    if (ImGui::BeginChild("figures", {rest.width(), rest.height()})) {
        const ImVec2 start = ImGui::GetCursorScreenPos();
        Box page{start.x, start.y, rest.x1 - look.px(8), start.y + endless};
        put_text(muted(look), cut_top(page, look.px(20)), window_text(context));
        cut_top(page, look.px(4));
        if (context.derived.busy())
            put_text(muted(look), cut_top(page, look.px(20)), ui(Text::computing, look.language));
        draw_figures(context, page);
        draw_course(context, page);
        if (!context.settings.selected.flow && !context.settings.selected.tie) draw_partners(context, page);
        draw_rows(context, page);
        ImGui::SetCursorScreenPos({start.x, page.y0});
        ImGui::Dummy({1, look.px(8)});
    }
    ImGui::EndChild();
}

void draw_nothing(PanelContext& context, Box rest) {
    const Look& look = context.look;
    cut_top(rest, look.px(4));
    const float used = put_wrapped({look.fonts.body, paint(look.theme.muted_text)}, rest,
                                   ui(Text::inspector_empty_hint, look.language));
    cut_top(rest, used + look.px(14));
    if (context.data.flows->layers().empty()) return;
    draw_layer_tabs(context, rest);
    draw_source(context, rest, context.settings.current_layer);
    draw_strongest(context, rest);
}

void draw_rail(PanelContext& context, const Box& box) {
    const Look& look = context.look;
    Box rest = inset(box, look.px(6), look.px(6));
    if (icon_button(look, "expand", cut_top(rest, look.px(32)),
                    {.icon = Icon::details, .tip = ui(Text::inspector_title, look.language)})) {
        context.workspace.inspector_open = true;
        if (context.layout.map.width() < look.px(560)) context.workspace.filter_open = false;
    }
    draw_icon(Icon::chevron_left, cut_top(rest, look.px(24)), look.px(14), paint(look.theme.muted_text));
}

void draw(PanelContext& context, const Box& box) {
    const Look& look = context.look;
    answer_trace_key(context);
    if (box.width() <= look.px(60)) {
        draw_rail(context, box);
        return;
    }
    Box rest = inset(box, look.px(16), look.px(10));
    draw_header(context, rest);
    if (context.settings.selected.empty())
        draw_nothing(context, rest);
    else
        draw_selected(context, rest);
}

}  // namespace

Panel inspector_panel() {
    return {"inspector", [](const PanelContext& context) { return context.layout.inspector; }, draw};
}

}  // namespace flowspace
