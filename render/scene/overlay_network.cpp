// Links on the ground: of the network that costs run over, and those by which a percolating whole hangs
// together.
#include "render/scene/overlay_builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>

namespace flowspace {

/// Both ends of `A-B`, whichever of its dashes stands between ids; nothing: none does.
std::optional<std::pair<PlaceId, PlaceId>> OverlayBuilder::link_named(std::string_view item) const {
    for (std::size_t dash = item.find('-'); dash != std::string_view::npos; dash = item.find('-', dash + 1)) {
        const auto a = names_.place(item.substr(0, dash)), b = names_.place(item.substr(dash + 1));
        if (a && b) return std::pair(*a, *b);
    }
    return std::nullopt;
}

std::string OverlayBuilder::named_by_largest(const std::vector<PlaceId>& of) const {
    const auto& places = in_.data.atlas->places;
    const PlaceId first = *std::ranges::max_element(
        of, {}, [&](PlaceId place) { return places[index(place)].population_2020.value_or(0); });
    const std::string name = names_.name(places[index(first)].id, in_.language);
    if (of.size() == 1) return name;
    return fmt::format(fmt::runtime(words("{} 等 {} 地", "{} and others, {} places")), name, of.size());
}

/// The network's links as wide as what they carry.
void OverlayBuilder::add_links() {
    constexpr float widest_px = 9, least_px = 0.5f;
    double most = 0;
    for (const AnalysisRow* row : rows_)
        if (row->measure == measure_ && row->value) most = std::max(most, *row->value);
    if (!(most > 0)) return;
    bool of_a_layer = false;
    for (const AnalysisRow* row : rows_) {
        if (row->measure != measure_ || !row->value || !(*row->value > 0)) continue;
        const auto ends = link_named(row->item);
        if (!ends) continue;
        of_a_layer = of_a_layer || !row->layer.empty();
        const auto share = static_cast<float>(*row->value / most);
        made_.tubes.push_back(
            {ends->first, ends->second, std::max(least_px, widest_px * share), {Kind::sequential, share}});
    }
    if (made_.tubes.empty()) return;
    if (!of_a_layer) {  // of the network alone: no flow has a part in it
        of_flows_ = false;
        made_.layer.reset();
    }
    std::ranges::stable_sort(made_.tubes, {}, &TubeItem::width_px);
    for (const double share : {1.0, 0.5, 0.1})
        add_swatch(Shape::line, {Kind::sequential, static_cast<float>(share)}, number(most * share),
                   std::max(least_px, widest_px * static_cast<float>(share)));
    made_.legend.notes.push_back(words(
        "线宽与数值成正比，极细者取最小线宽；为零的线路不画",
        "A line's width is in proportion to the value, but never too thin to see; links of 0 are not drawn"));
    if (std::ranges::find(in_.result.notes, "made-network", &OutputNote::code) == in_.result.notes.end())
        made_.legend.notes.push_back(
            words("线路为费用表所给的连接，直线相连，不是实际走向",
                  "Lines are the links of the table of costs, drawn straight: not the way of roads"));
}

/// What hangs together by flows of at least the threshold chosen: lit, and the links that hold it. Any of its
/// components is one of the maximum spanning tree cut at that threshold (Kruskal 1956).
void OverlayBuilder::add_percolation() {
    double threshold = 0;
    if (std::from_chars(item_.data(), item_.data() + item_.size(), threshold).ec != std::errc{}) return;
    struct Link {
        PlaceId a, b;
    };
    std::vector<Link> kept;
    std::vector<std::uint32_t> parent(in_.data.atlas->places.size());
    std::iota(parent.begin(), parent.end(), 0U);
    const auto root = [&](std::uint32_t at) {
        while (parent[at] != at) at = parent[at] = parent[parent[at]];
        return at;
    };
    for (const AnalysisRow* row : rows_) {
        if (row->measure != measure_ || !row->value || *row->value < threshold) continue;
        const auto ends = link_named(row->item);
        if (!ends) continue;
        kept.push_back({ends->first, ends->second});
        parent[root(static_cast<std::uint32_t>(index(ends->first)))] =
            root(static_cast<std::uint32_t>(index(ends->second)));
    }
    std::map<std::uint32_t, std::vector<PlaceId>> members;
    for (std::uint32_t place = 0; place < parent.size(); ++place)
        members[root(place)].push_back(PlaceId{place});
    std::vector<std::pair<std::uint32_t, std::vector<PlaceId>>> parts;
    for (auto& [at, places] : members)
        if (places.size() > 1) parts.emplace_back(at, std::move(places));
    std::ranges::stable_sort(parts, std::ranges::greater{},
                             [](const auto& part) { return part.second.size(); });
    constexpr std::size_t most_coloured = 6;
    std::map<std::uint32_t, OverlayInk> inks;
    std::size_t others = 0;
    for (std::size_t rank = 0; rank < parts.size(); ++rank) {
        const bool own = rank < most_coloured;
        const OverlayInk ink = own ? OverlayInk{Kind::category, 0, static_cast<std::uint32_t>(rank)}
                                   : OverlayInk{Kind::sequential, 1};
        inks.emplace(parts[rank].first, ink);
        for (const PlaceId place : parts[rank].second) disc(place).fill = ink;
        if (own)
            add_swatch(Shape::disc, ink, named_by_largest(parts[rank].second));
        else
            ++others;
    }
    if (others > 0)
        add_swatch(
            Shape::disc, {Kind::sequential, 1},
            fmt::format(fmt::runtime(words("另有 {} 个较小的部分", "{} smaller parts besides")), others));
    for (const Link& link : kept)
        made_.tubes.push_back({link.a, link.b, 2, inks.at(root(static_cast<std::uint32_t>(index(link.a))))});
    if (!in_.item.empty() && in_.item != item_)
        made_.legend.notes.push_back(fmt::format(
            fmt::runtime(words("所选分项“{}”不在结果中", "The item asked for, '{}', is not in the answer")),
            in_.item));
    if (parts.empty()) return;
    made_.legend.notes.push_back(fmt::format(
        fmt::runtime(
            words("阈值 {}{}：双向流之和不小于此值者相连（共 {} 个阈值可选）；未着色的地点在此阈值下孤立",
                  "Threshold {}{}: places are tied where the flow both ways is at least that (one of {}); "
                  "those without colour stand alone")),
        exact_number(threshold), in_brackets(unit()), items_.size()));
    made_.legend.notes.push_back(words("连线为最大生成树中达到阈值的联系：撑起各部分的骨架，不是全部联系",
                                       "Lines are the links of the maximum spanning tree that reach it: what "
                                       "holds each part, not all ties"));
}

}  // namespace flowspace
