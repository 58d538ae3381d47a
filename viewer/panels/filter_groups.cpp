#include "viewer/panels/filter_groups.h"

#include "viewer/focus.h"
#include "viewer/search.h"
#include "viewer/strings.h"
#include "viewer/widgets/controls.h"
#include "viewer/widgets/text.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace flowspace {

namespace {

constexpr float row_height = 28;

/// The focus button at the right of a row: shown when the row is pointed at or focused.
void focus_button(PanelContext& context, Box& line, const Target& target) {
    const Look& look = context.look;
    const bool focused = is_focused(context.settings.focus, target);
    const bool pointed = line.holds(ImGui::GetIO().MousePos) && ImGui::IsWindowHovered();
    const Box slot = cut_right(line, look.px(28));
    if (!focused && !pointed) return;
    const Text tip = focused ? Text::focus_remove : Text::focus_add;
    if (icon_button(
            look, "focus", centred(slot, look.px(24), look.px(24)),
            {.icon = Icon::focus, .tip = ui(tip, look.language), .lit = focused ? Switch::on : Switch::off}))
        context.settings.focus = toggled(context.settings.focus, target);
}

/// The row's ground, selection and hovering; true when it was clicked.
bool row_ground(PanelContext& context, const Box& line, const Target& target) {
    const Look& look = context.look;
    const Touch at = touch("row", line);
    if (at.hovered) context.hover.set(target);
    if (context.settings.selected == target)
        plate(look, line, with_alpha(look.accent, look.theme.dark ? 0.20f : 0.14f));
    else if (context.hover.target() == target)
        plate(look, line, look.theme.raised_hover);
    return at.clicked;
}

void member_notes(const Look& look, Box& line, const Membership& member) {
    const auto note = [&](Text text, Colour colour) {
        const char* word = ui(text, look.language);
        put_text({look.fonts.small, paint(colour), Align::right},
                 cut_right(line, text_width(look.fonts.small, word) + look.px(6)), word);
    };
    if (!member.certainty.empty() && member.certainty != "high") note(Text::to_verify, look.theme.warning);
    if (member.scope == MemberScope::partial) note(Text::partial_mark, look.theme.muted_text);
    if (member.scope == MemberScope::extended) note(Text::extended_mark, look.theme.muted_text);
}

void draw_member(PanelContext& context, Box line, const Membership& member) {
    const Look& look = context.look;
    const Target target = target_of(member.place);
    const Place& place = context.data.atlas->places[index(member.place)];
    const Box button_line = line;
    line.x1 -= look.px(28);
    if (row_ground(context, line, target)) {
        context.settings.selected = context.settings.selected == target ? Target{} : target;
        if (!context.settings.selected.empty()) context.actions.push_back(FlyTo{target});
    }
    Box focus_line = button_line;
    focus_button(context, focus_line, target);
    cut_left(line, look.px(26));
    const Box mark = cut_left(line, look.px(16));
    if (member.role == MemberRole::core) {
        draw_icon(Icon::core, mark, look.px(12), paint(look.accent));
        if (mark.holds(ImGui::GetIO().MousePos) && ImGui::IsWindowHovered())
            tooltip(look, ui(Text::core_city, look.language));
    }
    cut_left(line, look.px(4));
    cut_right(line, look.px(4));
    member_notes(look, line, member);
    put_text(member.role == MemberRole::core ? strong(look) : plain(look), line,
             place_name(place, look.language));
}

}  // namespace

std::vector<GroupTree::Row> GroupTree::rows(const PanelContext& context) const {
    const Atlas& atlas = *context.data.atlas;
    std::vector<std::uint8_t> found_group(atlas.groups.size(), search_.empty() ? 1 : 0);
    std::vector<std::uint8_t> found_place(atlas.places.size(), 0);
    if (!search_.empty())
        for (const Target& hit : context.derived.search().find(search_).targets) {
            if (hit.group) found_group[index(*hit.group)] = 1;
            if (hit.place) found_place[index(*hit.place)] = 1;
        }
    std::vector<Row> rows;
    for (std::uint32_t row = 0; row < atlas.groups.size(); ++row) {
        const Group& group = atlas.groups[row];
        if (group.kind != context.settings.filter.kind) continue;
        const auto matches = [&](const Membership& member) { return found_place[index(member.place)] != 0; };
        const bool by_member = !search_.empty() && std::ranges::any_of(group.members, matches);
        if (found_group[row] == 0 && !by_member) continue;
        rows.push_back({GroupId{row}, nullptr});
        const bool opened = std::ranges::binary_search(opened_, GroupId{row});
        if (!opened && !by_member) continue;
        for (const MemberRole role : {MemberRole::core, MemberRole::member})
            for (const Membership& member : group.members)
                if (member.role == role && (opened || matches(member)))
                    rows.push_back({GroupId{row}, &member});
    }
    return rows;
}

