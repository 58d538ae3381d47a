// What a table is about.
#pragma once

#include <cstdint>

namespace flowspace {

/// flows: origin, destination; places: id, lon, lat; groups: kind, group, place.
enum class TableRole : std::uint8_t { flows, places, groups };

}  // namespace flowspace
