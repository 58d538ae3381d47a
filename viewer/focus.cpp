#include "viewer/focus.h"

#include "viewer/beside.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace flowspace {

namespace {

void sort_unique(std::vector<PlaceId>& places) {
    std::ranges::sort(places);
    const auto rest = std::ranges::unique(places);
    places.erase(rest.begin(), rest.end());
}

/// Both lists must hold: an empty list asks for nothing. Nothing in common is a filter that nothing passes.
std::vector<PlaceId> both(std::vector<PlaceId> a, const std::vector<PlaceId>& b, bool& impossible) {
    if (a.empty()) return b;
    sort_unique(a);
    std::vector<PlaceId> common;
    std::ranges::set_intersection(a, b, std::back_inserter(common));
    if (common.empty()) impossible = true;
    return common;
}

/// A flow from a place to itself, self-flows left out: nothing passes.
Filter nothing_passes(Filter filter) {
    filter.origins = {PlaceId{0}};
    filter.destinations = {PlaceId{0}};
    filter.self_flows = SelfFlows::leave_out;
    return filter;
}

template <class Id>
void toggle_sorted(std::vector<Id>& ids, Id id) {
    const auto at = std::ranges::lower_bound(ids, id);
    if (at != ids.end() && *at == id)
        ids.erase(at);
    else
        ids.insert(at, id);
}

Filter without_focus(Filter filter, Direction direction) {
    if (direction == Direction::inside) filter.scope = Scope::internal;
    if (direction == Direction::crossing) filter.scope = Scope::crossing;
    return filter;
}

}  // namespace

std::vector<PlaceId> places_of(const Atlas& atlas, const Focus& focus, MembershipRows rows) {
    std::vector<PlaceId> places = focus.places;
    for (const GroupId group : focus.groups)
        for (const Membership& member : atlas.groups[index(group)].members)
            if (rows == MembershipRows::listed || member.scope == MemberScope::whole)
                places.push_back(member.place);
    sort_unique(places);
    return places;
}

Filter effective_filter(const Atlas& atlas, const Settings& settings) {
    const Focus& focus = settings.focus;
    Filter filter = settings.filter;
    if (focus.empty()) return without_focus(filter, focus.direction);
    const std::vector<PlaceId> members = places_of(atlas, focus, filter.membership_rows);
    bool impossible = members.empty();
    const bool groups_only = focus.places.empty();
    switch (focus.direction) {
        case Direction::all:
            filter.places = both(filter.places, members, impossible);
            break;
        case Direction::out:
            filter.origins = both(filter.origins, members, impossible);
            filter.crossing = members;
            break;
        case Direction::in:
            filter.destinations = both(filter.destinations, members, impossible);
            filter.crossing = members;
            break;
        case Direction::inside:
            if (groups_only && filter.inside.empty()) {
                filter.inside = focus.groups;
            } else {
                filter.origins = both(filter.origins, members, impossible);
                filter.destinations = both(filter.destinations, members, impossible);
            }
            break;
        case Direction::crossing:
            filter.crossing = members;
            break;
    }
    return impossible ? nothing_passes(filter) : filter;
}

bool is_focused(const Focus& focus, const Target& target) {
    if (target.place) return std::ranges::binary_search(focus.places, *target.place);
    if (target.group) return std::ranges::binary_search(focus.groups, *target.group);
    return false;
}

Focus toggled(Focus focus, const Target& target) {
    if (target.place) toggle_sorted(focus.places, *target.place);
    if (target.group) toggle_sorted(focus.groups, *target.group);
    const bool needs_focus = focus.direction == Direction::out || focus.direction == Direction::in;
    if (focus.empty() && needs_focus) focus.direction = Direction::all;
    return focus;
}

