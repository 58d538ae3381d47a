// The popover of bookmarks: named views to go back to, and one view as a file for others.
#include "viewer/bookmarks.h"

#include "viewer/panel.h"
#include "viewer/strings.h"
#include "viewer/widgets/controls.h"
#include "viewer/widgets/scroll_area.h"
#include "viewer/widgets/text.h"

#include <algorithm>
#include <string>
#include <utility>

namespace flowspace {

namespace {

constexpr float row_height = 36;
constexpr float fixed_height = 148;
constexpr std::size_t most_rows = 9;

void keep(PanelContext& context) {
    std::string& name = context.workspace.bookmark_name;
    context.settings =
        with_bookmark(context.settings, name.empty() ? suggested_name(context.settings, context.data) : name);
    name.clear();
}

void draw_row(PanelContext& context, const Box& line, std::size_t row) {
    const Look& look = context.look;
    Settings& settings = context.settings;
    Box inner = inset(line, look.px(8), 0);
    const Box remove = cut_right(inner, look.px(28)), update = cut_right(inner, look.px(28));
    const Touch at = touch("go", inner);
    if (at.hovered) plate(look, line, look.theme.raised_hover);
    const std::string key = row < most_rows ? "Ctrl " + std::to_string(row + 1) : std::string();
    put_text(muted(look), cut_left(inner, look.px(52)), key);
    put_text(plain(look), inner, settings.bookmarks[row].name);
    const std::string name = settings.bookmarks[row].name;
    if (icon_button(look, "update", centred(update, look.px(26), look.px(26)),
                    {.icon = Icon::locate, .tip = ui(Text::bookmark_update, look.language)}))
        settings = with_bookmark(settings, name);
    if (icon_button(look, "remove", centred(remove, look.px(26), look.px(26)),
                    {.icon = Icon::close, .tip = ui(Text::bookmark_remove, look.language)})) {
        settings = without_bookmark(settings, row);
        return;
    }
    if (at.clicked) context.actions.emplace_back(GoToBookmark{row});
}

void draw_rows(PanelContext& context, const Box& box) {
    const Look& look = context.look;
    const std::size_t count = context.settings.bookmarks.size();
    if (count == 0) {
        put_wrapped(muted(look), inset(box, look.px(8), look.px(8)), ui(Text::bookmarks_none, look.language));
        return;
    }
    const ScrollArea area("bookmarks", box);
    float y = area.origin().y;
    for (std::size_t row = 0; row < count && row < context.settings.bookmarks.size(); ++row) {
        const Box line{area.origin().x, y, area.origin().x + area.width(), y + look.px(row_height)};
        y = line.y1;
        ImGui::PushID(static_cast<int>(row));
        draw_row(context, line, row);
        ImGui::PopID();
    }
    area.reach({area.origin().x, y});
}

void draw(PanelContext& context, const Box& box) {
    const Look& look = context.look;
    Workspace& workspace = context.workspace;
    Box rest = inset(box, look.px(16), look.px(12));
    Box head = cut_top(rest, look.px(28));
    const char* story = ui(Text::story_open, look.language);
    const Box to_story = cut_right(head, text_width(look.fonts.body, story) + look.px(24));
    put_text(strong(look), head, ui(Text::bookmarks_title, look.language));
    if (text_button(look, "story", centred(to_story, to_story.width(), look.px(28)), {.text = story}))
        workspace.popover = Popover::story;
    Box entry = cut_top(rest, look.px(36));
    const char* label = ui(Text::bookmark_keep, look.language);
    const Box button = cut_right(entry, text_width(look.fonts.body, label) + look.px(28));
    cut_right(entry, look.px(8));
    const std::string hint = suggested_name(context.settings, context.data);
    const bool entered =
        text_field(look, "##name", centred(entry, entry.width(), look.px(32)),
                   {.hint = hint, .take_focus = std::exchange(workspace.focus_bookmark, false)},
                   workspace.bookmark_name);
    if (text_button(look, "keep", centred(button, button.width(), look.px(32)), {.text = label}) || entered)
        keep(context);
    cut_top(rest, look.px(6));
    Box files = cut_bottom(rest, look.px(34));
    const Box share = cut_left(files, (files.width() - look.px(8)) / 2);
    cut_left(files, look.px(8));
    const auto browse = [&](Browse what) {
        workspace.browse = what;
        workspace.popover = Popover::browse;
    };
    const Ability ability = context.import != nullptr ? Ability::enabled : Ability::disabled;
    if (text_button(look, "share", share,
                    {.text = ui(Text::view_share, look.language),
                     .tip = ui(Text::view_share_hint, look.language),
                     .ability = ability}))
        browse(Browse::view);
    if (text_button(look, "open", files, {.text = ui(Text::view_open, look.language), .ability = ability}))
        browse(Browse::open);
    cut_bottom(rest, look.px(8));
    draw_rows(context, rest);
}

Box place(const PanelContext& context) {
    if (context.workspace.popover != Popover::bookmarks || context.workspace.presenting) return {};
    const Look& look = context.look;
    const Box& bar = context.layout.top_bar;
    const auto rows =
        static_cast<float>(std::clamp<std::size_t>(context.settings.bookmarks.size(), 2, most_rows));
    const float right = bar.x1 - look.px(8);
    const float top = bar.y1 + look.px(8);
    const float bottom =
        std::min(ImGui::GetIO().DisplaySize.y - look.px(8), top + look.px(fixed_height + rows * row_height));
    return {std::max(look.px(8), right - look.px(400)), top, right, bottom};
}

}  // namespace

Panel bookmarks_panel() { return {"bookmarks", place, draw, Panel::Ground::popover}; }

}  // namespace flowspace
