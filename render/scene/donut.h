// Rings of shares at a place or group: the parts of a whole, or how far something has come.
#pragma once

#include "render/scene/camera.h"
#include "render/scene/draw_list.h"
#include "render/scene/ribbon.h"
#include "render/scene/rose.h"
#include "render/scene/screen_list.h"
#include "render/scene/theme.h"

#include <glm/vec3.hpp>

#include <span>
#include <vector>

namespace flowspace {

/// World positions a little north and a little east of a node, as vectors from it.
struct GroundCompass {
    glm::dvec3 north = {0, 1, 0}, east = {1, 0, 0};
};

struct DonutInputs {
    std::span<const DonutItem> donuts;
    std::span<const glm::dvec3> nodes;              // world positions, one per node of the atlas
    std::span<const GroundCompass> compasses = {};  // one per donut, or none: north is up the map
    const View& view;
    const Theme& theme;
    double px_scale = 1;  // px per px at a picture height of 1080
};

/// What stands in the picture, the farthest first; nothing hides it. A rose that would leave no room
/// for an earlier one of the list and its name is left out.
RibbonStrip donut_strip(const DonutInputs& inputs);

/// Where each of them stands, for what must keep clear of it; those left out have none.
struct DonutBox {
    NodeId node = {};
    std::size_t row = 0;  // of the donuts
    ScreenBox box = {};   // its middle is the node
};
std::vector<DonutBox> donut_boxes(const DonutInputs& inputs);

}  // namespace flowspace