void move_to_focus(Settings& settings) {
    Filter& filter = settings.filter;
    Focus& focus = settings.focus;
    const int named = (filter.origins.empty() ? 0 : 1) + (filter.destinations.empty() ? 0 : 1) +
                      (filter.places.empty() ? 0 : 1) + (filter.inside.empty() ? 0 : 1);
    if (filter.scope != Scope::all && named == 0) {
        focus.direction = filter.scope == Scope::internal ? Direction::inside : Direction::crossing;
        filter.scope = Scope::all;
    }
    if (named != 1 || filter.scope != Scope::all) return;
    if (!filter.places.empty()) focus = {std::exchange(filter.places, {}), {}, Direction::all};
    if (!filter.inside.empty()) focus = {{}, std::exchange(filter.inside, {}), Direction::inside};
}

LayerId layer_spoken_of(const Settings& settings) {
    if (settings.selected.flow) return settings.selected.flow->layer;
    return settings.selected.tie ? settings.selected.tie->layer : settings.current_layer;
}

std::optional<Window> scale_window(const Settings& settings) {
    if (settings.scale) return settings.scale;
    return settings.playback.playing ? settings.playback.scale : std::nullopt;
}

Level level_shown(const Settings& settings) {
    constexpr double places_below_km = 1100, circles_below_km = 2600;
    if (!settings.hierarchy.by_zoom) return settings.hierarchy.level;
    const double width_km = settings.camera.width_km;
    return width_km < places_below_km    ? Level::place
           : width_km < circles_below_km ? Level::circle
                                         : Level::agglomeration;
}

DataShape shape_of(const Dataset& data) {
    return {.layers = data.flows->layers().size(),
            .places = data.atlas->places.size(),
            .groups = data.atlas->groups.size(),
            .pairs = data.flows->pairs().size()};
}

namespace {

/// Of the settings' own map, or of one beside it.
template <class Map>
void normalise_map(Map& map, const DataShape& shape) {
    std::vector<LayerId>& layers = map.filter.layers;
    std::erase_if(layers, [&](LayerId layer) { return index(layer) >= shape.layers; });
    std::ranges::sort(layers);
    const auto rest = std::ranges::unique(layers);
    layers.erase(rest.begin(), rest.end());
    if (layers.empty())
        for (std::uint32_t row = 0; row < shape.layers; ++row) layers.push_back(LayerId{row});
    if (!layers.empty() && !std::ranges::binary_search(layers, map.current_layer))
        map.current_layer = layers.front();
    std::erase_if(map.focus.places, [&](PlaceId place) { return index(place) >= shape.places; });
    std::erase_if(map.focus.groups, [&](GroupId group) { return index(group) >= shape.groups; });
    std::ranges::sort(map.focus.places);
    std::ranges::sort(map.focus.groups);
}

Kept<Beside> normalised(const Kept<Beside>& kept, const DataShape& shape) {
    if (!kept) return kept;
    Beside beside = *kept;
    for (BesideMap& map : beside.maps) normalise_map(map, shape);
    return beside == *kept ? kept : Kept<Beside>::of(std::move(beside));
}

}  // namespace

Settings normalised(Settings settings, const DataShape& shape) {
    normalise_map(settings, shape);
    settings.beside = normalised(settings.beside, shape);
    const auto exists = [&](const Target& target) {
        return (!target.place || index(*target.place) < shape.places) &&
               (!target.group || index(*target.group) < shape.groups) &&
               (!target.flow ||
                (index(target.flow->pair) < shape.pairs && index(target.flow->layer) < shape.layers)) &&
               (!target.tie || (index(target.tie->origin) < shape.places + shape.groups &&
                                index(target.tie->destination) < shape.places + shape.groups &&
                                index(target.tie->layer) < shape.layers));
    };
    if (!exists(settings.selected)) settings.selected = {};
    std::erase_if(settings.pins, [&](const Target& pin) { return pin.empty() || !exists(pin); });
    return settings;
}

std::vector<LayerId> toggled(std::vector<LayerId> layers, LayerId layer) {
    toggle_sorted(layers, layer);
    if (layers.empty()) layers.push_back(layer);
    return layers;
}

}  // namespace flowspace
