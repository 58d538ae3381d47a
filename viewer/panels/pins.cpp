// Pinned cards: places, groups and pairs side by side, in the current layer and window, on one scale.
#include "render/scene/number_text.h"
#include "viewer/bookmarks.h"
#include "viewer/panel.h"
#include "viewer/panels/inspector_parts.h"
#include "viewer/strings.h"
#include "viewer/widgets/charts.h"
#include "viewer/widgets/controls.h"
#include "viewer/widgets/scroll_area.h"
#include "viewer/widgets/text.h"

#include <algorithm>
#include <string>
#include <vector>

namespace flowspace {

namespace {

constexpr float card_width = 184, least_card_width = 148;
constexpr float head_height = 28;
constexpr float line_height = 24;

struct CardLine {
    Text label;
    const ExactSum* sum;
    Colour colour;
};

std::vector<CardLine> lines_of(const Look& look, const InspectorData& figures) {
    const bool of_pair = figures.key.target.flow || figures.key.target.tie;
    std::vector<CardLine> lines = {
        {of_pair ? Text::total_there : Text::total_out, &figures.out, look.theme.out},
        {of_pair ? Text::total_back : Text::total_in, &figures.in, look.theme.in}};
    if (figures.key.target.group) lines.push_back({Text::total_inside, &figures.inside, look.accent});
    return lines;
}

/// The largest figure on any card fills the bar.
double largest(const Look& look, const std::vector<InspectorData>& cards) {
    double most = 0;
    for (const InspectorData& card : cards)
        for (const CardLine& line : lines_of(look, card))
            if (line.sum->rows > 0) most = std::max(most, value(*line.sum));
    return most;
}

void draw_line(const PanelContext& context, Box box, const CardLine& line, double most) {
    const Look& look = context.look;
    const bool known = line.sum->rows > 0;
    const bool pointed = box.holds(ImGui::GetIO().MousePos) && ImGui::IsWindowHovered();
    Box bar = cut_bottom(box, look.px(4));
    const std::string number = known ? sum_text(look, *line.sum) : ui(Text::unknown_value, look.language);
    put_text(known ? strong(look, Align::right) : muted(look, Align::right), box, number);
    put_text(muted(look), box, ui(line.label, look.language));
    share_bar(look, bar, known && most > 0 ? std::max(0.0, value(*line.sum)) / most : 0,
              with_alpha(line.colour, 0.85f));
    if (pointed)
        tooltip(look, sum_exact(context, *line.sum, context.settings.current_layer),
                known ? "" : ui(Text::unknown_hint, look.language));
}

void draw_card(PanelContext& context, const Box& box, const Target& pin, const InspectorData* figures,
               double most) {
    const Look& look = context.look;
    plate(look, box, look.theme.raised);
    Box rest = inset(box, look.px(10), look.px(6));
    Box head = cut_top(rest, look.px(22));
    const Box close = cut_right(head, look.px(22));
    const Touch at = touch("card", head);
    const bool selected = context.settings.selected == pin;
    if (at.hovered) context.hover.set(pin);
    put_text({look.fonts.strong, paint(selected || at.hovered ? look.accent : look.theme.text)}, head,
             target_title(context, pin));
    if (at.hovered) tooltip(look, target_title(context, pin), target_note(context, pin));
    if (at.clicked) context.settings.selected = selected ? Target{} : pin;
    if (icon_button(look, "unpin", close, {.icon = Icon::close, .tip = ui(Text::pin_remove, look.language)}))
        context.settings.pins = toggled_pin(context.settings.pins, pin);
    if (figures == nullptr) {
        put_text(muted(look), cut_top(rest, look.px(line_height)), ui(Text::computing, look.language));
        return;
    }
    for (const CardLine& line : lines_of(look, *figures))
        draw_line(context, cut_top(rest, look.px(line_height)), line, most);
}

std::string head_text(const PanelContext& context) {
    const Look& look = context.look;
    const LayerInfo& layer = context.data.flows->layers()[index(context.settings.current_layer)];
    const std::string unit = layer_unit(layer, look.language);
    std::string text = layer_name(layer, look.language);
    if (!unit.empty()) text.append(" · ").append(unit);
    return text.append(" · ").append(status_text(layer.status, look.language));
}

void draw(PanelContext& context, const Box& box) {
    const Look& look = context.look;
    if (context.data.flows->layers().empty()) return;
    const std::vector<Target> pins = context.settings.pins;
    const std::vector<InspectorData>& cards = context.derived.pins();
    Box rest = inset(box, look.px(10), look.px(6));
    Box head = cut_top(rest, look.px(head_height));
    if (icon_button(look, "clear", cut_right(head, look.px(26)),
                    {.icon = Icon::close, .tip = ui(Text::pins_clear, look.language)}))
        context.settings.pins.clear();
    const char* title = ui(Text::pins_title, look.language);
    put_text(strong(look), cut_left(head, text_width(look.fonts.strong, title) + look.px(12)), title);
    put_text(muted(look), head, head_text(context));
    const double most = largest(look, cards);
    const float gap = look.px(8);
    const float share = (rest.width() + gap) / static_cast<float>(pins.size()) - gap;
    const float width = std::clamp(share, look.px(least_card_width), look.px(card_width));
    const ScrollArea area("cards", rest, ScrollArea::Directions::both);
    for (std::size_t row = 0; row < pins.size(); ++row) {
        const float x = area.origin().x + (width + gap) * static_cast<float>(row);
        const Box card{x, area.origin().y, x + width, area.origin().y + rest.height() - look.px(6)};
        const auto figures = std::ranges::find_if(
            cards, [&](const InspectorData& one) { return is_pinned({one.key.target}, pins[row]); });
        ImGui::PushID(static_cast<int>(row));
        draw_card(context, card, pins[row], figures == cards.end() ? nullptr : &*figures, most);
        ImGui::PopID();
    }
    area.reach({area.origin().x + (width + gap) * static_cast<float>(pins.size()) - gap, area.origin().y});
}

}  // namespace

Panel pins_panel() {
    return {"pins", [](const PanelContext& context) { return context.layout.pins; }, draw};
}

}  // namespace flowspace
