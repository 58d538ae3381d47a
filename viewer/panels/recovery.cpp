// Work that was not closed properly, offered when the window opens; nothing is restored unasked.
#include "viewer/panel.h"
#include "viewer/strings.h"
#include "viewer/widgets/controls.h"
#include "viewer/widgets/text.h"

#include <algorithm>
#include <string>

namespace flowspace {

namespace {

Box place(const PanelContext& context) {
    const Workspace& workspace = context.workspace;
    if (workspace.recovery.empty() || workspace.presenting || workspace.popover != Popover::none) return {};
    const Look& look = context.look;
    const Box& map = context.layout.map;
    const float width = std::min(look.px(460), ImGui::GetIO().DisplaySize.x - look.px(16));
    const float top = map.y0 + look.px(56);
    const float left = std::clamp(map.centre().x - width / 2, look.px(8),
                                  std::max(look.px(8), ImGui::GetIO().DisplaySize.x - width - look.px(8)));
    return {left, top, left + width, top + look.px(132)};
}

void draw(PanelContext& context, const Box& box) {
    const Look& look = context.look;
    const RecoveryOffer& offer = context.workspace.recovery.front();
    Box rest = inset(box, look.px(16), look.px(12));
    std::string title = ui(Text::recovery_title, look.language);
    if (context.workspace.recovery.size() > 1)
        title += " " + format_ui(Text::recovery_more, look.language, context.workspace.recovery.size());
    put_text(strong(look), cut_top(rest, look.px(26)), title);
    put_text(plain(look), cut_top(rest, look.px(24)),
             look.language == Language::zh ? offer.title_zh : offer.title_en);
    put_text(muted(look), cut_top(rest, look.px(20)),
             format_ui(Text::recovery_saved, look.language, offer.saved) +
                 (offer.path.empty() ? "" : " · " + offer.path));
    Box buttons = cut_bottom(rest, look.px(32));
    const float width = (buttons.width() - look.px(16)) / 3;
    const auto button = [&](const char* id, Text text, Switch lit) {
        const Box at = cut_left(buttons, width);
        cut_left(buttons, look.px(8));
        return text_button(look, id, at, {.text = ui(text, look.language), .lit = lit});
    };
    if (button("restore", Text::recovery_restore, Switch::on))
        context.actions.emplace_back(Recover{Recover::How::restore});
    if (button("later", Text::recovery_later, Switch::off))
        context.actions.emplace_back(Recover{Recover::How::later});
    if (button("discard", Text::recovery_discard, Switch::off))
        context.actions.emplace_back(Recover{Recover::How::discard});
}

}  // namespace

Panel recovery_panel() { return {"recovery", place, draw, Panel::Ground::popover}; }

}  // namespace flowspace
