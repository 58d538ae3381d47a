// The customary inset of the islands in the South China Sea: its ground shapes, drawn once for a box of
// pixels.
#pragma once

#include "data/base_map.h"
#include "data/geo/projection.h"
#include "render/scene/screen_list.h"

#include <array>
#include <string_view>
#include <vector>

namespace flowspace {

/// Shapes in the unit of the box's width: x right, y down from its top left.
struct SeaInset {
    double height = 1;                                    // of the box, in widths
    std::vector<std::vector<ScreenPoint>> land = {};      // rings, even-odd
    std::vector<std::vector<ScreenPoint>> home = {};      // rings of the country's own land, even-odd
    std::vector<std::vector<ScreenPoint>> border = {};    // of the country's land
    std::vector<std::vector<ScreenPoint>> sea_line = {};  // from a user's file; empty where none is given
    struct Islands {
        std::string_view name_zh, name_en;
        ScreenPoint at = {};
    };
    std::vector<Islands> islands = {};
};

/// From the base map's own polygons, in the map's projection, between 106 and 123 E, 2 and 24.5 N.
SeaInset make_sea_inset(const BaseMap& map, std::span<const Line> sea_line, const Projection& projection);

}  // namespace flowspace
