// Row numbers that cannot be mixed up: a PlaceId never converts to a PairId or to an int.
#pragma once

#include <cstddef>
#include <cstdint>

namespace flowspace {

enum class PlaceId : std::uint32_t {};  // a row of Atlas::places
enum class GroupId : std::uint32_t {};  // a row of Atlas::groups
enum class PairId : std::uint32_t {};   // a row of FlowSource::pairs()
enum class LayerId : std::uint32_t {};  // a row of FlowSource::layers()
/// What an arc on the map may end at: the rows of Atlas::places, then those of Atlas::groups. See nodes.h.
enum class NodeId : std::uint32_t {};

constexpr std::size_t index(PlaceId id) { return static_cast<std::size_t>(id); }
constexpr std::size_t index(GroupId id) { return static_cast<std::size_t>(id); }
constexpr std::size_t index(PairId id) { return static_cast<std::size_t>(id); }
constexpr std::size_t index(LayerId id) { return static_cast<std::size_t>(id); }
constexpr std::size_t index(NodeId id) { return static_cast<std::size_t>(id); }

}  // namespace flowspace
