// The top bar: title, a chip per layer, search, undo and redo, language, theme, presenting, settings.
#include "viewer/focus.h"
#include "viewer/panel.h"
#include "viewer/panels/trace_offer.h"
#include "viewer/search.h"
#include "viewer/strings.h"
#include "viewer/widgets/charts.h"
#include "viewer/widgets/controls.h"
#include "viewer/widgets/text.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

namespace flowspace {

namespace {

enum class ChipDetail : std::uint8_t { unit_and_status, status, name, swatch };

std::string chip_note(const LayerInfo& layer, Language language, ChipDetail detail) {
    if (detail >= ChipDetail::name) return {};
    const char* status = status_text(layer.status, language);
    if (detail == ChipDetail::status) return status;
    const char* unit = layer_unit(layer, language);
    return std::string(*unit == 0 ? ui(Text::no_unit, language) : unit) + "·" + status;
}

float chip_width(const Look& look, const LayerInfo& layer, ChipDetail detail) {
    if (detail == ChipDetail::swatch) return look.px(10 + 16 + 10);
    const float name = text_width(look.fonts.strong, layer_name(layer, look.language));
    const float note = text_width(look.fonts.small, chip_note(layer, look.language, detail));
    return std::ceil(look.px(10 + 16 + 8) + std::max(name, note) + look.px(12));
}

float chips_width(const PanelContext& context, ChipDetail detail) {
    float width = 0;
    for (const LayerInfo& layer : context.data.flows->layers())
        width += chip_width(context.look, layer, detail) + context.look.px(4);
    return width;
}

void press_chip(PanelContext& context, LayerId layer) {
    Settings& settings = context.settings;
    std::vector<LayerId>& layers = settings.filter.layers;
    layers = ImGui::GetIO().KeyCtrl ? std::vector<LayerId>{layer} : toggled(layers, layer);
    const bool is_on = std::ranges::binary_search(layers, layer);
    if (is_on) settings.current_layer = layer;
    if (!std::ranges::binary_search(layers, settings.current_layer)) settings.current_layer = layers.front();
}

void chip_tip(const Look& look, const LayerInfo& layer) {
    std::string rest = chip_note(layer, look.language, ChipDetail::unit_and_status);
    const std::string& source = layer_source(layer, look.language);
    if (!source.empty()) rest.append("\n").append(format_ui(Text::source_line, look.language, source));
    rest += "\n";
    rest += ui(Text::layer_hint, look.language);
    tooltip(look, layer_name(layer, look.language), rest);
}

void draw_chip(PanelContext& context, const Box& box, LayerId id, ChipDetail detail) {
    const Look& look = context.look;
    const LayerInfo& layer = context.data.flows->layers()[index(id)];
    const bool is_on = std::ranges::binary_search(context.settings.filter.layers, id);
    const bool current = is_on && context.settings.current_layer == id;
    const Colour own = layer_colour_of(look.theme, context.data, id);
    const Touch at = touch("chip", box);
    if (is_on) plate(look, box, with_alpha(own, look.theme.dark ? 0.14f : 0.10f));
    if (at.hovered) plate(look, box, with_alpha(look.theme.raised_hover, is_on ? 0.5f : 1.f));
    if (current) {
        const Box mark{box.x0 + look.px(10), box.y1 - look.px(2), box.x1 - look.px(10), box.y1};
        ImGui::GetWindowDrawList()->AddRectFilled(mark.min(), mark.max(), paint(own), look.px(1));
    }
    Box inner = inset(box, look.px(10), 0);
    const Box swatch = cut_left(inner, look.px(16));
    line_swatch(look, swatch, is_on ? own : with_alpha(look.theme.muted_text, 0.6f), layer.status);
    cut_left(inner, look.px(8));
    const std::string note = chip_note(layer, look.language, detail);
    const TextStyle name{look.fonts.strong, paint(is_on ? look.theme.text : look.theme.muted_text)};
    if (detail == ChipDetail::name) {
        put_text(name, inner, layer_name(layer, look.language));
    } else if (detail != ChipDetail::swatch) {
        put_text(name, cut_top(inner, look.px(20)), layer_name(layer, look.language));
        put_text(muted(look), cut_top(inner, look.px(15)), note);
    }
    if (at.hovered) chip_tip(look, layer);
    if (at.hovered && is_asked_for(box))
        show_trace(context, figure_of_total(context.derived.answered_filter(), id));
    if (at.clicked) press_chip(context, id);
}

/// Below this nothing of the title can be read, and chips go without their names.
constexpr float least_title = 64;
constexpr float title_gap = 20;

/// As much of each chip as leaves `title_px` for the title.
ChipDetail detail_for(const PanelContext& context, float width_px, float title_px) {
    for (const ChipDetail detail : {ChipDetail::unit_and_status, ChipDetail::status})
        if (chips_width(context, detail) + title_px <= width_px) return detail;
    const float least_px = chips_width(context, ChipDetail::name) + context.look.px(least_title);
    return least_px <= width_px ? ChipDetail::name : ChipDetail::swatch;
}

void draw_chips(PanelContext& context, Box box, ChipDetail detail) {
    const Look& look = context.look;
    const float squeeze = std::min(1.f, box.width() / std::max(1.f, chips_width(context, detail)));
    for (std::uint32_t row = 0; row < context.data.flows->layers().size(); ++row) {
        ImGui::PushID(static_cast<int>(row));
        const float width = std::floor(chip_width(look, context.data.flows->layers()[row], detail) * squeeze);
        draw_chip(context, cut_left(box, width), LayerId{row}, detail);
        cut_left(box, look.px(4));
        ImGui::PopID();
    }
}

ThemeId next_theme(ThemeId theme) {
    return theme == ThemeId::night   ? ThemeId::paper
           : theme == ThemeId::paper ? ThemeId::contrast
                                     : ThemeId::night;
}

/// From right to left; what is left of the bar is for the chips.
void draw_buttons(PanelContext& context, Box& bar) {
    const Look& look = context.look;
    Settings& settings = context.settings;
    Workspace& workspace = context.workspace;
    const auto next = [&] {
        const Box slot = cut_right(bar, look.px(32));
        return centred(slot, look.px(32), look.px(32));
    };
    const auto tip = [&](Text text) { return std::string_view(ui(text, look.language)); };
    const auto open = [&](Popover popover) {
        workspace.popover = workspace.popover == popover ? Popover::none : popover;
    };
    const auto lit = [&](Popover popover) { return workspace.popover == popover ? Switch::on : Switch::off; };
    if (icon_button(look, "settings", next(),
                    {.icon = Icon::settings, .tip = tip(Text::settings), .lit = lit(Popover::settings)}))
        open(Popover::settings);
    if (icon_button(look, "keys", next(),
                    {.icon = Icon::keys, .tip = tip(Text::keys_help), .lit = lit(Popover::keys)}))
        open(Popover::keys);
    if ((context.import || workspace.views_open) &&
        icon_button(look, "views", next(),
                    {.icon = Icon::table,
                     .tip = tip(Text::views_button),
                     .lit = workspace.views_open ? Switch::on : Switch::off}))
        workspace.views_open = !workspace.views_open;
    if (context.import &&
        icon_button(
            look, "import", next(),
            {.icon = Icon::import_data, .tip = tip(Text::import_button), .lit = lit(Popover::import_data)}))
        open(Popover::import_data);
    if (icon_button(
            look, "bookmarks", next(),
            {.icon = Icon::bookmark, .tip = tip(Text::bookmarks_title), .lit = lit(Popover::bookmarks)}))
        open(Popover::bookmarks);
    if (icon_button(look, "present", next(), {.icon = Icon::present, .tip = tip(Text::present)}))
        workspace.presenting = true;
    if (icon_button(look, "theme", next(), {.icon = Icon::theme, .tip = tip(Text::theme_switch)}))
        settings.style.theme = next_theme(settings.style.theme);
    const Box language = next();
    const Touch at = touch("language", language);
    if (at.hovered) plate(look, language, look.theme.raised_hover);
    put_text({look.fonts.strong, paint(at.hovered ? look.theme.text : look.theme.muted_text), Align::centre},
             language, ui(Text::language_button, look.language));
    if (at.hovered) tooltip(look, ui(Text::language_switch, look.language));
    if (at.clicked) settings.style.language = look.language == Language::zh ? Language::en : Language::zh;
    cut_right(bar, look.px(8));
    const auto ability = [](bool can) { return can ? Ability::enabled : Ability::disabled; };
    if (icon_button(look, "redo", next(),
                    {.icon = Icon::redo, .tip = tip(Text::redo), .ability = ability(context.steps.can_redo)}))
        context.actions.push_back(Redo{});
    if (icon_button(look, "undo", next(),
                    {.icon = Icon::undo, .tip = tip(Text::undo), .ability = ability(context.steps.can_undo)}))
        context.actions.push_back(Undo{});
    if (context.import &&
        icon_button(look, "export", next(),
                    {.icon = Icon::save_rows,
                     .tip = tip(Text::export_title),
                     .lit = workspace.export_state.running() ? Switch::on : lit(Popover::exporting)}))
        open(Popover::exporting);
    cut_right(bar, look.px(8));
}

void choose(PanelContext& context, const Target& target) {
    context.settings.selected = target;
    context.actions.push_back(FlyTo{target});
    context.workspace.search_text.clear();
    context.workspace.popover = Popover::none;
}

/// The field; true while it is in use.
bool draw_search_field(PanelContext& context, Box& bar) {
    const Look& look = context.look;
    Workspace& workspace = context.workspace;
    const float width = bar.width() > look.px(1240) ? look.px(240) : look.px(150);
    const Box field = centred(cut_right(bar, width), width, look.px(32));
    cut_right(bar, look.px(12));
    const Text hint = width > look.px(200) ? Text::search_hint : Text::search_short;
    const std::string before = workspace.search_text;
    const bool entered = text_field(look, "##search", field,
                                    {.hint = ui(hint, look.language),
                                     .icon = Icon::search,
                                     .take_focus = std::exchange(workspace.focus_search, false)},
                                    workspace.search_text);
    const bool active = ImGui::IsItemActive();
    if (workspace.search_text != before) {
        workspace.search_row = 0;
        workspace.popover = workspace.search_text.empty() ? Popover::none : Popover::search;
    }
    const std::vector<Target>& hits = context.derived.search().find(workspace.search_text).targets;
    const int last = static_cast<int>(std::min(search_rows, hits.size())) - 1;
    if (active && ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_DownArrow))) ++workspace.search_row;
    if (active && ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_UpArrow))) --workspace.search_row;
    workspace.search_row = std::clamp(workspace.search_row, 0, std::max(0, last));
    if (entered && last >= 0) choose(context, hits[static_cast<std::size_t>(workspace.search_row)]);
    return active || !workspace.search_text.empty();
}

