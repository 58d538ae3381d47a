#include "render/scene/build_draw_list.h"

#include "render/scene/furniture_words.h"
#include "render/scene/map_overlay.h"
#include "render/scene/map_scale.h"
#include "render/scene/place_items.h"

#include <fmt/format.h>

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
    const auto test = std::ranges::find(difference.tests, flow.layer, &ChangeTest::layer);
    if (test != difference.tests.end()) arc.faded = test->like_chance[index(flow.pair)] != 0;
}

NodePair ends_of(const DrawListInput& input, PairId row) {
    if (input.level) return input.level->map.pairs[index(row)];
    const Pair pair = input.dataset.flows->pairs()[index(row)];
    return {node_of(pair.origin), node_of(pair.destination)};
}

/// Pre: `arcs` are those of the flows shown.
void lay_along(const FlowWays& ways, std::vector<ArcItem>& arcs) {
    for (std::size_t row = 0; row < arcs.size(); ++row) {
        arcs[row].way_first = ways.first[row];
        arcs[row].way_count = ways.first[row + 1] - ways.first[row];
    }
}

std::vector<ArcItem> build_arcs(const DrawListInput& input) {
    const auto layers = input.dataset.flows->layers();
    std::vector<double> largest(layers.size());
    for (const ShownFlows::Coverage& coverage : input.shown.coverage)
        largest[index(coverage.layer)] = coverage.largest;

    std::vector<LayerScale> scale(layers.size());
    for (const ShownFlows::Coverage& coverage : input.shown.coverage)
        scale[index(coverage.layer)] = layer_scale(input, coverage.layer);
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
             .width_px = arc_width_px(flow.value, scale[index(flow.layer)].largest,
                                      scale[index(flow.layer)].widest_px),
             .strength =
                 top > 0 ? static_cast<float>(std::clamp(std::fabs(flow.value) / top, 1e-6, 1.0)) : 1.0f,
             .phase = phase_of(pair),
             .stroke =
                 layers[index(flow.layer)].status == Status::modelled ? Stroke::dashed : Stroke::solid});
        if (input.difference)
            show_change(*input.difference, flow, arcs.back());
        else
            arcs.back().negative = flow.value < 0;
    }
    if (input.ways != nullptr) lay_along(*input.ways, arcs);
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

/// The flows that are the links of the answer, by their real volume.
ShownFlows flows_of_links(const DrawListInput& input) {
    const MapOverlay& overlay = *input.overlay;
    ShownFlows shown;
    const auto sums = std::ranges::find(input.sums, overlay.layer.value_or(LayerId{}), &LayerSums::layer);
    if (!overlay.layer || sums == input.sums.end()) return shown;
    for (const ShownFlows::Coverage& coverage : input.shown.coverage)
        if (coverage.layer == *overlay.layer) shown.coverage = {coverage};
    if (shown.coverage.empty()) return shown;
    ShownFlows::Coverage& coverage = shown.coverage.front();
    coverage.shown = coverage.negative = 0;
    coverage.shown_value = coverage.largest = 0;
    const auto pairs = input.dataset.flows->pairs();
    const auto order = [](const Pair& ends) { return std::pair(ends.origin, ends.destination); };
    for (const MapOverlay::Link& link : overlay.links) {
        const auto at = std::ranges::lower_bound(pairs, std::pair(link.origin, link.destination), {}, order);
        if (at == pairs.end() || order(*at) != std::pair(link.origin, link.destination)) continue;
        const auto row = static_cast<std::size_t>(at - pairs.begin());
        if (sums->sums[row].rows == 0) continue;
        const double flow = value(sums->sums[row]);
        shown.flows.push_back({*overlay.layer, PairId{static_cast<std::uint32_t>(row)}, flow});
        ++coverage.shown;
        coverage.negative += flow < 0 ? 1 : 0;
        coverage.shown_value += std::fabs(flow);
        coverage.largest = std::max(coverage.largest, std::fabs(flow));
    }
    std::ranges::stable_sort(shown.flows, [](const ShownFlow& a, const ShownFlow& b) {
        return std::fabs(a.value) != std::fabs(b.value) ? std::fabs(a.value) < std::fabs(b.value)
                                                        : index(a.pair) > index(b.pair);
    });
    return shown;
}

