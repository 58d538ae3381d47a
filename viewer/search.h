// Finds places and groups by Chinese name, English name or code, best answers first.
#pragma once

#include "data/atlas.h"
#include "render/scene/frame.h"

#include <cstddef>
#include <string_view>
#include <vector>

namespace flowspace {

/// Answers the search box shows.
inline constexpr std::size_t search_rows = 8;

/// Targets whose id or a name holds `query` (ASCII letters in either case). Whole matches come before names
/// that begin with it, those before names that merely hold it; then places before groups, then by row. An
/// empty query finds nothing.
std::vector<Target> search_atlas(const Atlas& atlas, std::string_view query, std::size_t at_most);

}  // namespace flowspace
