// The drawer of linked views: its tabs, its height, and the view that is open.
#include "viewer/panel.h"
#include "viewer/strings.h"
#include "viewer/views/linked_view.h"
#include "viewer/widgets/controls.h"
#include "viewer/widgets/text.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace flowspace {

namespace {

constexpr float usual_share = 0.5f;
constexpr float tall_share = 0.85f;

/// The upper edge takes the drawer's height along.
void draw_edge(PanelContext& context, const Box& box) {
    const Look& look = context.look;
    const Box edge{box.x0, box.y0, box.x1, box.y0 + look.px(7)};
    const Touch at = touch("edge", edge);
    if (at.hovered || at.held) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeNS);
    const Box grip = centred(edge, look.px(32), look.px(3));
    ImGui::GetWindowDrawList()->AddRectFilled(
        grip.min(), grip.max(), paint(at.hovered || at.held ? look.theme.muted_text : look.theme.hairline),
        look.px(2));
    if (!at.held || !ImGui::IsMouseDragging(ImGuiMouseButton_Left, 1)) return;
    const float room = context.layout.views.y1 - context.layout.map.y0;
    const float wanted = context.layout.views.y1 - ImGui::GetIO().MousePos.y;
    if (room > 0) context.workspace.views_share = std::clamp(wanted / room, 0.2f, 0.9f);
}

/// Offers the rows as shown to the file browser.
void export_rows(PanelContext& context, const LinkedView& view) {
    Workspace& workspace = context.workspace;
    workspace.rows_to_save = std::make_shared<const OutputTable>(
        annotated(context.data, view.rows(context), context.opened ? *context.opened : OpenedAs{}));
    workspace.browse = Browse::rows;
    workspace.browse_name = std::string(view.key) + ".csv";
    workspace.popover = Popover::browse;
}

void draw_head(PanelContext& context, Box line, const LinkedView& view) {
    const Look& look = context.look;
    Workspace& workspace = context.workspace;
    const auto slot = [&] { return cut_right(line, look.px(28)); };
    if (icon_button(look, "close", slot(), {.icon = Icon::close, .tip = ui(Text::collapse, look.language)}))
        workspace.views_open = false;
    const bool tall = workspace.views_share > (usual_share + tall_share) / 2;
    if (icon_button(look, "taller", slot(),
                    {.icon = Icon::taller,
                     .tip = ui(Text::views_taller, look.language),
                     .lit = tall ? Switch::on : Switch::off}))
        workspace.views_share = tall ? usual_share : tall_share;
    const bool wanted = std::exchange(workspace.export_view, false);
    if (icon_button(look, "export", slot(),
                    {.icon = Icon::save_rows, .tip = ui(Text::views_export, look.language)}) ||
        wanted)
        export_rows(context, view);
    cut_right(line, look.px(8));
    std::vector<const char*> labels;
    float width = 0;
    for (const LinkedView& one : context.views->all()) {
        labels.push_back(ui(one.title, look.language));
        width += text_width(look.fonts.strong, labels.back()) + look.px(20);
    }
    if (const auto chosen = segmented(look, "tabs", cut_left(line, std::min(width, line.width())),
                                      {.labels = labels, .current = workspace.view}))
        workspace.view = *chosen;
}

void draw(PanelContext& context, const Box& box) {
    const Look& look = context.look;
    context.workspace.view = std::min(context.workspace.view, context.views->all().size() - 1);
    const LinkedView& view = context.views->all()[context.workspace.view];
    draw_edge(context, box);
    Box rest = inset(box, look.px(12), look.px(10));
    draw_head(context, cut_top(rest, look.px(28)), view);
    cut_top(rest, look.px(8));
    ImGui::PushID(static_cast<int>(context.workspace.view));
    view.draw(context, rest);
    ImGui::PopID();
}

Box place(const PanelContext& context) { return context.views ? context.layout.views : Box{}; }

}  // namespace

Panel views_panel() { return {"views", place, draw}; }

}  // namespace flowspace
