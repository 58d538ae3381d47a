// The settings popover and the list of keys.
#include "viewer/panel.h"
#include "viewer/strings.h"
#include "viewer/widgets/controls.h"
#include "viewer/widgets/scroll_area.h"
#include "viewer/widgets/stack.h"
#include "viewer/widgets/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

namespace flowspace {

namespace {

constexpr float line_height = 40;
constexpr float key_height = 26;

Box under_bar(const PanelContext& context, float width, float height) {
    const Look& look = context.look;
    const Box& bar = context.layout.top_bar;
    const float right = bar.x1 - look.px(8);
    const float top = bar.y1 + look.px(8);
    const float bottom = std::min(top + look.px(height), ImGui::GetIO().DisplaySize.y - look.px(8));
    return {std::max(look.px(8), right - look.px(width)), top, right, std::max(top, bottom)};
}

bool is_open(const PanelContext& context, Popover popover) {
    return context.workspace.popover == popover && !context.workspace.presenting;
}

/// The line's name on the left; returns the place of its control.
Box setting_line(const Look& look, Box& rest, Text name) {
    Box line = cut_top(rest, look.px(line_height));
    put_text(plain(look), cut_left(line, look.px(128)), ui(name, look.language));
    return centred(line, line.width(), look.px(28));
}

template <class Value, std::size_t size>
void choice(const Look& look, Box& rest, Text name, const std::array<Text, size>& labels, Value& value) {
    std::array<const char*, size> words;
    for (std::size_t row = 0; row < size; ++row) words[row] = ui(labels[row], look.language);
    const Box box = setting_line(look, rest, name);
    if (const auto chosen = segmented(look, ui(name, Language::en), box,
                                      {.labels = words, .current = static_cast<std::size_t>(value)}))
        value = static_cast<Value>(*chosen);
}

void flag(const Look& look, Box& rest, Text name, bool& value) {
    Box box = setting_line(look, rest, name);
    const Box at = cut_right(box, look.px(32));
    if (const auto changed =
            toggle_switch(look, ui(name, Language::en), at, value ? Switch::on : Switch::off))
        value = *changed == Switch::on;
}

struct Amount {
    Text name;
    SliderRange range;
    double step;
    const char* unit;
};

void amount(const Look& look, Box& rest, const Amount& what, float& value) {
    Box box = setting_line(look, rest, what.name);
    put_text(plain(look, Align::right), cut_right(box, look.px(52)),
             fmt::format("{:.{}f}{}", value,
                         what.step < 0.1 ? 2
                         : what.step < 1 ? 1
                                         : 0,
                         what.unit));
    if (const auto changed =
            slider(look, ui(what.name, Language::en), box, what.range, static_cast<double>(value)))
        value = static_cast<float>(std::round(*changed / what.step) * what.step);
}

/// Steps, not a slider: it would run away from the pointer as everything grows.
void text_size(const Look& look, Box& rest, float& scale) {
    constexpr std::array<float, 4> sizes = {1, 1.25F, 1.5F, 2};
    static constexpr std::array<const char*, 4> labels = {"100%", "125%", "150%", "200%"};
    std::size_t current = 0;
    for (std::size_t row = 1; row < sizes.size(); ++row)
        if (std::abs(sizes[row] - scale) < std::abs(sizes[current] - scale)) current = row;
    const Box box = setting_line(look, rest, Text::settings_text);
    if (const auto chosen = segmented(look, "text size", box, {.labels = labels, .current = current}))
        scale = sizes[*chosen];
}

void heading(const Look& look, Box& rest, Text text) {
    put_text(strong(look), cut_top(rest, look.px(32)), ui(text, look.language));
}

void draw_settings(PanelContext& context, const Box& box) {
    const Look& look = context.look;
    Style& style = context.settings.style;
    const ScrollArea area("settings", inset(box, 0, look.px(4)));
    const float top = area.origin().y;
    Box rest{area.origin().x + look.px(16), top + look.px(8), area.origin().x + area.width() - look.px(16),
             top + 1e5F};
    heading(look, rest, Text::settings);
    choice(look, rest, Text::settings_language, std::array{Text::language_zh, Text::language_en},
           style.language);
    choice(look, rest, Text::settings_theme,
           std::array{Text::theme_night, Text::theme_paper, Text::theme_contrast}, style.theme);
    choice(look, rest, Text::settings_labels, std::array{Text::labels_zh, Text::labels_en, Text::labels_both},
           style.labels);
    flag(look, rest, Text::settings_motion, style.reduced_motion);
    text_size(look, rest, style.text_scale);
    divider(look, rest.x0, rest.x1, rest.y0 + look.px(6));
    cut_top(rest, look.px(12));
    heading(look, rest, Text::settings_on_map);
    amount(look, rest, {Text::settings_relief, {0, 30}, 1, "×"}, style.exaggeration);
    amount(look, rest, {Text::settings_arc_height, {0, 0.5}, 0.01, ""}, style.arc_height);
    amount(look, rest, {Text::settings_arc_width, {2, 16}, 1, " px"}, style.widest_px);
    amount(look, rest, {Text::settings_speed, {0.25, 4, Spacing::logarithmic}, 0.05, "×"}, style.speed);
    choice(look, rest, Text::settings_space, std::array{Text::space_map, Text::space_flow},
           context.settings.space);
    flag(look, rest, Text::settings_areas, style.show_areas);
    flag(look, rest, Text::settings_place_names, style.show_labels);
    flag(look, rest, Text::settings_furniture, style.show_furniture);
    if (context.workspace.monitors > 1) {
        constexpr std::size_t most = 5;
        static constexpr std::array<const char*, most> numbers = {"·", "1", "2", "3", "4"};
        const std::size_t count = std::min(most, context.workspace.monitors + 1);
        const Box line = setting_line(look, rest, Text::settings_monitor);
        if (const auto chosen =
                segmented(look, "monitor", line,
                          {.labels = std::span(numbers).first(count),
                           .current = static_cast<std::size_t>(context.workspace.monitor + 1)}))
            context.workspace.monitor = static_cast<int>(*chosen) - 1;
    }
    area.reach({rest.x0, rest.y0 + look.px(4)});
}

struct KeyLine {
    const char* keys;
    std::optional<Text> spoken;  // where the key's name follows the language
    Text does;
};
constexpr std::array key_lines = {
    KeyLine{"Tab   Shift Tab", {}, Text::key_focus},
    KeyLine{"", Text::key_press_how, Text::key_press},
    KeyLine{"", Text::key_space, Text::key_play},
    KeyLine{"[  ]", {}, Text::key_step},
    KeyLine{"{  }", {}, Text::key_window_start},
    KeyLine{"(  )", {}, Text::key_window_end},
    KeyLine{"1 – 5", {}, Text::key_layers},
    KeyLine{"H   Shift H", {}, Text::key_level},
    KeyLine{"C", {}, Text::key_compare},
    KeyLine{"M", {}, Text::key_space_of_flows},
    KeyLine{"R", {}, Text::key_scale},
    KeyLine{"V", {}, Text::key_beside},
    KeyLine{"Shift V", {}, Text::key_per_layer},
    KeyLine{"G", {}, Text::key_next_map},
    KeyLine{"Y", {}, Text::key_linked},
    KeyLine{"O", {}, Text::key_swipe},
    KeyLine{"/", {}, Text::key_search},
    KeyLine{"Ctrl Z   Ctrl Shift Z", {}, Text::key_undo},
    KeyLine{"", Text::key_arrows, Text::key_pan},
    KeyLine{"+  –", {}, Text::key_zoom},
    KeyLine{"", Text::key_orbit_how, Text::key_orbit},
    KeyLine{"", Text::key_area_how, Text::key_area},
    KeyLine{"P", {}, Text::key_pin},
    KeyLine{"X", {}, Text::key_export},
    KeyLine{"B", {}, Text::key_bookmarks},
    KeyLine{"Ctrl B", {}, Text::key_bookmark},
    KeyLine{"Ctrl 1 – 9", {}, Text::key_go_bookmark},
    KeyLine{"Ctrl +   Ctrl –", {}, Text::key_text},
    KeyLine{"N", {}, Text::key_north},
    KeyLine{"F", {}, Text::key_fit},
    KeyLine{"D", {}, Text::key_views},
    KeyLine{",  .", {}, Text::key_next_view},
    KeyLine{"J  K", {}, Text::key_next_row},
    KeyLine{"E", {}, Text::key_export_view},
    KeyLine{"W", {}, Text::key_trace},
    KeyLine{"A", {}, Text::key_analyses},
    KeyLine{"Home", {}, Text::key_home},
    KeyLine{"L", {}, Text::key_language},
    KeyLine{"T", {}, Text::key_theme},
    KeyLine{"S", {}, Text::key_story},
    KeyLine{"Tab  ↑  ↓", {}, Text::key_move_scene},
    KeyLine{"F5", {}, Text::key_present},
    KeyLine{"→  ←  PgDn  PgUp", {}, Text::key_next_scene},
    KeyLine{"B  S  P  M  N  V", {}, Text::key_presenter_tools},
    KeyLine{"Esc", {}, Text::key_back},
    KeyLine{"Ctrl O", {}, Text::key_open},
    KeyLine{"Ctrl S", {}, Text::key_save},
    KeyLine{"Ctrl Q", {}, Text::key_quit},
    KeyLine{"?", {}, Text::key_this_list},
};

void draw_keys(PanelContext& context, const Box& box) {
    const Look& look = context.look;
    Box rest = inset(box, look.px(16), look.px(12));
    heading(look, rest, Text::keys_help);
    const ScrollArea area("keys", rest);
    Stack stack{area.origin().x, area.origin().x + area.width(), area.origin().y};
    for (const KeyLine& key : key_lines) {
        Box line = stack.take(look.px(key_height));
        const char* name = key.spoken ? ui(*key.spoken, look.language) : key.keys;
        put_text(strong(look), cut_left(line, look.px(164)), name);
        put_text(plain(look), line, ui(key.does, look.language));
    }
    area.reach({stack.x0, stack.y});
}

void draw_notice(PanelContext& context, const Box& box) {
    const Look& look = context.look;
    const bool failed = context.workspace.notice_failed;
    put_text({look.fonts.body, paint(failed ? look.theme.danger : look.theme.text)},
             inset(box, look.px(14), 0), context.workspace.notice);
    if (box.holds(ImGui::GetIO().MousePos)) tooltip(look, context.workspace.notice);
}

}  // namespace

Panel notice_panel() {
    return {"notice",
            [](const PanelContext& context) {
                if (context.workspace.notice.empty() || context.workspace.presenting) return Box{};
                const Look& look = context.look;
                const float wanted = text_width(look.fonts.body, context.workspace.notice) + look.px(32);
                const Box& map = context.layout.map;
                const float width = std::min(wanted, std::max(look.px(240), map.width() - look.px(48)));
                const float top = map.y0 + look.px(12);
                return Box{map.centre().x - width / 2, top, map.centre().x + width / 2, top + look.px(36)};
            },
            draw_notice, Panel::Ground::popover};
}

Panel settings_panel() {
    return {"settings",
            [](const PanelContext& context) {
                return is_open(context, Popover::settings) ? under_bar(context, 400, 616) : Box{};
            },
            draw_settings, Panel::Ground::popover};
}

Panel keys_panel() {
    return {"keys",
            [](const PanelContext& context) {
                if (!is_open(context, Popover::keys)) return Box{};
                Box box = under_bar(context, 460, 56 + key_height * static_cast<float>(key_lines.size()));
                box.y1 = std::min(box.y1, ImGui::GetIO().DisplaySize.y - context.look.px(8));
                return box;
            },
            draw_keys, Panel::Ground::popover};
}

}  // namespace flowspace
