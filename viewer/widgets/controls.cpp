#include "viewer/widgets/controls.h"

#include "viewer/widgets/focus_ring.h"
#include "viewer/widgets/text.h"

#include <imgui_stdlib.h>

#include <algorithm>
#include <cmath>

namespace flowspace {

namespace {

constexpr double slider_step = 0.04;  // of its range, for one arrow key

ImU32 ink(const Look& look, Ability ability, Switch lit, const Touch& at) {
    if (ability == Ability::disabled) return paint(look.theme.muted_text, 0.45f);
    if (lit == Switch::on) return paint(look.accent);
    return at.hovered ? paint(look.theme.text) : paint(look.theme.muted_text);
}

/// The ground of fields: a hairline keeps it visible where it hardly differs from the panel.
void field_plate(const Look& look, const Box& box) {
    plate(look, box, look.theme.raised);
    ImGui::GetWindowDrawList()->AddRect({box.x0 + 0.5f, box.y0 + 0.5f}, {box.x1 - 0.5f, box.y1 - 0.5f},
                                        paint(look.theme.hairline, 0.6f), look.px(6));
}

void show_tip(const Look& look, const Touch& at, std::string_view tip) {
    if (at.hovered && !at.held && !tip.empty()) tooltip(look, tip);
}

}  // namespace

Touch touch(const char* id, const Box& box) {
    if (box.width() < 1 || box.height() < 1) return {};
    ImGui::SetCursorScreenPos(box.min());
    Touch at;
    const ImGuiID number = ImGui::GetID(id);
    at.clicked = ImGui::InvisibleButton(id, {box.width(), box.height()});
    at.hovered = ImGui::IsItemHovered();
    at.held = ImGui::IsItemActive();
    if (FocusRing* ring = focus_ring()) {
        const FocusRing::Answer keyboard = ring->visit(number, box);
        at.clicked = at.clicked || keyboard.pressed;
        at.hovered = at.hovered || keyboard.focused;
        at.adjust = keyboard.adjust;
    }
    return at;
}

bool icon_button(const Look& look, const char* id, const Box& box, const IconButton& button) {
    const Touch at = touch(id, box);
    const bool enabled = button.ability == Ability::enabled;
    if (enabled && (at.hovered || at.held))
        plate(look, box, at.held ? look.theme.hairline : look.theme.raised_hover);
    draw_icon(button.icon, box, look.px(16), ink(look, button.ability, button.lit, at));
    show_tip(look, at, button.tip);
    return enabled && at.clicked;
}

bool text_button(const Look& look, const char* id, const Box& box, const TextButton& button) {
    const Touch at = touch(id, box);
    const bool enabled = button.ability == Ability::enabled;
    plate(look, box, enabled && at.hovered ? look.theme.raised_hover : look.theme.raised);
    ImU32 colour = enabled ? paint(look.theme.text) : paint(look.theme.muted_text, 0.6f);
    if (button.lit == Switch::on) colour = paint(look.accent);
    put_text({look.fonts.body, colour, Align::centre}, inset(box, look.px(6), 0), button.text);
    show_tip(look, at, button.tip);
    return enabled && at.clicked;
}

std::optional<std::size_t> segmented(const Look& look, const char* id, const Box& box,
                                     const Segments& segments) {
    field_plate(look, box);
    ImGui::PushID(id);
    std::optional<std::size_t> chosen;
    // Each part is as wide as its label plus an equal share of what is left.
    float labels_width = 0;
    for (const char* label : segments.labels) labels_width += text_width(look.fonts.strong, label);
    const float spare = (box.width() - labels_width) / static_cast<float>(segments.labels.size());
    float next_x = box.x0;
    for (std::size_t row = 0; row < segments.labels.size(); ++row) {
        const float x = next_x;
        const float width = text_width(look.fonts.strong, segments.labels[row]) + spare;
        next_x += width;
        const Box part =
            inset({std::round(x), box.y0, std::round(x + width), box.y1}, look.px(2), look.px(2));
        ImGui::PushID(static_cast<int>(row));
        const Touch at = touch("part", part);
        ImGui::PopID();
        const bool disabled = (segments.disabled >> row & 1U) != 0;
        const bool current = row == segments.current;
        if (current)
            plate(look, part, with_alpha(look.accent, look.theme.dark ? 0.26f : 0.18f));
        else if (at.hovered && !disabled)
            plate(look, part, look.theme.raised_hover);
        const Colour colour = current                   ? look.theme.text
                              : at.hovered && !disabled ? look.theme.text
                                                        : look.theme.muted_text;
        put_text({current ? look.fonts.strong : look.fonts.body, paint(colour, disabled ? 0.5f : 1.f),
                  Align::centre},
                 part, segments.labels[row]);
        if (disabled) show_tip(look, at, segments.disabled_tip);
        if (at.clicked && !disabled && !current) chosen = row;
    }
    ImGui::PopID();
    return chosen;
}

std::optional<Switch> toggle_switch(const Look& look, const char* id, const Box& box, Switch state) {
    const Touch at = touch(id, box);
    const Box track = centred(box, look.px(32), look.px(18));
    const bool is_on = state == Switch::on;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const Colour ground = is_on ? look.accent : at.hovered ? look.theme.muted_text : look.theme.hairline;
    list.AddRectFilled(track.min(), track.max(), paint(ground), track.height() / 2);
    const float radius = track.height() / 2 - look.px(3);
    const float x = is_on ? track.x1 - track.height() / 2 : track.x0 + track.height() / 2;
    list.AddCircleFilled({x, track.centre().y}, radius, paint(with_alpha(look.theme.panel, 1)), 24);
    if (!at.clicked) return std::nullopt;
    return is_on ? Switch::off : Switch::on;
}

double share_of(const SliderRange& range, double value) {
    const double share = range.spacing == Spacing::logarithmic
                             ? std::log(value / range.low) / std::log(range.high / range.low)
                             : (value - range.low) / (range.high - range.low);
    return std::isfinite(share) ? std::clamp(share, 0.0, 1.0) : 0;
}

double value_at(const SliderRange& range, double share) {
    share = std::clamp(share, 0.0, 1.0);
    return range.spacing == Spacing::logarithmic ? range.low * std::pow(range.high / range.low, share)
                                                 : range.low + (range.high - range.low) * share;
}

std::optional<double> slider(const Look& look, const char* id, const Box& box, const SliderRange& range,
                             double value) {
    const Touch at = touch(id, box);
    const float y = std::round(box.centre().y);
    const float reach = look.px(7);
    const float x0 = box.x0 + reach;
    const float x1 = box.x1 - reach;
    std::optional<double> changed;
    if (at.held) changed = value_at(range, (ImGui::GetIO().MousePos.x - x0) / std::max(1.f, x1 - x0));
    if (at.adjust != 0) changed = value_at(range, share_of(range, value) + slider_step * at.adjust);
    const float x = x0 + static_cast<float>(share_of(range, changed.value_or(value))) * (x1 - x0);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float half = look.px(2);
    list.AddRectFilled({x0, y - half}, {x1, y + half}, paint(look.theme.hairline), half);
    list.AddRectFilled({x0, y - half}, {x, y + half}, paint(look.accent), half);
    list.AddCircleFilled({x, y}, at.held || at.hovered ? reach : reach - look.px(1), paint(look.theme.text),
                         24);
    if (changed && *changed == value) return std::nullopt;
    return changed;
}

bool text_field(const Look& look, const char* id, const Box& box, const TextField& field, std::string& text) {
    field_plate(look, box);
    Box inner = box;
    if (field.icon) {
        draw_icon(*field.icon, cut_left(inner, look.px(30)), look.px(16), paint(look.theme.muted_text));
        inner.x0 -= look.px(6);
    }
    ImGui::PushFont(look.fonts.body);
    const float pad_y = std::round((inner.height() - look.fonts.body->FontSize) / 2);
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {look.px(8), pad_y});
    ImGui::PushStyleColor(ImGuiCol_FrameBg, IM_COL32(0, 0, 0, 0));
    ImGui::SetCursorScreenPos(inner.min());
    ImGui::SetNextItemWidth(inner.width());
    const ImGuiID own = ImGui::GetID(id);
    FocusRing* ring = focus_ring();
    const FocusRing::Answer keyboard = ring ? ring->visit(own, box) : FocusRing::Answer{};
    if (field.take_focus || keyboard.arrived) ImGui::SetKeyboardFocusHere();
    ImGui::PushAllowKeyboardFocus(false);  // Tab is ours
    const bool entered = ImGui::InputText(
        id, &text,
        ImGuiInputTextFlags_EnterReturnsTrue | (field.select_all ? ImGuiInputTextFlags_AutoSelectAll : 0));
    const bool active = ImGui::IsItemActive();
    ImGui::PopAllowKeyboardFocus();
    ImGui::PopStyleColor();
    ImGui::PopStyleVar();
    ImGui::PopFont();
    if (text.empty())
        put_text({look.fonts.body, paint(look.theme.muted_text)}, inset(inner, look.px(8), 0), field.hint);
    if (active || field.wrong)
        ImGui::GetWindowDrawList()->AddRect(box.min(), box.max(),
                                            paint(field.wrong ? look.theme.danger : look.accent), look.px(6),
                                            0, look.px(1));
    return entered;
}

void plate(const Look& look, const Box& box, Colour colour) {
    ImGui::GetWindowDrawList()->AddRectFilled(box.min(), box.max(), paint(colour), look.px(6));
}

void divider(const Look& look, float x0, float x1, float y) {
    ImGui::GetWindowDrawList()->AddRectFilled(
        {x0, std::round(y)}, {x1, std::round(y) + std::max(1.f, look.px(1))}, paint(look.theme.hairline));
}

}  // namespace flowspace