/// Where large text leaves no room the title goes, then the names of the chips, and the search is a button
/// until it is wanted.
class TopBar {
public:
    void operator()(PanelContext& context, const Box& box);

private:
    void draw_search(PanelContext& context, Box& bar);

    bool searching_ = false;
};

void TopBar::draw_search(PanelContext& context, Box& bar) {
    const Look& look = context.look;
    const float least_px =
        chips_width(context, ChipDetail::name) + look.px(least_title + title_gap + 150 + 12);
    if (bar.width() >= least_px || searching_ || context.workspace.focus_search) {
        const bool asked = context.workspace.focus_search;
        searching_ = draw_search_field(context, bar) || asked;
        return;
    }
    const Box slot = centred(cut_right(bar, look.px(32)), look.px(32), look.px(32));
    cut_right(bar, look.px(12));
    if (icon_button(look, "search", slot,
                    {.icon = Icon::search, .tip = ui(Text::search_hint, look.language)}))
        context.workspace.focus_search = true;
}

void TopBar::operator()(PanelContext& context, const Box& box) {
    const Look& look = context.look;
    Box bar = inset(box, look.px(16), 0);
    bar.x1 += look.px(8);
    const Dataset& data = context.data;
    const std::string& own_title = look.language == Language::zh ? data.title_zh : data.title_en;
    const std::string_view title = own_title.empty()
                                       ? std::string_view(ui(Text::default_title, look.language))
                                       : std::string_view(own_title);
    draw_buttons(context, bar);
    draw_search(context, bar);
    const float wanted = text_width(look.fonts.title, title) + 1;
    const float gap = look.px(title_gap);
    const ChipDetail detail = detail_for(context, bar.width() - gap, std::min(wanted, look.px(160)));
    const float room = bar.width() - gap - chips_width(context, detail);
    if (detail != ChipDetail::swatch || room >= look.px(least_title)) {
        put_text({look.fonts.title, paint(look.theme.text)},
                 cut_left(bar, std::min(wanted, std::max(look.px(least_title), room))), title);
        cut_left(bar, gap);
    }
    draw_chips(context, inset(bar, 0, look.px(3)), detail);
}

}  // namespace

Panel top_bar_panel() {
    return {"top bar", [](const PanelContext& context) { return context.layout.top_bar; }, TopBar{},
            Panel::Ground::bar};
}

}  // namespace flowspace
