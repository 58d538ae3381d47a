#include "viewer/widgets/text.h"

#include "viewer/widgets/focus_ring.h"

#include <cmath>

namespace flowspace {

namespace {

std::size_t character_bytes(unsigned char first) {
    if (first < 0x80) return 1;
    if (first < 0xE0) return 2;
    return first < 0xF0 ? 3 : 4;
}

bool is_cjk(std::string_view character) { return character.size() >= 3; }

/// Marks that may not begin a line.
bool closes(std::string_view character) {
    constexpr std::string_view marks = "，。、；：！？）》”’…";
    return is_cjk(character) && marks.find(character) != std::string_view::npos;
}

/// Calls `use(line)` for each line of at most `width_px`.
template <class Use>
void each_line(const ImFont* font, float width_px, std::string_view text, Use&& use) {
    std::size_t line = 0;
    std::size_t good_break = 0;
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t next =
            std::min(text.size(), at + character_bytes(static_cast<unsigned char>(text[at])));
        const bool newline = text[at] == '\n';
        const bool too_wide = at > line && text_width(font, text.substr(line, next - line)) > width_px;
        if (newline || too_wide) {
            const std::size_t cut = newline || good_break <= line ? at : good_break;
            use(text.substr(line, cut - line));
            line = cut;
            while (line < text.size() && (text[line] == ' ' || text[line] == '\n')) ++line;
            good_break = line;
            at = std::max(at, line);
            if (newline) continue;
            continue;
        }
        const std::size_t following =
            next < text.size() ? character_bytes(static_cast<unsigned char>(text[next])) : 0;
        const bool can_break = text[at] == ' ' || is_cjk(text.substr(at, next - at));
        if (can_break && !closes(text.substr(next, following))) good_break = next;
        at = next;
    }
    if (line < text.size()) use(text.substr(line));
}

}  // namespace

float text_width(const ImFont* font, std::string_view text) {
    return font->CalcTextSizeA(font->FontSize, 1e9f, 0, text.data(), text.data() + text.size()).x;
}

std::string fitted(const ImFont* font, std::string_view text, float width_px) {
    if (text_width(font, text) <= width_px) return std::string(text);
    const float room = width_px - text_width(font, "…");
    std::size_t end = 0;
    while (end < text.size()) {
        const std::size_t next = end + character_bytes(static_cast<unsigned char>(text[end]));
        if (text_width(font, text.substr(0, next)) > room) break;
        end = next;
    }
    return std::string(text.substr(0, end)) + "…";
}

void put_text(const TextStyle& style, const Box& box, std::string_view text) {
    if (text.empty() || box.width() <= 0) return;
    const std::string shown = fitted(style.font, text, box.width() + 0.5f);
    const float width = text_width(style.font, shown);
    float x = box.x0;
    if (style.align == Align::centre) x = box.x0 + (box.width() - width) / 2;
    if (style.align == Align::right) x = box.x1 - width;
    const float y = box.y0 + (box.height() - style.font->FontSize) / 2;
    ImGui::GetWindowDrawList()->AddText(style.font, style.font->FontSize, {std::round(x), std::round(y)},
                                        style.colour, shown.data(), shown.data() + shown.size());
}

float put_wrapped(const TextStyle& style, const Box& box, std::string_view text) {
    float y = box.y0;
    each_line(style.font, box.width(), text, [&](std::string_view line) {
        put_text(style, {box.x0, y, box.x1, y + style.font->FontSize}, line);
        y += std::round(style.font->FontSize * 1.05f);
    });
    return y - box.y0;
}

float wrapped_height(const ImFont* font, float width_px, std::string_view text) {
    float height = 0;
    each_line(font, width_px, text, [&](std::string_view) { height += std::round(font->FontSize * 1.05f); });
    return height;
}

TextStyle plain(const Look& look, Align align) { return {look.fonts.body, paint(look.theme.text), align}; }
TextStyle muted(const Look& look, Align align) {
    return {look.fonts.small, paint(look.theme.muted_text), align};
}
TextStyle strong(const Look& look, Align align) { return {look.fonts.strong, paint(look.theme.text), align}; }

void tooltip(const Look& look, std::string_view first, std::string_view rest) {
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {look.px(10), look.px(6)});
    ImGui::PushStyleVar(ImGuiStyleVar_PopupBorderSize, 1.f);
    ImGui::PushStyleColor(ImGuiCol_Border, paint(look.theme.hairline));
    if (const FocusRing* ring = focus_ring(); ring != nullptr && ring->tip_place()) {
        const Box at = *ring->tip_place();
        const ImVec2 screen = ImGui::GetIO().DisplaySize;
        const bool above = at.y1 > screen.y - look.px(120), left = at.x0 > screen.x - look.px(340);
        ImGui::SetNextWindowPos({left ? at.x1 : at.x0, above ? at.y0 - look.px(6) : at.y1 + look.px(6)},
                                ImGuiCond_Always, {left ? 1.f : 0.f, above ? 1.f : 0.f});
    }
    ImGui::BeginTooltip();
    ImGui::PushTextWrapPos(look.px(320));
    ImGui::PushFont(look.fonts.body);
    ImGui::TextUnformatted(first.data(), first.data() + first.size());
    ImGui::PopFont();
    if (!rest.empty()) {
        ImGui::PushFont(look.fonts.small);
        ImGui::PushStyleColor(ImGuiCol_Text, paint(look.theme.muted_text));
        ImGui::TextUnformatted(rest.data(), rest.data() + rest.size());
        ImGui::PopStyleColor();
        ImGui::PopFont();
    }
    ImGui::PopTextWrapPos();
    ImGui::EndTooltip();
    ImGui::PopStyleColor();
    ImGui::PopStyleVar(2);
}

}  // namespace flowspace
