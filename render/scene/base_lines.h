// Everything of the base map that is drawn as lines or filled, projected once.
#pragma once

#include "data/atlas.h"
#include "data/base_map.h"
#include "data/geo/projection.h"
#include "render/scene/map_lines.h"

#include <vector>

namespace flowspace {

struct BaseLines {
    std::vector<MapLine> land = {}, lakes = {}, country = {};  // rings
    std::vector<MapLine> coast = {}, national = {}, provinces = {}, prefectures = {};
    std::vector<std::vector<MapLine>> rivers = {};  // by rank, the greatest first
    std::vector<std::vector<MapLine>> areas = {};   // outline rings, one list per group of the atlas; no
                                                    // prefecture of its members known: empty
};

BaseLines build_base_lines(const Atlas& atlas, const BaseMap& base, const Projection& projection);

/// Even-odd, on the map.
bool inside(const std::vector<MapLine>& rings, MapPoint where);

}  // namespace flowspace