/// Places small and plain, but for those that the answer speaks of.
void show_discs(const MapOverlay& overlay, std::vector<PlaceItem>& items) {
    constexpr float plain_px = 5, least_px = 2.4f, other_px = 2;
    constexpr std::ptrdiff_t few = 20;
    const float largest_px = overlay.links.empty() ? 15 : 9;  // links must be seen between discs
    const bool few_rings = std::ranges::count_if(overlay.discs, [](const auto& disc) {
                               return static_cast<bool>(disc.ring);
                           }) <= few;
    for (PlaceItem& item : items) {
        item.plain = true;
        item.radius_px = other_px;
    }
    for (const MapOverlay::Disc& disc : overlay.discs) {
        const auto item = std::ranges::find(items, node_of(disc.place), &PlaceItem::node);
        if (item == items.end()) continue;
        item->fill = disc.fill;
        item->ring = disc.ring;
        item->height_px = disc.height_px;
        item->tower = disc.tower;
        item->radius_px =
            disc.share ? std::max(least_px, largest_px * std::sqrt(std::max(0.0f, *disc.share))) : plain_px;
        item->measure = disc.share ? static_cast<double>(*disc.share) : item->measure;
        if (!disc.ring) continue;
        item->measure += 1;             // its name goes first
        if (few_rings) item->rank = 0;  // named, with a line to the name where there is no room beside
    }
}

/// A picture of an answer bears its name. The flows that it is of come below; where none has a part, nothing
/// speaks of flows or their window.
void entitle(Furniture& words, const MapOverlay& overlay, Language language) {
    if (overlay.layer && !words.title.empty())
        words.subtitle = words.title + (language == Language::zh ? "，" : ", ") + words.subtitle;
    if (!overlay.layer) words.subtitle.clear();
    if (!overlay.legend.title.empty()) words.title = overlay.legend.title;
}

void tell_chosen(const DrawListInput& input, Furniture& words) {
    if (words.discs.empty()) return;
    words.notes.push_back(fmt::format(fmt::runtime(input.style.language == Language::zh
                                                       ? "圆只画所选的 {} 地，其余地点为点"
                                                       : "Discs are the {} places chosen; others are dots"),
                                      input.chosen.size()));
}

DrawList build_with_overlay(const DrawListInput& input) {
    const MapOverlay& overlay = *input.overlay;
    const bool links = !overlay.links.empty();
    const ShownFlows chosen = links ? flows_of_links(input) : ShownFlows{};
    const bool replaced = overlay.replaces_flows();
    const DrawListInput chosen_only{.dataset = input.dataset,
                                    .filter = input.filter,
                                    .style = input.style,
                                    .sums = input.sums,
                                    .shown = chosen,
                                    .space = input.space,
                                    .scale = input.scale,
                                    .volumes = input.volumes};
    DrawListInput beneath = input;
    beneath.overlay = nullptr;
    DrawList list = build_draw_list(replaced ? chosen_only : beneath);
    if (replaced && !links) {
        list.furniture = furniture_words(beneath);
        list.furniture.legend.clear();
        list.furniture.shown.clear();
        list.furniture.notes.clear();
        list.furniture.empty.clear();
    }
    if (replaced || !overlay.discs.empty()) {
        show_discs(overlay, list.places);
        list.furniture.discs = {};  // the answer's own discs: its legend says what they are
    }
    if (!overlay.areas.empty() && input.style.show_areas && !input.space) {
        list.areas.clear();
        for (const MapOverlay::Area& area : overlay.areas)
            list.areas.push_back({.group = area.group,
                                  .colour = static_cast<std::uint32_t>(list.areas.size()),
                                  .tint = area.tint,
                                  .hatched = area.hatched});
    }
    if (!input.space) {
        list.walls = overlay.walls;
        list.tubes = overlay.tubes;
        list.skins = overlay.skins;
    } else {
        for (PlaceItem& place : list.places) place.height_px = 0;
    }
    list.donuts = overlay.donuts;
    list.furniture.overlay = overlay.legend;
    list.furniture.source = source_words(input);
    if (replaced) entitle(list.furniture, overlay, input.style.language);
    return list;
}

}  // namespace

DrawList build_draw_list(const DrawListInput& input) {
    if (input.overlay && !input.overlay->empty()) return build_with_overlay(input);
    DrawList list = {
        .arcs = build_arcs(input),
        .way_nodes = input.ways != nullptr ? input.ways->nodes : std::vector<NodeId>{},
        .places = input.level
                      ? build_node_items(input.dataset, input.level->map, input.level->flows, input.scale)
                      : build_place_items(input.dataset, volumes_for(input), input.scale),
        .areas = build_areas(input),
        .furniture = furniture_words(input)};
    if (!input.chosen.empty() && !input.level && !input.difference) {
        single_out(input.chosen, input.scale, list.places);
        tell_chosen(input, list.furniture);
    }
    if (input.overlay) list.furniture.overlay = input.overlay->legend;  // which says why nothing lies there
    if (input.difference)  // gain and loss have the colours of what comes and goes
        for (PlaceItem& item : list.places) {
            item.plain = true;
            item.radius_px *= 0.6f;
        }
    return list;
}

}  // namespace flowspace
