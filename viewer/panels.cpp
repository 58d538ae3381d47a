#include "viewer/panel.h"
#include "viewer/widgets/controls.h"

namespace flowspace {

Panel filter_panel();  // each in viewer/panels/<name>.cpp
Panel inspector_panel();
Panel timeline_panel();
Panel top_bar_panel();
Panel search_panel();
Panel settings_panel();
Panel keys_panel();
Panel hover_card_panel();
Panel import_panel();
Panel browse_panel();
Panel notice_panel();
Panel views_panel();
Panel trace_panel();

std::vector<Panel> all_panels() {
    return {
        filter_panel(), inspector_panel(), timeline_panel(), views_panel(),      top_bar_panel(),
        search_panel(), settings_panel(),  keys_panel(),     hover_card_panel(), import_panel(),
        browse_panel(), trace_panel(),     notice_panel(),
    };
}

namespace {

void draw_ground(const Look& look, const Box& box, Panel::Ground ground) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    if (ground == Panel::Ground::bar) {
        list.AddRectFilled(box.min(), box.max(), paint(look.theme.panel));
        divider(look, box.x0, box.x1, box.y1 - 1);
    }
    if (ground == Panel::Ground::card || ground == Panel::Ground::popover) {
        list.PushClipRectFullScreen();
        for (int ring = 3; ring > 0; --ring) {
            const float grow = look.px(static_cast<float>(ring) * 2);
            list.AddRectFilled({box.x0 - grow, box.y0 - grow / 2}, {box.x1 + grow, box.y1 + grow},
                               paint(look.theme.shadow, 0.14f), look.px(6) + grow);
        }
        list.PopClipRect();
        // A popover lies over panels, whose text must not shine through.
        const Colour paper =
            ground == Panel::Ground::popover ? with_alpha(look.theme.panel, 1) : look.theme.panel;
        list.AddRectFilled(box.min(), box.max(), paint(paper), look.px(6));
        list.AddRect({box.x0 + 0.5f, box.y0 + 0.5f}, {box.x1 - 0.5f, box.y1 - 0.5f},
                     paint(look.theme.hairline, 0.7f), look.px(6));
    }
}

}  // namespace

void draw_panels(std::vector<Panel>& panels, PanelContext& context) {
    constexpr ImGuiWindowFlags flags = ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize |
                                       ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoScrollbar |
                                       ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NoSavedSettings |
                                       ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoBackground |
                                       ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoFocusOnAppearing;
    for (Panel& panel : panels) {
        const Box box = panel.place(context);
        if (box.width() < 1 || box.height() < 1) continue;
        const bool inert = panel.ground == Panel::Ground::none;
        // Popovers stay above the panels, whatever is clicked.
        const ImGuiWindowFlags below =
            panel.ground == Panel::Ground::popover ? 0 : ImGuiWindowFlags_NoBringToFrontOnFocus;
        ImGui::SetNextWindowPos(box.min());
        ImGui::SetNextWindowSize({box.width(), box.height()});
        if (ImGui::Begin(panel.name, nullptr, (inert ? flags | ImGuiWindowFlags_NoInputs : flags) | below)) {
            draw_ground(context.look, box, panel.ground);
            panel.draw(context, box);
        }
        ImGui::End();
    }
}

}  // namespace flowspace
