// The levels of the hierarchy on the map: flows between places, or summed between the groups of a kind.
#pragma once

#include "data/atlas.h"
#include "data/filter.h"
#include "data/nodes.h"
#include "data/pair_selection.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace flowspace {

enum class Level : std::uint8_t { place, circle, agglomeration, province };

/// "place", "circle", "agglomeration", "province".
std::string_view key(Level level);
std::optional<Level> parse_level(std::string_view text);
/// Nothing for Level::place.
std::optional<GroupKind> kind_of(Level level);

/// What stands on the map at a level, and which of its pairs each pair of places belongs to.
struct LevelMap {
    Level level = Level::place;
    std::vector<NodeId> nodes = {};    // ascending: the places in no group of the kind, then its groups
    std::vector<NodePair> pairs = {};  // ascending, ends differ; at Level::place one per pair of places
    std::vector<std::vector<NodeId>> of_place = {};  // one per place: its groups, or itself
    /// Rows of `pairs` of each pair of places, from first[pair] to before first[pair + 1]; both empty at
    /// Level::place, where rows are pairs.
    std::vector<std::uint32_t> first = {}, rows = {};
    bool overlaps = false;  // some place is in two groups, so that its flows count in several rows
};

/// A pair belongs to every (group of its origin, group of its destination); what stays inside a group is in
/// no row. Places in no group stand for themselves. Source: analyses, A = M' F M.
LevelMap map_level(const Atlas& atlas, std::span<const Pair> pairs, Level level, MembershipRows rows);

/// Of one node and layer; a flow counts once each, however many of the node's members it touches.
struct NodeTotals {
    double out = 0;     // only the origin is in the node
    double in = 0;      // only the destination
    double inside = 0;  // both, different places
};

struct LevelFlows {
    std::vector<LayerSums> sums = {};  // as asked, one sum per row of LevelMap::pairs
    /// One list per layer of `sums`, one entry per node of the atlas (places, then groups): magnitudes.
    std::vector<std::vector<NodeTotals>> totals = {};
    std::vector<double> volumes = {};  // one per layer: magnitudes, each flow once, self-flows left out
};

/// Pre: `sums` are of `pairs`, of which `map` was made at another level than Level::place.
LevelFlows sums_at_level(const LevelMap& map, const Atlas& atlas, std::span<const Pair> pairs,
                         std::span<const LayerSums> sums);

/// The node of the coarser level that a node goes into, where that is one: of a group, that of its first
/// primary member.
std::optional<NodeId> parent_at(const LevelMap& coarser, const Atlas& atlas, NodeId node);

}  // namespace flowspace
