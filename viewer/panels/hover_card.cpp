// What the pointer is on, beside the pointer: the map's own tooltip, also for what a list points at.
#include "render/scene/map_overlay.h"
#include "render/scene/number_text.h"
#include "render/scene/time_words.h"
#include "viewer/beside_maps.h"
#include "viewer/panel.h"
#include "viewer/panels/inspector_parts.h"
#include "viewer/strings.h"
#include "viewer/widgets/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
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

/// The row of the map's pairs that is pointed at; nothing where the level does not draw it.
std::optional<std::size_t> row_of(const PanelContext& context, const Target& target) {
    const LevelMap& level = context.derived.level();
    if (target.flow && level.level == Level::place) return index(target.flow->pair);
    if (!target.tie) return std::nullopt;
    const auto at = std::ranges::find(level.pairs, NodePair{target.tie->origin, target.tie->destination});
    if (at == level.pairs.end()) return std::nullopt;
    return static_cast<std::size_t>(at - level.pairs.begin());
}

ExactSum sum_of(const PanelContext& context, const TieRef& tie, std::size_t row) {
    for (const LayerSums& layer : context.derived.level_flows().sums)
        if (layer.layer == tie.layer) return layer.sums[row];
    return {};
}

/// "+1.2万 (+8.5%)" since the window compared with; what is unknown is said so.
std::string change_of(const PanelContext& context, LayerId layer, std::size_t row) {
    const Language language = context.look.language;
    for (const LayerChanges& changes : context.derived.changes()) {
        if (changes.layer != layer || row >= changes.kinds.size()) continue;
        const double difference = value(changes.differences[row]);
        const std::string amount = (difference < 0 ? "−" : "+") + exact_number(std::fabs(difference));
        switch (changes.kinds[row]) {
            case ChangeKind::none:
                return {};
            case ChangeKind::appears:
                return ui(Text::change_appears, language);
            case ChangeKind::vanishes:
                return ui(Text::change_vanishes, language);
            case ChangeKind::both:
                break;
        }
        const Comparison& comparison = context.settings.comparison;
        std::string text = format_ui(Text::change_line, language, amount);
        if (comparison.measure != ChangeMeasure::absolute && std::isfinite(changes.measured[row]))
            text += comparison.measure == ChangeMeasure::percent
                        ? fmt::format(" ({:+.3g}%)", changes.measured[row])
                        : " " + format_ui(Text::change_points, language,
                                          fmt::format("{:+.3g}", changes.measured[row]));
        return text;
    }
    return {};
}

/// What the pair has on each map: its layer (where it shows that) in its window.
std::string figures_of_maps(const PanelContext& context, const Target& target) {
    const Language language = context.look.language;
    std::string text;
    for (const BesideMaps::Map& map : context.beside->maps()) {
        const LayerId wanted = target.flow ? target.flow->layer : target.tie->layer;
        const auto& layers = map.settings.filter.layers;
        const LayerId layer =
            std::ranges::binary_search(layers, wanted) ? wanted : map.settings.current_layer;
        const LevelMap& level = map.pipeline->level();
        std::optional<std::size_t> row;
        if (target.flow && level.level == Level::place) row = index(target.flow->pair);
        if (target.tie) {
            const NodePair ends{target.tie->origin, target.tie->destination};
            const auto at = std::ranges::find(level.pairs, ends);
            if (at != level.pairs.end()) row = static_cast<std::size_t>(at - level.pairs.begin());
        }
        const std::vector<LayerSums>& sums =
            level.level == Level::place ? map.pipeline->sums() : map.pipeline->level_flows().sums;
        const auto of_layer = std::ranges::find(sums, layer, &LayerSums::layer);
        const bool known = row && of_layer != sums.end() && *row < of_layer->sums.size();
        if (!text.empty()) text += "\n";
        text += map.heading + " " +
                window_words(context.data.flows->time_axis(), map.settings.filter.window, language) + "  ";
        text += known ? sum_exact(context, of_layer->sums[*row], layer)
                      : std::string(ui(Text::unknown_value, language));
    }
    return text;
}

Box place(const PanelContext& context) {
    // Over a panel the panel's own tooltips speak.
    const Target& target = context.hover.target();
    if ((target.empty() && !target.border) || ImGui::GetIO().WantCaptureMouse) return {};
    // On stage the answer stands on a card beside it, which this one would cover.
    if (context.workspace.presenting && target == context.settings.selected) return {};
    return {0, 0, 1, 1};
}

void draw(PanelContext& context, const Box&) {
    const Look& look = context.look;
    const Target& target = context.hover.target();
    const MapOverlay* overlay = context.derived.laid_over();
    const OverlayWords words = overlay ? overlay_words(*overlay, target) : OverlayWords{};
    if (!words.title.empty()) return tooltip(look, std::string(words.title), std::string(words.said));
    if (target.empty()) return;
    std::string rest = target_note(context, target);
    if (target.flow) {
        rest += "  " + sum_exact(context, sum_of(context, *target.flow), target.flow->layer);
        rest += std::string("·") +
                status_text(context.data.flows->layers()[index(target.flow->layer)].status, look.language);
    }
    const std::optional<std::size_t> row = row_of(context, target);
    if (target.tie && row) {
        rest += "  " + sum_exact(context, sum_of(context, *target.tie, *row), target.tie->layer);
        rest += std::string("·") +
                status_text(context.data.flows->layers()[index(target.tie->layer)].status, look.language);
    }
    if (row)
        if (const std::string change =
                change_of(context, target.tie ? target.tie->layer : target.flow->layer, *row);
            !change.empty())
            rest += "\n" + change;
    if (context.beside && (target.flow || target.tie)) rest = figures_of_maps(context, target);
    if (!words.said.empty()) rest.append("\n").append(words.said);
    tooltip(look, target_title(context, target), rest);
}

}  // namespace

Panel hover_card_panel() { return {"hover card", place, draw, Panel::Ground::none}; }

}  // namespace flowspace
