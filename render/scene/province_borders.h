// Whose borders the lines between provinces are: what is known of one border can then be drawn at it.
#pragma once

#include "data/atlas.h"
#include "data/base_map.h"
#include "data/ids.h"

#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace flowspace {

/// a < b, groups of kind province; nothing: a line that no two prefectures of different provinces share.
using ProvincePair = std::optional<std::pair<GroupId, GroupId>>;

/// base.province_lines, cut where the neighbours change, by the two provinces that meet there: those of the
/// prefectures whose outlines hold the segment. A province with several groups counts by its first.
std::map<ProvincePair, std::vector<Line>> province_borders(const Atlas& atlas, const BaseMap& base);

}  // namespace flowspace
