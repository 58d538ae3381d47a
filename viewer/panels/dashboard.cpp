// The dashboard of an agglomeration over the map: computed beside the frame, saved as a table.
#include "viewer/analysis_run.h"
#include "viewer/analysis_shown.h"
#include "viewer/dashboard_page.h"
#include "viewer/panel.h"
#include "viewer/panels/analysis_parts.h"
#include "viewer/strings.h"
#include "viewer/widgets/controls.h"
#include "viewer/widgets/text.h"

#include <algorithm>
#include <memory>

namespace flowspace {

namespace {

void save_table(PanelContext& context, const Dashboard& page) {
    Workspace& workspace = context.workspace;
    workspace.rows_to_save = std::make_shared<const OutputTable>(dashboard_table(page));
    workspace.browse = Browse::rows;
    workspace.browse_name = page.group().id + "-dashboard.csv";
    workspace.popover = Popover::browse;
}

void draw(PanelContext& context, const Box& box) {
    const Look& look = context.look;
    Box rest = box;
    Box bar = inset(cut_top(rest, look.px(40)), look.px(16), look.px(6));
    if (icon_button(look, "close", cut_right(bar, look.px(28)),
                    {.icon = Icon::close, .tip = ui(Text::close, look.language)}))
        change_analysis(context.settings, [](AnalysisShown& shown) { shown.dashboard.clear(); });
    const AnalysisRun& run = *context.analysis;
    const auto key = dashboard_key(context.settings, context.data);
    const Dashboard* page = run.dashboard().get();
    const bool current = page != nullptr && key && page->key == *key;
    const char* save = ui(Text::analysis_save, look.language);
    const Box at = cut_right(bar, text_width(look.fonts.body, save) + look.px(28));
    if (text_button(
            look, "save", at,
            {.text = save, .ability = current && context.import ? Ability::enabled : Ability::disabled}))
        save_table(context, *page);
    put_text({look.fonts.title, paint(look.theme.text)}, bar, ui(Text::dashboard_title, look.language));
    if (current) return draw_dashboard(look, rest, *page);
    const auto& fault = run.dashboard_fault();
    put_wrapped(muted(look), inset(rest, look.px(16), look.px(12)),
                fault ? in_words(*fault, look.language) : ui(Text::computing, look.language));
}

Box place(const PanelContext& context) {
    if (context.analysis == nullptr || context.workspace.presenting || !context.workspace.analysis_open)
        return {};
    if (!dashboard_key(context.settings, context.data)) return {};
    if (context.workspace.popover == Popover::browse) return {};  // its file is being named
    const Look& look = context.look;
    const ImVec2 screen = ImGui::GetIO().DisplaySize;
    const Box free{0, context.layout.top_bar.y1, screen.x, screen.y};
    return centred(free, std::min(look.px(1180), free.width() - look.px(24)),
                   std::min(look.px(820), free.height() - look.px(16)));
}

}  // namespace

Panel dashboard_panel() { return {"dashboard", place, draw, Panel::Ground::popover}; }

}  // namespace flowspace
