// The card that says where a number comes from: value, status, source, file, rows, filter, method, command.
#include "viewer/panels/trace_offer.h"
#include "viewer/source_stage.h"
#include "viewer/strings.h"
#include "viewer/widgets/controls.h"
#include "viewer/widgets/scroll_area.h"
#include "viewer/widgets/text.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace flowspace {

namespace {

constexpr float name_width = 92;

OpenedAs opened_as(const PanelContext& context) { return context.opened ? *context.opened : OpenedAs{}; }

/// The answer to the figure that is asked about, kept while the card is open.
class TraceCard {
public:
    void draw(PanelContext& context, const Box& box);

private:
    void find(const PanelContext& context);
    void draw_lines(PanelContext& context, const Box& box) const;
    void draw_buttons(const PanelContext& context, Box line) const;
    std::string text(const PanelContext& context) const;

    std::shared_ptr<const TracedFigure> figure_;
    const FlowSource* source_ = nullptr;
    std::shared_ptr<const Dataset> data_;
    std::unique_ptr<SourceStage<TracedFigure, Trace>> stage_;
};

/// Small tables in memory answer within the frame; others on a thread of their own.
void TraceCard::find(const PanelContext& context) {
    const FlowSource& source = *context.data.flows;
    if (!stage_ || source_ != &source) {
        const bool slow = source.is_remote() || source.row_count() > background_above_rows;
        stage_ = std::make_unique<SourceStage<TracedFigure, Trace>>(slow ? StageRuns::in_background
                                                                         : StageRuns::at_once);
        source_ = &source;
        data_ = std::make_shared<const Dataset>(context.data);  // its parts are shared: a copy costs little
    }
    figure_ = context.workspace.traced;
    stage_->update(*figure_, std::chrono::system_clock::now(),
                   [data = data_, figure = *figure_](const std::stop_token& cancel) {
                       return trace(*data, figure, cancel);
                   });
}

std::string TraceCard::text(const PanelContext& context) const {
    std::string all = figure_title(context.data, *figure_, context.look.language) + "\n";
    for (const TraceLine& line :
         trace_lines(context.data, *figure_, stage_->value(), opened_as(context), context.look.language))
        all += line.name + ": " + line.text + "\n";
    return all;
}

void TraceCard::draw_buttons(const PanelContext& context, Box line) const {
    const Look& look = context.look;
    const auto copy = [&](const char* id, Text label, const auto& what) {
        const char* words = ui(label, look.language);
        const float width = text_width(look.fonts.body, words) + look.px(28);
        if (text_button(look, id, cut_left(line, width), {.text = words}))
            ImGui::SetClipboardText(what().c_str());
        cut_left(line, look.px(8));
    };
    copy("copy", Text::trace_copy, [&] { return text(context); });
    copy("cite", Text::trace_copy_cite,
         [&] { return cite_line(context.data, *figure_, stage_->value(), look.language); });
    copy("command", Text::trace_copy_command, [&] {
        std::string all;
        for (const std::string& command : commands_of(context.data, *figure_, opened_as(context)))
            all += (all.empty() ? "" : "\n") + command;
        return all;
    });
}

void TraceCard::draw_lines(PanelContext& context, const Box& box) const {
    const Look& look = context.look;
    const ScrollArea area("lines", box);
    Box rest{area.origin().x, area.origin().y, area.origin().x + area.width() - look.px(8),
             area.origin().y + 1e5f};
    const LayerInfo& layer = context.data.flows->layers()[index(figure_->layer)];
    bool first = true;
    for (const TraceLine& line :
         trace_lines(context.data, *figure_, stage_->value(), opened_as(context), look.language)) {
        Box part = rest;
        const Box name = cut_left(part, look.px(name_width));
        const bool warns =
            layer.status == Status::modelled && line.text == status_text(layer.status, look.language);
        const TextStyle style{first ? look.fonts.title : look.fonts.body,
                              paint(warns ? look.theme.warning : look.theme.text)};
        put_wrapped({look.fonts.small, paint(look.theme.muted_text)},
                    {name.x0, name.y0 + look.px(first ? 3 : 2), name.x1 - look.px(6), name.y1}, line.name);
        cut_top(rest, put_wrapped(style, part, line.text) + look.px(6));
        first = false;
    }
    area.reach({area.origin().x, rest.y0});
}

void TraceCard::draw(PanelContext& context, const Box& box) {
    const Look& look = context.look;
    find(context);
    Box rest = inset(box, look.px(16), look.px(12));
    Box head = cut_top(rest, look.px(32));
    if (icon_button(look, "close", centred(cut_right(head, look.px(32)), look.px(32), look.px(32)),
                    {.icon = Icon::close, .tip = ui(Text::close, look.language)}))
        context.workspace.popover = Popover::none;
    put_text({look.fonts.title, paint(look.theme.text)}, head, ui(Text::trace_title, look.language));
    put_text(strong(look), cut_top(rest, look.px(26)), figure_title(context.data, *figure_, look.language));
    divider(look, rest.x0, rest.x1, rest.y0);
    cut_top(rest, look.px(8));
    const bool answered = stage_->answered() == *figure_;
    context.workspace.trace_busy = !answered;
    if (!answered) {
        const auto& stale = stage_->stale();
        put_wrapped(muted(look), rest, stale ? stale->message.c_str() : ui(Text::computing, look.language));
        return;
    }
    draw_buttons(context, cut_bottom(rest, look.px(28)));
    cut_bottom(rest, look.px(10));
    draw_lines(context, rest);
}

Box place(const PanelContext& context) {
    const Workspace& workspace = context.workspace;
    if (workspace.popover != Popover::trace || workspace.presenting || !workspace.traced) return {};
    if (index(workspace.traced->layer) >= context.data.flows->layers().size()) return {};
    const Look& look = context.look;
    const ImVec2 screen = ImGui::GetIO().DisplaySize;
    const Box free{0, context.layout.top_bar.y1, screen.x, screen.y};
    return centred(free, std::min(look.px(640), free.width() - look.px(24)),
                   std::min(look.px(520), free.height() - look.px(24)));
}

}  // namespace

