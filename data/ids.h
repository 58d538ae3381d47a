// Row numbers that cannot be mixed up: a PlaceId never converts to a PairId or to an int.
#pragma once

#include <cstddef>
#include <cstdint>

namespace flowspace {

enum class PlaceId : std::uint32_t {};  // a row of Atlas::places
enum class GroupId : std::uint32_t {};  // a row of Atlas::groups
enum class PairId : std::uint32_t {};   // a row of FlowSource::pairs()
enum class LayerId : std::uint32_t {};  // a row of FlowSource::layers()

constexpr std::size_t index(PlaceId id) { return static_cast<std::size_t>(id); }
constexpr std::size_t index(GroupId id) { return static_cast<std::size_t>(id); }
constexpr std::size_t index(PairId id) { return static_cast<std::size_t>(id); }
constexpr std::size_t index(LayerId id) { return static_cast<std::size_t>(id); }

}  // namespace flowspace
