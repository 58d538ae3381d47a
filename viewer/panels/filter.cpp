// The filter panel: direction and focus, minimum volume with its histogram, how many are shown, the
// hierarchy.
#include "render/scene/number_text.h"
#include "viewer/focus.h"
#include "viewer/panel.h"
#include "viewer/panels/filter_groups.h"
#include "viewer/strings.h"
#include "viewer/widgets/charts.h"
#include "viewer/widgets/controls.h"
#include "viewer/widgets/text.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <string>

namespace flowspace {

namespace {

const char* target_name(const PanelContext& context, const Focus& focus) {
    const Atlas& atlas = *context.data.atlas;
    if (!focus.groups.empty())
        return group_name(atlas.groups[index(focus.groups.front())], context.look.language);
    return place_name(atlas.places[index(focus.places.front())], context.look.language);
}

std::string focus_text(const PanelContext& context) {
    const Focus& focus = context.settings.focus;
    const Language language = context.look.language;
    if (focus.empty()) return ui(Text::focus_none, language);
    const std::size_t count = focus.places.size() + focus.groups.size();
    const char* first = target_name(context, focus);
    if (count == 1) return format_ui(Text::focus_some, language, first);
    const std::size_t number = language == Language::zh ? count : count - 1;
    return format_ui(Text::focus_some, language, format_ui(Text::focus_more, language, first, number));
}

/// Out and in need somewhere to leave from: what is selected becomes the focus.
void choose_direction(Settings& settings, Direction direction) {
    settings.focus.direction = direction;
    const bool can_focus = settings.selected.place || settings.selected.group;
    if (settings.focus.empty() && can_focus) settings.focus = toggled(settings.focus, settings.selected);
    settings.focus.direction = direction;
}

void draw_direction(PanelContext& context, Box& rest) {
    const Look& look = context.look;
    Settings& settings = context.settings;
    const std::array labels = {ui(Text::direction_all, look.language), ui(Text::direction_out, look.language),
                               ui(Text::direction_in, look.language),
                               ui(Text::direction_inside, look.language),
                               ui(Text::direction_crossing, look.language)};
    const bool nowhere = settings.focus.empty() && !settings.selected.place && !settings.selected.group;
    const std::uint32_t needs_focus = 1U << 1 | 1U << 2;
    if (const auto chosen = segmented(look, "direction", cut_top(rest, look.px(28)),
                                      {.labels = labels,
                                       .current = static_cast<std::size_t>(settings.focus.direction),
                                       .disabled = nowhere ? needs_focus : 0,
                                       .disabled_tip = ui(Text::direction_needs_focus, look.language)}))
        choose_direction(settings, static_cast<Direction>(*chosen));
    cut_top(rest, look.px(4));
    Box line = cut_top(rest, look.px(24));
    if (!settings.focus.empty()) {
        draw_icon(Icon::focus, cut_left(line, look.px(20)), look.px(14), paint(look.accent));
        if (icon_button(look, "clear focus", cut_right(line, look.px(24)),
                        {.icon = Icon::close, .tip = ui(Text::focus_clear, look.language)}))
            settings.focus = {};
        put_text(plain(look), line, focus_text(context));
        return;
    }
    const bool by_scope = settings.focus.direction != Direction::all;
    constexpr std::array words = {Text::kind_circle_word, Text::kind_agglomeration_word,
                                  Text::kind_province_word};
    const char* kind = ui(words[static_cast<std::size_t>(settings.filter.kind)], look.language);
    put_text(muted(look), line,
             by_scope ? format_ui(Text::direction_scope_note, look.language, kind) : focus_text(context));
}

/// At which level flows are drawn: between cities, or summed by group.
void draw_level(PanelContext& context, Box& rest) {
    const Look& look = context.look;
    Hierarchy& hierarchy = context.settings.hierarchy;
    const std::array labels = {ui(Text::level_place, look.language), ui(Text::kind_circle, look.language),
                               ui(Text::kind_agglomeration, look.language),
                               ui(Text::kind_province, look.language), ui(Text::level_zoom, look.language)};
    const std::size_t zoom = labels.size() - 1;
    const std::size_t current = hierarchy.by_zoom ? zoom : static_cast<std::size_t>(hierarchy.level);
    const Box line = cut_top(rest, look.px(28));
    if (const auto chosen = segmented(look, "level", line, {.labels = labels, .current = current}))
        hierarchy = *chosen == zoom ? Hierarchy{.by_zoom = true} : Hierarchy{static_cast<Level>(*chosen)};
    if (line.holds(ImGui::GetIO().MousePos) && ImGui::IsWindowHovered())
        tooltip(look, ui(Text::level_title, look.language), ui(Text::level_hint, look.language));
}

void draw_minimum(PanelContext& context, Box& rest) {
    const Look& look = context.look;
    Filter& filter = context.settings.filter;
    const VolumeHistogram& histogram = context.derived.volume_histogram();
    const auto layers = context.data.flows->layers();
    Box line = cut_top(rest, look.px(24));
    put_text(strong(look), cut_left(line, look.px(120)), ui(Text::minimum_title, look.language));
    if (filter.min_value) {
        if (icon_button(look, "clear minimum", cut_right(line, look.px(24)),
                        {.icon = Icon::close, .tip = ui(Text::minimum_none, look.language)}))
            filter.min_value.reset();
    }
    if (filter.min_value && !layers.empty())
        put_text(plain(look, Align::right), line,
                 with_unit("≥ " + short_number(*filter.min_value, look.language),
                           layers[index(context.settings.current_layer)], look.language));
    else
        put_text(muted(look, Align::right), line, ui(Text::minimum_none, look.language));
    const SliderRange range{histogram.low, histogram.high, Spacing::logarithmic};
    const double cut = filter.min_value ? share_of(range, *filter.min_value) : 0;
    cut_top(rest, look.px(4));
    const Box bars = cut_top(rest, look.px(32));
    count_bars(look, inset(bars, look.px(7), 0), histogram.counts, cut);
    const Box track = cut_top(rest, look.px(18));
    if (histogram.counts.empty()) return;
    if (const auto changed =
            slider(look, "minimum", track, range, filter.min_value.value_or(histogram.low))) {
        if (share_of(range, *changed) <= 0)
            filter.min_value.reset();
        else
            filter.min_value = std::stod(fmt::format("{:.3g}", *changed));
    }
    if (track.holds(ImGui::GetIO().MousePos) && ImGui::IsWindowHovered())
        tooltip(look,
                filter.min_value ? exact_number(*filter.min_value) : ui(Text::minimum_none, look.language),
                ui(Text::minimum_hint, look.language));
}

void draw_count(PanelContext& context, Box& rest, Text name, const SliderRange& range, std::uint32_t& count) {
    const Look& look = context.look;
    Box line = cut_top(rest, look.px(26));
    put_text(plain(look), cut_left(line, look.px(136)), ui(name, look.language));
    put_text(plain(look, Align::right), cut_right(line, look.px(48)), exact_number(count));
    // A slider on 1 + count, so that none at all can be asked for on a logarithmic track.
    if (const auto changed =
            slider(look, ui(name, Language::en), line, range, static_cast<double>(count) + 1))
        count = static_cast<std::uint32_t>(std::lround(*changed)) - 1;
}

void draw_shown(PanelContext& context, Box& rest) {
    const Look& look = context.look;
    put_text(strong(look), cut_top(rest, look.px(24)), ui(Text::shown_title, look.language));
    draw_count(context, rest, Text::shown_per_place, {1, 51, Spacing::logarithmic},
               context.settings.show.per_place);
    draw_count(context, rest, Text::shown_strongest, {1, 20001, Spacing::logarithmic},
               context.settings.show.strongest);
    const ShownFlows::Coverage* current = nullptr;
    for (const ShownFlows::Coverage& coverage : context.derived.shown().coverage)
        if (coverage.layer == context.settings.current_layer) current = &coverage;
    Box line = cut_top(rest, look.px(20));
    if (current == nullptr || current->selected == 0) return;
    put_text(muted(look), line,
             format_ui(Text::shown_coverage, look.language, exact_number(static_cast<double>(current->shown)),
                       exact_number(static_cast<double>(current->selected))));
    if (current->selected_value > 0)
        put_text(muted(look, Align::right), line,
                 format_ui(Text::shown_volume, look.language,
                           percent(current->shown_value / current->selected_value)));
}

/// What has cards of its own, at the foot of the panel.
void draw_foot(PanelContext& context, Box& rest) {
    const Look& look = context.look;
    if (rest.height() < look.px(150)) return;
    Box line = cut_bottom(rest, look.px(28));
    cut_bottom(rest, look.px(6));
    const auto offer = [&](const char* id, Text name, Popover card, bool lit, float width) {
        Popover& open = context.workspace.popover;
        if (text_button(
                look, id, cut_left(line, width),
                {.text = ui(name, look.language), .lit = lit || open == card ? Switch::on : Switch::off}))
            open = open == card ? Popover::none : card;
        cut_left(line, look.px(8));
    };
    const Settings& settings = context.settings;
    const bool rules =
        settings.show.backbone || settings.filter.self_flows == SelfFlows::keep || settings.scale;
    offer("what is drawn", Text::show_rules, Popover::shown, rules, look.px(136));
    offer("maps beside", Text::beside_title, Popover::beside, static_cast<bool>(settings.beside),
          line.width());
}

void reset(Settings& settings) {
    Filter fresh;
    fresh.layers = settings.filter.layers;
    fresh.kind = settings.filter.kind;
    settings.filter = fresh;
    settings.focus = {};
    settings.hierarchy = {};
    settings.show = {};
}

void draw_header(PanelContext& context, Box& rest) {
    const Look& look = context.look;
    Box line = cut_top(rest, look.px(28));
    if (icon_button(look, "collapse", cut_right(line, look.px(28)),
                    {.icon = Icon::chevron_left, .tip = ui(Text::collapse, look.language)}))
        context.workspace.filter_open = false;
    if (icon_button(look, "reset", cut_right(line, look.px(28)),
                    {.icon = Icon::undo, .tip = ui(Text::reset_filter, look.language)}))
        reset(context.settings);
    put_text({look.fonts.title, paint(look.theme.text)}, line, ui(Text::filter_title, look.language));
}

class FilterPanel {
public:
    void operator()(PanelContext& context, const Box& box) {
        const Look& look = context.look;
        if (box.width() <= look.px(60)) {
            draw_rail(context, box);
            return;
        }
        Box rest = inset(box, look.px(16), look.px(10));
        draw_header(context, rest);
        cut_top(rest, look.px(6));
        draw_level(context, rest);
        cut_top(rest, look.px(8));
        draw_direction(context, rest);
        cut_top(rest, look.px(8));
        draw_minimum(context, rest);
        const bool room_for_counts = rest.height() > look.px(280);
        if (room_for_counts) {
            cut_top(rest, look.px(8));
            draw_shown(context, rest);
        }
        cut_top(rest, look.px(8));
        divider(look, box.x0, box.x1, rest.y0);
        cut_top(rest, look.px(10));
        draw_foot(context, rest);
        rest.x1 += look.px(8);
        tree_.draw(context, rest);
    }

private:
    static void draw_rail(PanelContext& context, const Box& box) {
        const Look& look = context.look;
        Box rest = inset(box, look.px(6), look.px(6));
        if (icon_button(look, "expand", cut_top(rest, look.px(32)),
                        {.icon = Icon::focus, .tip = ui(Text::filter_title, look.language)})) {
            context.workspace.filter_open = true;
            if (context.layout.map.width() < look.px(480)) context.workspace.inspector_open = false;
        }
        draw_icon(Icon::chevron_right, cut_top(rest, look.px(24)), look.px(14), paint(look.theme.muted_text));
    }

    GroupTree tree_;
};

}  // namespace

Panel filter_panel() {
    return {"filter", [](const PanelContext& context) { return context.layout.filter; }, FilterPanel{}};
}

}  // namespace flowspace
