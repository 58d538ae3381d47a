// A rose on the ground: sectors of the compass around a place, each as large as its share.
#pragma once

#include "render/scene/draw_list.h"
#include "render/scene/ribbon.h"
#include "render/scene/theme.h"

#include <glm/vec2.hpp>

namespace flowspace {

/// Where north and east of a place lie in the picture: a px that way on the ground, the longer one 1 px long.
struct CompassPx {
    glm::dvec2 north = {0, -1}, east = {1, 0};
};

struct RosePlace {
    glm::dvec2 at_px = {};
    double radius_px = 16;  // of a share of 1
    CompassPx compass = {};
    double px_scale = 1;  // px per px at a picture height of 1080
};

/// As far as the largest share reaches; radii go with the root, so that areas are shares.
double rose_reach_px(const DonutItem::Rose& rose, double radius_px);

/// Appends its triangles: a pale ground, the filled sectors and the outline of the others over them.
void append_rose(RibbonStrip& strip, const DonutItem::Rose& rose, const RosePlace& place, const Theme& theme);

}  // namespace flowspace
