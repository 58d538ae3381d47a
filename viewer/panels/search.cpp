// The answers of the search box, under it.
#include "viewer/search.h"

#include "viewer/panel.h"
#include "viewer/place_words.h"
#include "viewer/strings.h"
#include "viewer/widgets/controls.h"
#include "viewer/widgets/text.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <utility>

namespace flowspace {

namespace {

constexpr float row_height = 40;
constexpr float width = 320;

std::span<const Target> answers(const PanelContext& context) {
    const std::vector<Target>& all = context.derived.search().find(context.workspace.search_text).targets;
    return std::span(all).first(std::min(search_rows, all.size()));
}

/// Nothing matches as typed, so that what is listed must not pass for it.
bool only_nearest(const PanelContext& context) {
    const SearchAnswer& answer = context.derived.search().find(context.workspace.search_text);
    return answer.nearest_only && !answer.targets.empty();
}

Box place(const PanelContext& context) {
    if (context.workspace.popover != Popover::search || context.workspace.presenting) return {};
    const Look& look = context.look;
    const auto rows = static_cast<float>(std::max<std::size_t>(1, answers(context).size()));
    const float right = context.layout.top_bar.x1 - look.px(248);  // the field's right edge
    const float top = context.layout.top_bar.y1 + look.px(8);
    return {right - look.px(width), top, right,
            top + look.px(rows * row_height + (only_nearest(context) ? 40 : 16))};
}

struct Answer {
    std::string first;
    std::string second;
};

Answer describe(const PanelContext& context, const Target& target) {
    const Language language = context.look.language;
    const Atlas& atlas = *context.data.atlas;
    if (target.place) {
        const Place& found = atlas.places[index(*target.place)];
        const std::string& other = language == Language::zh ? found.name_en : found.name_zh;
        std::string second = found.id + "·" + other;
        if (language == Language::zh && !found.province_zh.empty()) second += "·" + found.province_zh;
        return {place_name_apart(atlas, *target.place, language), std::move(second)};
    }
    const Group& group = atlas.groups[index(*target.group)];
    constexpr std::array words = {Text::kind_circle_word, Text::kind_agglomeration_word,
                                  Text::kind_province_word};
    return {group_name(group, language),
            std::string(ui(words[static_cast<std::size_t>(group.kind)], language)) + "·" +
                format_ui(Text::members_count, language, group.members.size())};
}

void draw(PanelContext& context, const Box& box) {
    const Look& look = context.look;
    Workspace& workspace = context.workspace;
    Box rest = inset(box, look.px(8), look.px(8));
    const std::span<const Target> hits = answers(context);
    if (hits.empty()) {
        put_wrapped(muted(look), inset(rest, look.px(8), look.px(4)),
                    format_ui(Text::search_nothing, look.language, workspace.search_text));
        return;
    }
    if (only_nearest(context))
        put_text(muted(look), inset(cut_top(rest, look.px(24)), look.px(8), 0),
                 ui(Text::search_nearest, look.language));
    for (std::size_t row = 0; row < hits.size(); ++row) {
        const Box line = cut_top(rest, look.px(row_height));
        ImGui::PushID(static_cast<int>(row));
        const Touch at = touch("answer", line);
        ImGui::PopID();
        if (at.hovered) {
            workspace.search_row = static_cast<int>(row);
            context.hover.set(hits[row]);
        }
        if (static_cast<int>(row) == workspace.search_row) plate(look, line, look.theme.raised_hover);
        const Answer answer = describe(context, hits[row]);
        Box inner = inset(line, look.px(8), look.px(3));
        put_text(plain(look), cut_top(inner, inner.height() * 0.54f), answer.first);
        put_text(muted(look), inner, answer.second);
        if (at.clicked) {
            context.settings.selected = hits[row];
            context.actions.push_back(FlyTo{hits[row]});
            workspace.search_text.clear();
            workspace.popover = Popover::none;
        }
    }
}

}  // namespace

Panel search_panel() { return {"search", place, draw, Panel::Ground::popover}; }

}  // namespace flowspace
