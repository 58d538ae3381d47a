#include "render/scene/blend.h"

#include "render/scene/counted_text.h"

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

/// Inks of one scale run; others change half-way.
OverlayInk mix(OverlayInk a, OverlayInk b, double share) {
    OverlayInk ink = share < 0.5 ? a : b;
    if (a.kind == b.kind && a.row == b.row) ink.tone = mix(a.tone, b.tone, share);
    return ink;
}

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

/// Arcs by key, the first of those that share one; each is taken once.
class ArcsByKey {
public:
    explicit ArcsByKey(const std::vector<ArcItem>& arcs) {
        sorted_.reserve(arcs.size());
        for (const ArcItem& arc : arcs) sorted_.emplace_back(key_of(arc), &arc);
        std::ranges::stable_sort(sorted_, {}, &Entry::first);
    }
    /// Null where there is none, or where it was taken.
    const ArcItem* take(const ArcKey& key) {
        const auto at = std::ranges::lower_bound(sorted_, key, {}, &Entry::first);
        return at != sorted_.end() && at->first == key ? std::exchange(at->second, nullptr) : nullptr;
    }

private:
    using Entry = std::pair<ArcKey, const ArcItem*>;
    std::vector<Entry> sorted_;
};

std::vector<ArcItem> blended_arcs(const DrawList& before, const DrawList& after, double share) {
    const auto behind = static_cast<std::uint32_t>(after.way_nodes.size());  // see both_ways
    std::vector<ArcItem> befores = before.arcs;
    for (ArcItem& arc : befores) arc.way_first += arc.way_count > 0 ? behind : 0;
    ArcsByKey last(befores);
    std::vector<ArcItem> arcs;
    arcs.reserve(before.arcs.size() + after.arcs.size());
    for (const ArcItem& arc : after.arcs) {
        if (const ArcItem* from = last.take(key_of(arc)))
            arcs.push_back(between(*from, arc, share));
        else
            add_fading(arcs, arc, share);
    }
    for (const ArcItem& arc : befores)
        if (last.take(key_of(arc)) == &arc) add_fading(arcs, arc, 1 - share);
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
        place.height_px *= static_cast<float>(of);
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
        now.height_px = mix(at->second->height_px, place.height_px, share);
        now.measure = mix(at->second->measure, place.measure, share);
        now.fill = mix(at->second->fill, place.fill, share);
        now.ring = mix(at->second->ring, place.ring, share);
        places.push_back(now);
        last.erase(at);
    }
    for (const PlaceItem& place : before.places)
        if (last.contains(place.node)) fade(place, 1 - share);
    return places;
}

/// Areas of both in one place: those of the nearer list, tinted on the way.
std::vector<AreaItem> blended_areas(const DrawList& before, const DrawList& after, double share) {
    const DrawList &shown = share < 0.5 ? before : after, &other = share < 0.5 ? after : before;
    const double gone = share < 0.5 ? share : 1 - share;
    std::vector<AreaItem> areas = shown.areas;
    for (AreaItem& area : areas) {
        const auto twin = std::ranges::find(other.areas, area.group, &AreaItem::group);
        if (twin != other.areas.end()) area.tint = mix(area.tint, twin->tint, gone);
    }
    return areas;
}

/// The wall of the same border, else the one of every border; null where there is neither.
const WallItem* wall_like(const std::vector<WallItem>& walls, const WallItem& of) {
    const WallItem* every = nullptr;
    for (const WallItem& wall : walls) {
        if (wall.a == of.a && wall.b == of.b) return &wall;
        if (!wall.a) every = &wall;
    }
    return every;
}

/// Walls of both lists, growing from what stood at their border, or from nothing.
std::vector<WallItem> blended_walls(const DrawList& before, const DrawList& after, double share) {
    std::vector<WallItem> walls;
    const auto add = [&](const WallItem& wall) {
        const WallItem *from = wall_like(before.walls, wall), *to = wall_like(after.walls, wall);
        WallItem mixed = wall;
        mixed.width_px = mix(from ? from->width_px : 0, to ? to->width_px : 0, share);
        mixed.height_px = mix(from ? from->height_px : 0, to ? to->height_px : 0, share);
        walls.push_back(mixed);
    };
    for (const WallItem& wall : after.walls) add(wall);
    for (const WallItem& wall : before.walls)
        if (std::ranges::none_of(after.walls,
                                 [&](const WallItem& one) { return one.a == wall.a && one.b == wall.b; }))
            add(wall);
    return walls;
}

/// Links of both lists, growing from what they were, or from nothing.
std::vector<TubeItem> blended_tubes(const DrawList& before, const DrawList& after, double share) {
    std::map<std::pair<PlaceId, PlaceId>, std::pair<float, float>> widths;
    for (const TubeItem& tube : before.tubes) widths[{tube.a, tube.b}].first = tube.width_px;
    for (const TubeItem& tube : after.tubes) widths[{tube.a, tube.b}].second = tube.width_px;
    std::vector<TubeItem> tubes;
    const auto add = [&](TubeItem tube) {
        const auto at = widths.find({tube.a, tube.b});
        if (at == widths.end()) return;  // it stands already
        tube.width_px = mix(at->second.first, at->second.second, share);
        tubes.push_back(tube);
        widths.erase(at);
    };
    for (const TubeItem& tube : share < 0.5 ? before.tubes : after.tubes) add(tube);
    for (const TubeItem& tube : share < 0.5 ? after.tubes : before.tubes) add(tube);
    std::ranges::stable_sort(tubes, {}, &TubeItem::width_px);
    return tubes;
}

