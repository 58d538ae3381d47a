// Rings of shares at a place or group: the parts of a whole, or how far something has come.
#pragma once

#include "render/scene/camera.h"
#include "render/scene/draw_list.h"
#include "render/scene/ribbon.h"
#include "render/scene/screen_list.h"
#include "render/scene/theme.h"

#include <glm/vec3.hpp>

#include <span>
#include <vector>

namespace flowspace {

struct DonutInputs {
    std::span<const DonutItem> donuts;
    std::span<const glm::dvec3> nodes;  // world positions, one per node of the atlas
    const View& view;
    const Theme& theme;
    double px_scale = 1;  // px per px at a picture height of 1080
};

/// What stands in the picture, the farthest first; nothing hides it.
RibbonStrip donut_strip(const DonutInputs& inputs);

/// Where each of them stands, for what must keep clear of it.
std::vector<ScreenBox> donut_boxes(const DonutInputs& inputs);

}  // namespace flowspace