void GroupTree::draw_group(PanelContext& context, const Box& full_line, GroupId id) {
    const Look& look = context.look;
    const Group& group = context.data.atlas->groups[index(id)];
    const Target target = target_of(id);
    Box line = full_line;
    const bool opened = std::ranges::binary_search(opened_, id);
    if (icon_button(look, "open", centred(cut_left(line, look.px(24)), look.px(24), look.px(24)),
                    {.icon = opened ? Icon::chevron_down : Icon::chevron_right})) {
        const auto at = std::ranges::lower_bound(opened_, id);
        if (opened)
            opened_.erase(at);
        else
            opened_.insert(at, id);
    }
    Box name_line = line;
    name_line.x1 -= look.px(28);
    if (row_ground(context, name_line, target)) {
        context.settings.selected = context.settings.selected == target ? Target{} : target;
        if (!context.settings.selected.empty()) context.actions.push_back(FlyTo{target});
    }
    focus_button(context, line, target);
    name_line = inset(name_line, look.px(4), 0);
    const std::string members = std::to_string(group.members.size());
    put_text(muted(look, Align::right), cut_right(name_line, look.px(32)), members);
    put_text(plain(look), name_line, group_name(group, look.language));
}

void GroupTree::draw_list(PanelContext& context, const Box& box) {
    const Look& look = context.look;
    const std::vector<Row> lines = rows(context);
    if (lines.empty()) {
        const std::string message = search_.empty()
                                        ? std::string(ui(Text::groups_none, look.language))
                                        : format_ui(Text::groups_no_match, look.language, search_);
        put_wrapped(muted(look), inset(box, look.px(8), look.px(8)), message);
        return;
    }
    ImGui::SetCursorScreenPos(box.min());
    if (ImGui::BeginChild("groups", {box.width(), box.height()})) {
        const ImVec2 start = ImGui::GetCursorScreenPos();
        const float height = look.px(row_height);
        const float right = start.x + ImGui::GetContentRegionAvail().x - look.px(2);
        for (std::size_t row = 0; row < lines.size(); ++row) {
            const float y = start.y + height * static_cast<float>(row);
            if (y + height < box.y0 || y > box.y1) continue;
            ImGui::PushID(static_cast<int>(row));
            const Box line{start.x, y, right, y + height};
            if (lines[row].member != nullptr)
                draw_member(context, line, *lines[row].member);
            else
                draw_group(context, line, lines[row].group);
            ImGui::PopID();
        }
        ImGui::SetCursorScreenPos({start.x, start.y + height * static_cast<float>(lines.size())});
        ImGui::Dummy({1, 0});
    }
    ImGui::EndChild();
}

void GroupTree::draw(PanelContext& context, Box box) {
    const Look& look = context.look;
    Filter& filter = context.settings.filter;
    const std::array labels = {ui(Text::kind_circle, look.language),
                               ui(Text::kind_agglomeration, look.language),
                               ui(Text::kind_province, look.language)};
    if (const auto kind = segmented(look, "kind", cut_top(box, look.px(28)),
                                    {.labels = labels, .current = static_cast<std::size_t>(filter.kind)}))
        filter.kind = static_cast<GroupKind>(*kind);
    cut_top(box, look.px(8));
    text_field(look, "##find", cut_top(box, look.px(28)),
               {.hint = ui(Text::groups_search, look.language), .icon = Icon::search}, search_);
    cut_top(box, look.px(4));
    draw_list(context, box);
}

}  // namespace flowspace