/// Hulls of both lists, in the order of the nearer one.
std::vector<SkinItem> blended_skins(const DrawList& before, const DrawList& after, double share) {
    std::vector<SkinItem> skins;
    const auto height_in = [](const std::vector<SkinItem>& list, const SkinItem& of) {
        for (const SkinItem& skin : list)
            if (skin.group == of.group && skin.place == of.place) return skin.height_px;
        return 0.f;
    };
    const auto add = [&](SkinItem skin) {
        skin.height_px = mix(height_in(before.skins, skin), height_in(after.skins, skin), share);
        skins.push_back(skin);
    };
    const auto& nearer = share < 0.5 ? before.skins : after.skins;
    const auto& other = share < 0.5 ? after.skins : before.skins;
    for (const SkinItem& skin : nearer) add(skin);
    for (const SkinItem& skin : other)
        if (height_in(nearer, skin) == 0) add(skin);
    return skins;
}

DonutItem::Rose blended_rose(const DonutItem::Rose& before, const DonutItem::Rose& after, double share) {
    DonutItem::Rose rose = share < 0.5 ? before : after;
    for (std::vector<float> DonutItem::Rose::*shares : {&DonutItem::Rose::filled, &DonutItem::Rose::outlined})
        if ((before.*shares).size() == (after.*shares).size())
            for (std::size_t sector = 0; sector < (rose.*shares).size(); ++sector)
                (rose.*shares)[sector] = mix((before.*shares)[sector], (after.*shares)[sector], share);
    return rose;
}

/// Rings of both lists: they grow and shrink, and where both have as many parts these grow into each other.
std::vector<DonutItem> blended_donuts(const DrawList& before, const DrawList& after, double share) {
    std::vector<DonutItem> donuts;
    const auto in = [](const std::vector<DonutItem>& list, NodeId node) {
        const auto at = std::ranges::find(list, node, &DonutItem::node);
        return at == list.end() ? nullptr : &*at;
    };
    const auto add = [&](DonutItem donut) {
        const DonutItem *from = in(before.donuts, donut.node), *to = in(after.donuts, donut.node);
        donut.radius_px = mix(from ? from->radius_px : 0, to ? to->radius_px : 0, share);
        if (from && to && from->parts.size() == to->parts.size())
            for (std::size_t part = 0; part < donut.parts.size(); ++part) {
                donut.parts[part].share = mix(from->parts[part].share, to->parts[part].share, share);
                donut.parts[part].ink = mix(from->parts[part].ink, to->parts[part].ink, share);
            }
        if (from && to && from->rose && to->rose) donut.rose = blended_rose(*from->rose, *to->rose, share);
        if (from && to && from->notch && to->notch) donut.notch = mix(*from->notch, *to->notch, share);
        donuts.push_back(std::move(donut));
    };
    const auto& nearer = share < 0.5 ? before.donuts : after.donuts;
    const auto& other = share < 0.5 ? after.donuts : before.donuts;
    for (const DonutItem& donut : nearer) add(donut);
    for (const DonutItem& donut : other)
        if (in(nearer, donut.node) == nullptr) add(donut);
    return donuts;
}

/// Words of the nearer list, their numbers counted where both say the same of other figures. Windows and
/// notes name dates, which do not run.
Furniture blended_words(const Furniture& before, const Furniture& after, double share) {
    Furniture words = share < 0.5 ? before : after;
    const auto count = [&](std::string& text, const std::string& from, const std::string& to) {
        text = counted_or_switched(from, to, share);
    };
    count(words.shown, before.shown, after.shown);
    for (LegendItem& item : words.legend) {
        const auto from = std::ranges::find(before.legend, item.layer, &LegendItem::layer);
        const auto to = std::ranges::find(after.legend, item.layer, &LegendItem::layer);
        if (from == before.legend.end() || to == after.legend.end() || from->name != to->name ||
            from->unit != to->unit || from->samples.size() != to->samples.size())
            continue;
        for (std::size_t row = 0; row < item.samples.size(); ++row) {
            const auto text = counted(from->samples[row].text, to->samples[row].text, share);
            if (!text) continue;
            item.samples[row].text = *text;
            item.samples[row].width_px = mix(from->samples[row].width_px, to->samples[row].width_px, share);
        }
    }
    if (before.overlay.title == after.overlay.title &&
        before.overlay.swatches.size() == after.overlay.swatches.size())
        for (std::size_t row = 0; row < words.overlay.swatches.size(); ++row)
            count(words.overlay.swatches[row].text, before.overlay.swatches[row].text,
                  after.overlay.swatches[row].text);
    return words;
}

/// Of both lists, so that bundled arcs find theirs: those of `after` first.
std::vector<NodeId> both_ways(const DrawList& before, const DrawList& after) {
    std::vector<NodeId> ways = after.way_nodes;
    ways.insert(ways.end(), before.way_nodes.begin(), before.way_nodes.end());
    return ways;
}

}  // namespace

DrawList blended(const DrawList& before, const DrawList& after, double share) {
    if (share <= 0) return before;
    if (share >= 1) return after;
    DrawList list;
    list.arcs = blended_arcs(before, after, share);
    list.places = blended_places(before, after, share);
    list.way_nodes = both_ways(before, after);
    list.areas = blended_areas(before, after, share);
    list.walls = blended_walls(before, after, share);
    list.tubes = blended_tubes(before, after, share);
    list.skins = blended_skins(before, after, share);
    list.donuts = blended_donuts(before, after, share);
    list.furniture = blended_words(before.furniture, after.furniture, share);
    return list;
}

}  // namespace flowspace
