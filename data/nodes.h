// Places and groups in one numbering: whatever an arc on the map may end at.
#pragma once

#include "data/atlas.h"
#include "data/ids.h"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace flowspace {

inline std::size_t node_count(const Atlas& atlas) { return atlas.places.size() + atlas.groups.size(); }

constexpr NodeId node_of(PlaceId place) { return NodeId{static_cast<std::uint32_t>(place)}; }
inline NodeId node_of(const Atlas& atlas, GroupId group) {
    return NodeId{static_cast<std::uint32_t>(atlas.places.size() + index(group))};
}

/// Nothing where the node is a group.
inline std::optional<PlaceId> place_of(const Atlas& atlas, NodeId node) {
    if (index(node) >= atlas.places.size()) return std::nullopt;
    return PlaceId{static_cast<std::uint32_t>(node)};
}
/// Nothing where the node is a place.
inline std::optional<GroupId> group_of(const Atlas& atlas, NodeId node) {
    if (index(node) < atlas.places.size()) return std::nullopt;
    return GroupId{static_cast<std::uint32_t>(index(node) - atlas.places.size())};
}

struct NodePair {
    NodeId origin = {};
    NodeId destination = {};

    bool operator==(const NodePair&) const = default;
};

}  // namespace flowspace
