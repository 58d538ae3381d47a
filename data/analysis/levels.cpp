#include "data/analysis/levels.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>

namespace flowspace {

namespace {

constexpr std::array<std::string_view, 4> level_keys = {"place", "circle", "agglomeration", "province"};

std::vector<std::vector<NodeId>> nodes_of_places(const Atlas& atlas, GroupKind kind, MembershipRows rows) {
    std::vector<std::vector<NodeId>> nodes(atlas.places.size());
    const std::vector<std::vector<GroupId>> groups = groups_of_places(atlas, kind, rows);
    for (std::uint32_t place = 0; place < nodes.size(); ++place) {
        for (const GroupId group : groups[place]) nodes[place].push_back(node_of(atlas, group));
        if (nodes[place].empty()) nodes[place] = {node_of(PlaceId{place})};
    }
    return nodes;
}

struct Order {
    auto operator()(const NodePair& pair) const { return std::tuple(pair.origin, pair.destination); }
};

/// Every pair of nodes that a pair of places belongs to; `take` is given each.
template <class Take>
void for_each_row(const LevelMap& map, Pair pair, const Take& take) {
    for (const NodeId from : map.of_place[index(pair.origin)])
        for (const NodeId to : map.of_place[index(pair.destination)])
            if (from != to) take(NodePair{from, to});
}

void add_to(ExactSum& total, const ExactSum& part) { total = total.rows == 0 ? part : add(total, part); }

bool holds(const std::vector<NodeId>& nodes, NodeId node) {
    return std::ranges::find(nodes, node) != nodes.end();
}

}  // namespace

std::string_view key(Level level) { return level_keys[static_cast<std::size_t>(level)]; }

std::optional<Level> parse_level(std::string_view text) {
    const auto at = std::ranges::find(level_keys, text);
    if (at == level_keys.end()) return std::nullopt;
    return static_cast<Level>(at - level_keys.begin());
}

std::optional<GroupKind> kind_of(Level level) {
    switch (level) {
        case Level::place:
            return std::nullopt;
        case Level::circle:
            return GroupKind::circle;
        case Level::agglomeration:
            return GroupKind::agglomeration;
        case Level::province:
            return GroupKind::province;
    }
    return std::nullopt;
}

LevelMap map_level(const Atlas& atlas, std::span<const Pair> pairs, Level level, MembershipRows rows) {
    LevelMap map{.level = level};
    const std::optional<GroupKind> kind = kind_of(level);
    if (!kind) {
        for (std::uint32_t place = 0; place < atlas.places.size(); ++place) {
            map.nodes.push_back(node_of(PlaceId{place}));
            map.of_place.push_back({map.nodes.back()});
        }
        for (const Pair pair : pairs) map.pairs.push_back({node_of(pair.origin), node_of(pair.destination)});
        return map;
    }
    map.of_place = nodes_of_places(atlas, *kind, rows);
    for (const std::vector<NodeId>& nodes : map.of_place) {
        map.nodes.insert(map.nodes.end(), nodes.begin(), nodes.end());
        map.overlaps = map.overlaps || nodes.size() > 1;
    }
    std::ranges::sort(map.nodes);
    map.nodes.erase(std::ranges::unique(map.nodes).begin(), map.nodes.end());

    for (const Pair pair : pairs) for_each_row(map, pair, [&](NodePair row) { map.pairs.push_back(row); });
    std::ranges::sort(map.pairs, {}, Order{});
    map.pairs.erase(std::ranges::unique(map.pairs).begin(), map.pairs.end());
    map.first.reserve(pairs.size() + 1);
    for (const Pair pair : pairs) {
        map.first.push_back(static_cast<std::uint32_t>(map.rows.size()));
        for_each_row(map, pair, [&](NodePair row) {
            const auto at = std::ranges::lower_bound(map.pairs, Order{}(row), {}, Order{});
            map.rows.push_back(static_cast<std::uint32_t>(at - map.pairs.begin()));
        });
    }
    map.first.push_back(static_cast<std::uint32_t>(map.rows.size()));
    return map;
}

LevelFlows sums_at_level(const LevelMap& map, const Atlas& atlas, std::span<const Pair> pairs,
                         std::span<const LayerSums> sums) {
    LevelFlows flows;
    for (const LayerSums& layer : sums) {
        LayerSums& made =
            flows.sums.emplace_back(LayerSums{.layer = layer.layer,
                                              .sums = std::vector<ExactSum>(map.pairs.size()),
                                              .counted = std::vector<std::uint8_t>(map.pairs.size())});
        std::vector<NodeTotals>& totals = flows.totals.emplace_back(node_count(atlas));
        double& volume = flows.volumes.emplace_back(0.0);
        for (std::size_t pair = 0; pair < pairs.size(); ++pair) {
            if (layer.counted[pair])
                for (std::uint32_t at = map.first[pair]; at < map.first[pair + 1]; ++at)
                    made.counted[map.rows[at]] = 1;
            if (layer.sums[pair].rows == 0) continue;
            for (std::uint32_t at = map.first[pair]; at < map.first[pair + 1]; ++at)
                add_to(made.sums[map.rows[at]], layer.sums[pair]);
            if (pairs[pair].origin == pairs[pair].destination) continue;
            const double size = std::fabs(value(layer.sums[pair]));
            volume += size;
            const std::vector<NodeId>& from = map.of_place[index(pairs[pair].origin)];
            const std::vector<NodeId>& to = map.of_place[index(pairs[pair].destination)];
            for (const NodeId node : from)
                (holds(to, node) ? totals[index(node)].inside : totals[index(node)].out) += size;
            for (const NodeId node : to)
                if (!holds(from, node)) totals[index(node)].in += size;
        }
    }
    return flows;
}

std::optional<NodeId> parent_at(const LevelMap& coarser, const Atlas& atlas, NodeId node) {
    std::optional<PlaceId> place = place_of(atlas, node);
    if (const std::optional<GroupId> group = group_of(atlas, node))
        for (const Membership& member : atlas.groups[index(*group)].members)
            if (!place || (member.primary && member.role == MemberRole::core)) {
                place = member.place;
                if (member.primary && member.role == MemberRole::core) break;
            }
    if (!place) return std::nullopt;
    const std::vector<NodeId>& nodes = coarser.of_place[index(*place)];
    for (const NodeId candidate : nodes) {
        const std::optional<GroupId> group = group_of(atlas, candidate);
        if (!group) return candidate;
        for (const Membership& member : atlas.groups[index(*group)].members)
            if (member.place == *place && member.primary) return candidate;
    }
    return nodes.empty() ? std::nullopt : std::optional(nodes.front());
}

}  // namespace flowspace
