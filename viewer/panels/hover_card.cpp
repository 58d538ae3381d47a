// What the pointer is on, beside the pointer: the map's own tooltip, also for what a list points at.
#include "render/scene/number_text.h"
#include "viewer/panel.h"
#include "viewer/panels/inspector_parts.h"
#include "viewer/strings.h"
#include "viewer/widgets/text.h"

#include <algorithm>
#include <string>

namespace flowspace {

namespace {

/// The sum of the pair in the window after the filter; nothing where the layer is not asked for.
ExactSum sum_of(const PanelContext& context, FlowRef flow) {
    for (const LayerSums& layer : context.derived.sums())
        if (layer.layer == flow.layer && index(flow.pair) < layer.sums.size())
            return layer.sums[index(flow.pair)];
    return {};
}

ExactSum sum_of(const PanelContext& context, const TieRef& tie) {
    const auto& pairs = context.derived.level().pairs;
    const auto at = std::ranges::find(pairs, NodePair{tie.origin, tie.destination});
    if (at == pairs.end()) return {};
    for (const LayerSums& layer : context.derived.level_flows().sums)
        if (layer.layer == tie.layer) return layer.sums[static_cast<std::size_t>(at - pairs.begin())];
    return {};
}

Box place(const PanelContext& context) {
    // Over a panel the panel's own tooltips speak.
    if (context.hover.target().empty() || ImGui::GetIO().WantCaptureMouse) return {};
    return {0, 0, 1, 1};
}

void draw(PanelContext& context, const Box&) {
    const Look& look = context.look;
    const Target& target = context.hover.target();
    std::string rest = target_note(context, target);
    if (target.flow) {
        rest += "  " + sum_exact(context, sum_of(context, *target.flow), target.flow->layer);
        rest += std::string("·") +
                status_text(context.data.flows->layers()[index(target.flow->layer)].status, look.language);
    }
    if (target.tie) {
        rest += "  " + sum_exact(context, sum_of(context, *target.tie), target.tie->layer);
        rest += std::string("·") +
                status_text(context.data.flows->layers()[index(target.tie->layer)].status, look.language);
    }
    tooltip(look, target_title(context, target), rest);
}

}  // namespace

Panel hover_card_panel() { return {"hover card", place, draw, Panel::Ground::none}; }

}  // namespace flowspace
