#include "render/scene/blend.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <tuple>
#include <utility>

namespace flowspace {
namespace {

using ArcKey = std::tuple<LayerId, NodeId, NodeId, bool, bool>;

/// A change and a flow are not one thing, though they lie in one place.
ArcKey key_of(const ArcItem& arc) {
    return {arc.layer, arc.origin, arc.destination, arc.tie, arc.tone.has_value()};
}

float mix(float a, float b, double share) {
    return static_cast<float>(static_cast<double>(a) +
                              (static_cast<double>(b) - static_cast<double>(a)) * share);
}

double mix(double a, double b, double share) { return a + (b - a) * share; }

ArcItem between(const ArcItem& before, const ArcItem& after, double share) {
    ArcItem arc = share < 0.5 ? before : after;
    arc.value = mix(before.value, after.value, share);
    arc.width_px = mix(before.width_px, after.width_px, share);
    arc.strength = mix(before.strength, after.strength, share);
    if (before.tone && after.tone) arc.tone = mix(*before.tone, *after.tone, share);
    return arc;
}

/// With `share` of its width.
void add_fading(std::vector<ArcItem>& arcs, ArcItem arc, double share) {
    arc.width_px = static_cast<float>(static_cast<double>(arc.width_px) * share);
    arc.strength = static_cast<float>(static_cast<double>(arc.strength) * share);
    arc.value *= share;
    if (arc.width_px > 0.02F) arcs.push_back(arc);
}

std::vector<ArcItem> blended_arcs(const DrawList& before, const DrawList& after, double share) {
    std::map<ArcKey, const ArcItem*> last;
    for (const ArcItem& arc : before.arcs) last.emplace(key_of(arc), &arc);
    std::vector<ArcItem> arcs;
    arcs.reserve(before.arcs.size() + after.arcs.size());
    for (const ArcItem& arc : after.arcs) {
        const auto at = last.find(key_of(arc));
        if (at == last.end()) {
            add_fading(arcs, arc, share);
            continue;
        }
        arcs.push_back(between(*at->second, arc, share));
        last.erase(at);
    }
    for (const ArcItem& arc : before.arcs)
        if (const auto at = last.find(key_of(arc)); at != last.end() && at->second == &arc)
            add_fading(arcs, arc, 1 - share);
    std::ranges::stable_sort(arcs, [](const ArcItem& a, const ArcItem& b) {
        return std::tie(a.layer, a.strength) < std::tie(b.layer, b.strength);
    });
    return arcs;
}

/// Of discs, the area runs linearly.
float mix_radius(float a, float b, double share) {
    const double from = static_cast<double>(a), to = static_cast<double>(b);
    return static_cast<float>(std::sqrt(mix(from * from, to * to, share)));
}

std::vector<PlaceItem> blended_places(const DrawList& before, const DrawList& after, double share) {
    constexpr float least_px = 0.3F;
    std::map<NodeId, const PlaceItem*> last;
    for (const PlaceItem& place : before.places) last.emplace(place.node, &place);
    std::vector<PlaceItem> places;
    const auto fade = [&](PlaceItem place, double of) {
        place.radius_px = mix_radius(0, place.radius_px, of);
        if (place.radius_px >= least_px) places.push_back(place);
    };
    for (const PlaceItem& place : after.places) {
        const auto at = last.find(place.node);
        if (at == last.end()) {
            fade(place, share);
            continue;
        }
        PlaceItem now = share < 0.5 ? *at->second : place;
        now.radius_px = mix_radius(at->second->radius_px, place.radius_px, share);
        now.out_share = mix(at->second->out_share, place.out_share, share);
        now.inside_share = mix(at->second->inside_share, place.inside_share, share);
        now.measure = mix(at->second->measure, place.measure, share);
        places.push_back(now);
        last.erase(at);
    }
    for (const PlaceItem& place : before.places)
        if (last.contains(place.node)) fade(place, 1 - share);
    return places;
}

}  // namespace

DrawList blended(const DrawList& before, const DrawList& after, double share) {
    if (share <= 0) return before;
    if (share >= 1) return after;
    DrawList list;
    list.arcs = blended_arcs(before, after, share);
    list.places = blended_places(before, after, share);
    list.areas = share < 0.5 ? before.areas : after.areas;
    list.furniture = share < 0.5 ? before.furniture : after.furniture;
    return list;
}

}  // namespace flowspace
