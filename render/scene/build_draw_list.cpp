#include "render/scene/build_draw_list.h"

#include "render/scene/furniture_words.h"
#include "render/scene/place_items.h"

#include <algorithm>
#include <cmath>

namespace flowspace {

namespace {

/// Spread over [0, 1) by the golden ratio, from the pair's places: the same pair always starts alike.
float phase_of(NodePair pair) {
    const double turns = 0.6180339887498949 * static_cast<double>(index(pair.origin)) +
                         0.7548776662466927 * static_cast<double>(index(pair.destination));
    return static_cast<float>(turns - std::floor(turns));
}

/// The colour of a change; new and vanished pairs are dotted, since what they were or are is unknown.
void show_change(const Difference& difference, const ShownFlow& flow, ArcItem& arc) {
    const auto layer = std::ranges::find(difference.changes, flow.layer, &LayerChanges::layer);
    if (layer == difference.changes.end()) return;
    const ChangeKind kind = layer->kinds[index(flow.pair)];
    const double measured = layer->measured[index(flow.pair)];
    arc.tone = change_tone(*layer, difference.measure, measured);
    if (kind == ChangeKind::appears) arc.tone = 1.0f;
    if (kind == ChangeKind::vanishes) arc.tone = -1.0f;
    if (kind != ChangeKind::both) arc.stroke = Stroke::dotted;
}

NodePair ends_of(const DrawListInput& input, PairId row) {
    if (input.level) return input.level->map.pairs[index(row)];
    const Pair pair = input.dataset.flows->pairs()[index(row)];
    return {node_of(pair.origin), node_of(pair.destination)};
}

std::vector<ArcItem> build_arcs(const DrawListInput& input) {
    const auto layers = input.dataset.flows->layers();
    std::vector<double> largest(layers.size());
    for (const ShownFlows::Coverage& coverage : input.shown.coverage)
        largest[index(coverage.layer)] = coverage.largest;

    const std::vector<float> widest = widest_px(input);
    std::vector<ArcItem> arcs;
    arcs.reserve(input.shown.flows.size());
    for (const ShownFlow& flow : input.shown.flows) {
        const NodePair pair = ends_of(input, flow.pair);
        const double top = largest[index(flow.layer)];
        arcs.push_back(
            {.layer = flow.layer,
             .pair = flow.pair,
             .origin = pair.origin,
             .destination = pair.destination,
             .tie = input.level.has_value(),
             .value = flow.value,
             .width_px = arc_width_px(flow.value, top, widest[index(flow.layer)]),
             .strength =
                 top > 0 ? static_cast<float>(std::clamp(std::fabs(flow.value) / top, 1e-6, 1.0)) : 1.0f,
             .phase = phase_of(pair),
             .stroke =
                 layers[index(flow.layer)].status == Status::modelled ? Stroke::dashed : Stroke::solid});
        if (input.difference) show_change(*input.difference, flow, arcs.back());
    }
    return arcs;
}

/// Provinces have their lines; areas are for plans: circles where the filter speaks of circles,
/// agglomerations else.
std::vector<AreaItem> build_areas(const DrawListInput& input) {
    std::vector<AreaItem> areas;
    if (!input.style.show_areas || input.space) return areas;
    GroupKind kind = input.filter.kind == GroupKind::circle ? GroupKind::circle : GroupKind::agglomeration;
    if (input.level) kind = *kind_of(input.level->map.level);
    if (kind == GroupKind::province) return areas;
    const auto& groups = input.dataset.atlas->groups;
    for (std::uint32_t row = 0; row < groups.size(); ++row)
        if (groups[row].kind == kind)
            areas.push_back({GroupId{row}, static_cast<std::uint32_t>(areas.size())});
    return areas;
}

}  // namespace

DrawList build_draw_list(const DrawListInput& input) {
    DrawList list = {.arcs = build_arcs(input),
                     .places = input.level
                                   ? build_node_items(input.dataset, input.level->map, input.level->flows)
                                   : build_place_items(input.dataset, input.sums),
                     .areas = build_areas(input),
                     .furniture = furniture_words(input)};
    if (input.difference)  // gain and loss have the colours of what comes and goes
        for (PlaceItem& item : list.places) {
            item.plain = true;
            item.radius_px *= 0.6f;
        }
    return list;
}

}  // namespace flowspace
