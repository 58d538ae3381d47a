#include "viewer/panels/figure_dials.h"

#include "render/scene/number_text.h"
#include "viewer/widgets/controls.h"
#include "viewer/widgets/text.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>
#include <string_view>

namespace flowspace {

namespace {

constexpr float pi = std::numbers::pi_v<float>;

/// The lines of a dial's words: what it is, of when, and where that stands.
std::string_view line_of(std::string_view said, std::size_t wanted) {
    for (std::size_t line = 0; line < wanted; ++line) {
        const std::size_t end = said.find('\n');
        if (end == std::string_view::npos) return {};
        said.remove_prefix(end + 1);
    }
    return said.substr(0, said.find('\n'));
}

void draw_arc(const Look& look, ImVec2 foot, float radius, const FigurePart& part) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const auto at = [&](double share, float away) {
        const float angle = pi + pi * static_cast<float>(share);
        return ImVec2{foot.x + std::cos(angle) * away, foot.y + std::sin(angle) * away};
    };
    const bool known = std::isfinite(part.share);
    list.PathArcTo(foot, radius, pi, 2 * pi, 48);
    list.PathStroke(paint(look.theme.hairline), 0, look.px(7));
    if (!known) return;
    list.PathArcTo(foot, radius, pi, pi + pi * static_cast<float>(part.share), 48);
    list.PathStroke(paint(look.accent, 0.55f), 0, look.px(7));
    list.AddLine(at(0.5, radius - look.px(6)), at(0.5, radius + look.px(6)), paint(look.theme.muted_text),
                 look.px(1.5f));
    list.AddLine(at(part.share, look.px(16)), at(part.share, radius + look.px(2)), paint(look.theme.text),
                 look.px(2));
}

void draw_dial(const Look& look, Box cell, const FigurePart& part) {
    put_text(strong(look, Align::centre), cut_top(cell, look.px(20)), part.name);
    if (!std::isfinite(part.share)) {
        put_wrapped({look.fonts.small, paint(look.theme.warning)}, inset(cell, look.px(2), look.px(4)),
                    part.said);
        return;
    }
    Box words = cut_bottom(cell, look.px(36));
    const float rim = look.px(8);
    const float radius = std::max(look.px(12), std::min(cell.width() / 2, cell.height()) - rim);
    draw_arc(look, {cell.centre().x, cell.y1 - look.px(2)}, radius, part);
    put_text({look.fonts.body, paint(look.theme.text), Align::centre}, cut_top(words, look.px(18)),
             line_of(part.said, 0));
    if (!line_of(part.said, 2).empty())
        put_text({look.fonts.small, paint(look.theme.muted_text), Align::centre}, words, percent(part.share));
}

}  // namespace

/// In a row, or two by two where there is room.
void draw_dials(const Look& look, const Box& box, const AnswerFigure& figure) {
    constexpr float two_rows_px = 230;
    Box rest = box;
    put_text(muted(look), cut_bottom(rest, look.px(18)), figure.whole);
    const std::size_t in_row = rest.height() < look.px(two_rows_px) ? figure.parts.size() : 2;
    const std::size_t rows = (figure.parts.size() + in_row - 1) / in_row;
    const float high = rest.height() / static_cast<float>(rows),
                wide = rest.width() / static_cast<float>(in_row);
    for (std::size_t at = 0; at < figure.parts.size(); ++at) {
        const float x = rest.x0 + wide * static_cast<float>(at % in_row),
                    y = rest.y0 + high * static_cast<float>(at / in_row);
        const Box cell = inset({x, y, x + wide, y + high}, look.px(4), look.px(2));
        draw_dial(look, cell, figure.parts[at]);
        ImGui::PushID(static_cast<int>(at));
        if (touch("dial", cell).hovered) tooltip(look, figure.parts[at].name, figure.parts[at].said);
        ImGui::PopID();
    }
}

}  // namespace flowspace
