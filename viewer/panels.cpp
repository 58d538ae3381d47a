#include "viewer/panel.h"
#include "viewer/widgets/controls.h"
#include "viewer/widgets/focus_ring.h"

#include <algorithm>
#include <string_view>

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
Panel pins_panel();
Panel bookmarks_panel();
Panel recovery_panel();
Panel export_panel();
Panel analysis_panel();
Panel dashboard_panel();
Panel story_panel();
Panel presenter_panel();
Panel show_rules_panel();
Panel beside_panel();

std::vector<Panel> all_panels() {
    return {
        filter_panel(),     inspector_panel(), analysis_panel(),  timeline_panel(),   views_panel(),
        pins_panel(),       top_bar_panel(),   search_panel(),    settings_panel(),   keys_panel(),
        hover_card_panel(), import_panel(),    browse_panel(),    trace_panel(),      notice_panel(),
        bookmarks_panel(),  recovery_panel(),  dashboard_panel(), show_rules_panel(), beside_panel(),
        export_panel(),     story_panel(),     presenter_panel(),
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

namespace {

/// Popovers but the one line of what was done, which has nothing to press.
bool keeps_keyboard(const Panel& panel) {
    return panel.ground == Panel::Ground::popover && std::string_view(panel.name) != "notice" &&
           std::string_view(panel.name) != "search";
}

}  // namespace

void draw_panels(std::vector<Panel>& panels, PanelContext& context) {
    constexpr ImGuiWindowFlags flags = ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize |
                                       ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoScrollbar |
                                       ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NoSavedSettings |
                                       ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoBackground |
                                       ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoFocusOnAppearing;
    FocusRing* ring = focus_ring();
    const bool any_popover = std::ranges::any_of(panels, [&](const Panel& panel) {
        return keeps_keyboard(panel) && panel.place(context).width() >= 1;
    });
    for (Panel& panel : panels) {
        const Box box = panel.place(context);
        if (box.width() < 1 || box.height() < 1) continue;
        if (ring)
            ring->set_scope(any_popover && !keeps_keyboard(panel) ? FocusRing::Scope::passed_over
                                                                  : FocusRing::Scope::counted);
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
    if (ring) ring->draw(context.look);
}

}  // namespace flowspace
