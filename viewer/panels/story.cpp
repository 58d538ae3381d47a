// The story panel: its scenes in order, and words and times of the chosen one.
#include "viewer/story.h"

#include "viewer/bookmarks.h"
#include "viewer/panel.h"
#include "viewer/strings.h"
#include "viewer/widgets/controls.h"
#include "viewer/widgets/scroll_area.h"
#include "viewer/widgets/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

namespace flowspace {

namespace {

constexpr float row_height = 32;
constexpr float line_height = 38;

void keep(PanelContext& context, Story story) {
    context.workspace.scene =
        std::min(context.workspace.scene, story.scenes.empty() ? 0 : story.scenes.size() - 1);
    context.settings.story = Kept<Story>::of(std::move(story));
}

/// The story as it is edited: the built-in one becomes the reader's own with the first edit.
Story story_of(const PanelContext& context) { return context.told == nullptr ? Story{} : *context.told; }

/// The scene at `from` comes to stand at `to` and stays the chosen one.
void move_to(PanelContext& context, SceneMove move) {
    keep(context, move_scene(story_of(context), move));
    context.workspace.scene = move.to;
}

/// Two columns of dots: what can be taken hold of.
void draw_grip(const Look& look, const Box& box) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImVec2 middle{(box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2};
    for (int dot = 0; dot < 6; ++dot)
        list.AddCircleFilled({middle.x + look.px(dot % 2 == 0 ? -2.5f : 2.5f),
                              middle.y + look.px(5.f * static_cast<float>(dot / 2 - 1))},
                             look.px(1.2f), paint(look.theme.muted_text));
}

/// Held, the scene goes where the pointer is, and the list along at its ends; with the keyboard on it the
/// arrow keys move it.
void drag_row(PanelContext& context, const ScrollArea& area, const Touch& touched, std::size_t row) {
    const std::size_t count = context.told->scenes.size();
    if (touched.adjust != 0) {
        const bool up = touched.adjust > 0;
        if (up ? row > 0 : row + 1 < count) move_to(context, {row, up ? row - 1 : row + 1});
        return;
    }
    if (!touched.held || !ImGui::IsMouseDragging(ImGuiMouseButton_Left)) return;
    const Look& look = context.look;
    ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeNS);
    const float y = ImGui::GetIO().MousePos.y;
    const ImVec2 top = ImGui::GetWindowPos();
    const float bottom = top.y + ImGui::GetWindowHeight();
    if (y < top.y) ImGui::SetScrollY(ImGui::GetScrollY() - look.px(4));
    if (y > bottom) ImGui::SetScrollY(ImGui::GetScrollY() + look.px(4));
    const float at = (std::clamp(y, top.y, bottom) - area.origin().y) / look.px(row_height);
    const auto target = std::min(count - 1, static_cast<std::size_t>(std::max(0.f, at)));
    if (target != row) move_to(context, {row, target});
}

Touch draw_row(PanelContext& context, const Box& line, std::size_t row) {
    const Look& look = context.look;
    const Scene& scene = context.told->scenes[row];
    Box inner = inset(line, look.px(8), 0);
    const Touch touched = touch("scene", inner);
    const bool chosen = context.workspace.scene == row;
    if (chosen || touched.hovered)
        plate(look, line, chosen ? with_alpha(look.accent, 0.18f) : look.theme.raised_hover);
    const Box number = cut_left(inner, look.px(28));
    if (touched.hovered || touched.held)
        draw_grip(look, {number.x0, number.y0, number.x0 + look.px(14), number.y1});
    else
        put_text(muted(look), number, std::to_string(row + 1));
    put_text(muted(look, Align::right), cut_right(inner, look.px(44)),
             fmt::format("{:.0f} s", scene.hold_s + (scene.played ? scene.played->seconds : 0)));
    const std::string& title = said(scene.title, look.language);
    put_text(plain(look), inner, title.empty() ? scene.id : title);
    if (touched.clicked) context.workspace.scene = row;
    return touched;
}

/// Buttons for the chosen scene, from left to right.
void draw_tools(PanelContext& context, Box line) {
    const Look& look = context.look;
    const std::size_t row = context.workspace.scene, count = context.told->scenes.size();
    const auto button = [&](const char* id, Icon icon, Text tip, Ability ability) {
        const Box slot = cut_left(line, look.px(36));
        return icon_button(look, id, centred(slot, look.px(30), look.px(30)),
                           {.icon = icon, .tip = ui(tip, look.language), .ability = ability});
    };
    const auto able = [](bool can) { return can ? Ability::enabled : Ability::disabled; };
    if (button("preview", Icon::locate, Text::scene_preview, Ability::enabled))
        context.actions.emplace_back(ShowScene{row});
    if (button("present", Icon::present, Text::scene_present, Ability::enabled))
        context.actions.emplace_back(Present{row});
    if (button("up", Icon::chevron_up, Text::scene_up, able(row > 0))) {
        keep(context, move_scene(story_of(context), {row, row - 1}));
        context.workspace.scene = row - 1;
    }
    if (button("down", Icon::chevron_down, Text::scene_down, able(row + 1 < count))) {
        keep(context, move_scene(story_of(context), {row, row + 1}));
        context.workspace.scene = row + 1;
    }
    if (button("update", Icon::swap, Text::scene_update, Ability::enabled))
        keep(context, update_scene(story_of(context), row, context.settings));
    if (button("copy", Icon::layers, Text::scene_duplicate, Ability::enabled)) {
        keep(context, duplicate_scene(story_of(context), row));
        context.workspace.scene = row + 1;
    }
    if (button("remove", Icon::close, Text::scene_remove, Ability::enabled))
        keep(context, remove_scene(story_of(context), row));
}

struct Words {
    SceneText which;
    Text name;
    const TwoWords& words;
};

/// A line with both languages side by side.
void draw_words(PanelContext& context, Box line, const Words& what) {
    const Look& look = context.look;
    put_text(muted(look), cut_left(line, look.px(48)), ui(what.name, look.language));
    TwoWords words = what.words;
    const Box left = cut_left(line, (line.width() - look.px(6)) / 2);
    cut_left(line, look.px(6));
    ImGui::PushID(static_cast<int>(what.which));
    text_field(look, "##zh", centred(left, left.width(), look.px(30)), {.hint = "中文"}, words.zh);
    text_field(look, "##en", centred(line, line.width(), look.px(30)), {.hint = "English"}, words.en);
    ImGui::PopID();
    if (!(words == what.words))
        keep(context, rename_scene(story_of(context), context.workspace.scene, what.which, words));
}

struct Seconds {
    const char* id;
    Text name;
    double most;
};

double draw_seconds(PanelContext& context, Box line, const Seconds& what, double now_s) {
    const Look& look = context.look;
    put_text(muted(look), cut_left(line, look.px(72)), ui(what.name, look.language));
    put_text(plain(look, Align::right), cut_right(line, look.px(48)), fmt::format("{:.1f} s", now_s));
    const auto changed = slider(look, what.id, inset(line, look.px(8), 0), {0, what.most}, now_s);
    return changed ? std::round(*changed * 2) / 2 : now_s;
}

void draw_editor(PanelContext& context, Box& rest) {
    const Look& look = context.look;
    const Scene scene = context.told->scenes[context.workspace.scene];
    const auto line = [&] { return cut_top(rest, look.px(line_height)); };
    draw_words(context, line(), {SceneText::title, Text::scene_title, scene.title});
    draw_words(context, line(), {SceneText::caption, Text::scene_caption, scene.caption});
    draw_words(context, line(), {SceneText::notes, Text::scene_notes, scene.notes});
    Box times = line();
    const Box left = cut_left(times, times.width() / 2 - look.px(8));
    cut_left(times, look.px(16));
    const double way_s = draw_seconds(context, left, {"way", Text::scene_transition, 6}, scene.transition_s);
    const double hold_s = draw_seconds(context, times, {"hold", Text::scene_hold, 30}, scene.hold_s);
    if (way_s == scene.transition_s && hold_s == scene.hold_s) return;
    Story story = story_of(context);
    story.scenes[context.workspace.scene].transition_s = way_s;
    story.scenes[context.workspace.scene].hold_s = hold_s;
    keep(context, std::move(story));
}

void draw_list(PanelContext& context, const Box& box) {
    const Look& look = context.look;
    if (context.told == nullptr || context.told->scenes.empty()) {
        put_wrapped(muted(look), inset(box, look.px(8), look.px(8)), ui(Text::story_empty, look.language));
        return;
    }
    const ScrollArea area("scenes", box);
    float y = area.origin().y;
    for (std::size_t row = 0; row < context.told->scenes.size(); ++row) {
        const Box line{area.origin().x, y, area.origin().x + area.width(), y + look.px(row_height)};
        y = line.y1;
        // By its id, which goes along when it is moved: so the pointer and the keyboard stay on it.
        const std::string& id = context.told->scenes[row].id;
        ImGui::PushID(id.data(), id.data() + id.size());
        drag_row(context, area, draw_row(context, line, row), row);
        ImGui::PopID();
    }
    area.reach({area.origin().x, y});
}

void draw(PanelContext& context, const Box& box) {
    const Look& look = context.look;
    Box rest = inset(box, look.px(16), look.px(12));
    Box head = cut_top(rest, look.px(34));
    const char* label = ui(Text::scene_add, look.language);
    const float width = text_width(look.fonts.body, label) + look.px(28);
    const Box add = cut_right(head, width);
    const std::string title =
        context.told == nullptr ? std::string() : said(context.told->title, look.language);
    put_text(strong(look), head,
             title.empty() ? std::string(ui(Text::story_title, look.language))
                           : format_ui(Text::story_named, look.language, title));
    const bool any = context.told != nullptr && !context.told->scenes.empty();
    if (text_button(look, "add", centred(add, width, look.px(30)), {.text = label})) {
        const std::size_t row = any ? context.workspace.scene + 1 : 0;
        const NewScene scene{.after = any ? std::optional(context.workspace.scene) : std::nullopt,
                             .title = suggested_name(context.settings, context.data)};
        keep(context, add_scene_from(story_of(context), context.settings, scene));
        context.workspace.scene = row;
        return;
    }
    cut_top(rest, look.px(6));
    if (any) {
        context.workspace.scene = std::min(context.workspace.scene, context.told->scenes.size() - 1);
        Box editor = cut_bottom(rest, look.px(4 * line_height));
        draw_tools(context, cut_bottom(rest, look.px(line_height)));
        draw_editor(context, editor);
        divider(look, rest.x0, rest.x1, rest.y1 - 1);
    }
    draw_list(context, rest);
}

Box place(const PanelContext& context) {
    if (context.workspace.popover != Popover::story || context.workspace.presenting) return {};
    const Look& look = context.look;
    const Box& bar = context.layout.top_bar;
    const float right = bar.x1 - look.px(8), top = bar.y1 + look.px(8);
    const float rows = context.told == nullptr ? 3.f : static_cast<float>(context.told->scenes.size());
    const float wished = look.px(64 + 5 * line_height + 8) + look.px(row_height) * std::max(3.f, rows);
    const float bottom = std::min(ImGui::GetIO().DisplaySize.y - look.px(8), top + wished);
    return {std::max(look.px(8), right - look.px(480)), top, right, bottom};
}

}  // namespace

Panel story_panel() { return {"story", place, draw, Panel::Ground::popover}; }

}  // namespace flowspace