void show_trace(PanelContext& context, TracedFigure figure) {
    context.workspace.traced = std::make_shared<const TracedFigure>(std::move(figure));
    context.workspace.popover = Popover::trace;
}

bool is_asked_for(const Box& box) {
    return box.holds(ImGui::GetIO().MousePos) && ImGui::IsWindowHovered(ImGuiHoveredFlags_ChildWindows) &&
           ImGui::IsMouseClicked(ImGuiMouseButton_Right);
}

void answer_trace_key(PanelContext& context) {
    if (!std::exchange(context.workspace.trace_wanted, false)) return;
    if (context.data.flows->layers().empty()) return;
    const Filter& filter = context.derived.answered_filter();
    const LayerId layer = context.settings.current_layer;
    const Target& hovered = context.hover.seen();
    const Target& target = hovered.empty() ? context.settings.selected : hovered;
    const Atlas& atlas = *context.data.atlas;
    if (target.tie) {
        const auto from = group_of(atlas, target.tie->origin), to = group_of(atlas, target.tie->destination);
        if (!from || !to) return;
        show_trace(context, figure_of_cell(context.data, filter, target.tie->layer,
                                           {from, to, atlas.groups[index(*from)].kind}));
    } else if (target.flow)
        show_trace(context, figure_of_pair(context.data, filter, *target.flow));
    else if (!target.empty())
        show_trace(context, figure_of_unit(context.data, filter, layer, target,
                                           target.place ? UnitMeasure::out : UnitMeasure::inside));
    else
        show_trace(context, figure_of_total(filter, layer));
}

Panel trace_panel() {
    return {"trace", place,
            [card = std::make_shared<TraceCard>()](PanelContext& context, const Box& box) {
                card->draw(context, box);
            },
            Panel::Ground::popover};
}

}  // namespace flowspace
