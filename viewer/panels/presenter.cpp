// What lies over a presented picture: black, spotlight, the pen's strokes, the magnifier's frame, and the
// notes.
#include "viewer/presenter.h"

#include "viewer/panel.h"
#include "viewer/strings.h"
#include "viewer/widgets/controls.h"
#include "viewer/widgets/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace flowspace {

namespace {

ImVec2 at(glm::vec2 px) { return {px.x, px.y}; }

/// All but a circle around the pointer is dimmed.
void draw_spotlight(const Look& look, ImDrawList& list, const Box& box, ImVec2 pointer) {
    const float radius = 0.16f * box.height(), reach = 2 * (box.width() + box.height());
    const Colour dark = with_alpha(Colour{}, 0.72f);
    list.AddCircle(pointer, radius + reach / 2, paint(dark), 128, reach);
    list.AddCircle(pointer, radius, paint(look.theme.text, 0.5f), 96, look.px(1.5f));
}

void draw_strokes(const Look& look, ImDrawList& list, const Presenter& presenter, const Box& box) {
    const float width = std::max(3.f, box.height() / 240);
    std::vector<ImVec2> line;
    for (const auto& stroke : presenter.strokes) {
        line.clear();
        for (const glm::vec2 px : stroke) line.push_back(at(px));
        if (line.size() == 1) line.push_back({line[0].x + 1, line[0].y});
        const auto count = static_cast<int>(line.size());
        list.AddPolyline(line.data(), count, paint(with_alpha(look.theme.halo, 0.7f)), 0, width + look.px(3));
        list.AddPolyline(line.data(), count, paint(look.theme.warning), 0, width);
    }
}

std::string two_digits(double elapsed_s) {
    const auto seconds = static_cast<long>(std::max(0.0, elapsed_s));
    return fmt::format("{}:{:02}", seconds / 60, seconds % 60);
}

/// Along the lower edge, for who speaks: notes on the left; time and the next scene on the right.
void draw_notes(const Look& look, ImDrawList& list, const Presenter& presenter, const Box& screen) {
    Box box = screen;
    box = cut_bottom(box, std::round(0.2f * screen.height()));
    list.AddRectFilled(box.min(), box.max(), paint(with_alpha(look.theme.panel, 1)));
    divider(look, box.x0, box.x1, box.y0);
    const auto& scenes = presenter.story->scenes;
    Box inner = inset(box, look.px(24), look.px(14));
    Box side = cut_right(inner, std::round(0.28f * screen.width()));
    cut_right(inner, look.px(24));
    put_wrapped(plain(look), inner, said(scenes[presenter.row].notes, look.language));
    put_text({look.fonts.figure, paint(look.theme.text)}, cut_top(side, look.px(36)),
             presenter.wall_clock + "   " + two_digits(presenter.elapsed_s));
    put_text(muted(look), cut_top(side, look.px(24)),
             format_ui(Text::presenter_position, look.language, presenter.row + 1, scenes.size()));
    const bool last = presenter.row + 1 >= scenes.size();
    put_wrapped(strong(look), side,
                last ? std::string(ui(Text::presenter_last, look.language))
                     : format_ui(Text::presenter_next, look.language,
                                 said(scenes[presenter.row + 1].title, look.language)));
}

/// That nothing comes after this scene, in the upper right corner.
void draw_end(const Look& look, ImDrawList& list, const Box& screen) {
    const std::string_view text = ui(Text::presenter_end, look.language);
    const float width = text_width(plain(look).font, text) + 2 * look.px(14);
    const Box box{screen.x1 - look.px(24) - width, screen.y0 + look.px(18), screen.x1 - look.px(24),
                  screen.y0 + look.px(50)};
    list.AddRectFilled(box.min(), box.max(), paint(with_alpha(look.theme.panel, 0.9f)), look.px(4));
    put_text(plain(look, Align::centre), box, text);
}

void draw(PanelContext& context, const Box& box) {
    const Look& look = context.look;
    const Presenter& presenter = *context.presenter;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImVec2 pointer = ImGui::GetIO().MousePos;
    const bool inside = ImGui::IsMousePosValid() && box.holds(pointer);
    draw_strokes(look, list, presenter, box);
    if (presenter.tool == PresenterTool::spotlight && inside) draw_spotlight(look, list, box, pointer);
    if (presenter.tool == PresenterTool::magnifier && inside) {
        const float half = std::round(magnifier_share * box.height());
        list.AddRect({pointer.x - half, pointer.y - half}, {pointer.x + half, pointer.y + half},
                     paint(look.theme.text, 0.8f), 0, 0, look.px(2));
    }
    if (presenter.black) list.AddRectFilled(box.min(), box.max(), paint(with_alpha(Colour{}, 1)));
    if (presenter.notes) draw_notes(look, list, presenter, box);
    // With a window of the presenter's own it is told there, and the audience sees the picture alone.
    if (!presenter.window && tells_end(presenter, presenter.began_s + presenter.elapsed_s))
        draw_end(look, list, box);
    if (presenter.typed.empty()) return;
    const Box corner{box.x1 - look.px(120), box.y0 + look.px(16), box.x1 - look.px(24), box.y0 + look.px(56)};
    put_text({look.fonts.figure, paint(look.theme.muted_text), Align::right}, corner, presenter.typed);
}

Box place(const PanelContext& context) {
    if (context.presenter == nullptr) return {};
    const ImVec2 size = ImGui::GetIO().DisplaySize;
    return {0, 0, size.x, size.y};
}

}  // namespace

Panel presenter_panel() { return {"presenter", place, draw, Panel::Ground::none}; }

}  // namespace flowspace
