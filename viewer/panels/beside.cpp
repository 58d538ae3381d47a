// The card "maps side by side": how many, one per layer, cameras, scale, swipe; and over the maps, which of
// them the panels speak of.
#include "viewer/beside.h"

#include "viewer/beside_stage.h"
#include "viewer/panel.h"
#include "viewer/strings.h"
#include "viewer/widgets/controls.h"
#include "viewer/widgets/text.h"

#include <algorithm>
#include <array>
#include <string>

namespace flowspace {

namespace {

void put_switch(const Look& look, Box& rest, const char* id, Text name, bool on, Settings& settings,
                Settings (*change)(Settings, bool)) {
    Box line = cut_top(rest, look.px(30));
    const Box slot = cut_right(line, look.px(40));
    put_text(plain(look), line, ui(name, look.language));
    if (const auto now = toggle_switch(look, id, slot, on ? Switch::on : Switch::off))
        settings = change(std::move(settings), *now == Switch::on);
}

Settings with_swipe(Settings settings, bool on) {
    return with_arrangement(std::move(settings), on ? Arrangement::swipe : Arrangement::cells);
}

void draw_number(PanelContext& context, Box& rest) {
    const Look& look = context.look;
    constexpr std::array<std::size_t, 3> counts = {1, 2, 4};
    const std::array labels = {ui(Text::beside_one, look.language), ui(Text::beside_two, look.language),
                               ui(Text::beside_four, look.language)};
    const auto at = std::ranges::find(counts, map_count(context.settings));
    const auto current = static_cast<std::size_t>(at - counts.begin());  // another number: none of them
    if (const auto chosen =
            segmented(look, "maps", cut_top(rest, look.px(28)), {.labels = labels, .current = current}))
        context.settings = with_map_count(context.settings, counts[*chosen]);
    cut_top(rest, look.px(8));
    const bool several = context.data.flows->layers().size() > 1;
    if (text_button(look, "per layer", cut_top(rest, look.px(28)),
                    {.text = ui(Text::beside_per_layer, look.language),
                     .tip = ui(Text::beside_per_layer_hint, look.language),
                     .ability = several ? Ability::enabled : Ability::disabled}))
        context.settings = with_map_per_layer(context.settings, context.data);
    cut_top(rest, look.px(6));
}

void draw_card(PanelContext& context, const Box& box) {
    const Look& look = context.look;
    Settings& settings = context.settings;
    Box rest = inset(box, look.px(16), look.px(12));
    put_text({look.fonts.title, paint(look.theme.text)}, cut_top(rest, look.px(28)),
             ui(Text::beside_title, look.language));
    cut_top(rest, look.px(4));
    draw_number(context, rest);
    if (!settings.beside) {
        put_switch(look, rest, "swipe", Text::beside_swipe, false, settings, with_swipe);
        put_wrapped(muted(look), rest, ui(Text::beside_hint, look.language));
        return;
    }
    const Beside beside = *settings.beside;
    put_switch(look, rest, "swipe", Text::beside_swipe, is_swiped(settings), settings, with_swipe);
    if (!is_swiped(settings))
        put_switch(look, rest, "linked", Text::beside_linked, beside.linked, settings, with_linked);
    put_switch(look, rest, "same scale", Text::beside_same_scale, beside.same_scale, settings,
               with_same_scale);
    put_wrapped(muted(look), rest, ui(Text::beside_speaks, look.language));
}

}  // namespace

Panel beside_panel() {
    return {"beside",
            [](const PanelContext& context) {
                if (context.workspace.popover != Popover::beside || context.workspace.presenting)
                    return Box{};
                const Look& look = context.look;
                const Box& by = context.layout.filter;
                const float height = look.px(292);
                const float bottom = std::min(by.y1, ImGui::GetIO().DisplaySize.y - look.px(8));
                const float top = std::max(by.y0, bottom - height);
                return Box{by.x1 + look.px(8), top, by.x1 + look.px(8 + 320), top + height};
            },
            draw_card, Panel::Ground::popover};
}

}  // namespace flowspace
