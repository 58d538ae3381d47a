// How an arc of the picture looks: colour, dashes, comets. Both who draw arcs (OpenGL and the splatter) ask
// here.
#pragma once

#include "data/layer_info.h"
#include "render/scene/arc_picture.h"
#include "render/scene/draw_list.h"
#include "render/scene/theme.h"

#include <glm/vec3.hpp>

#include <array>
#include <span>

namespace flowspace {

struct ArcLook {
    std::array<float, 3> rgb = {};  // encoded
    float body_alpha = 0.45f;
    float width_px = 1;
    float length_px = 1;         // on the screen
    float dash_px = 0;           // period; 0: solid
    float heads = 1;             // comets on it at a time
    float heads_per_s = 1;       // that pass a point
    float phase = 0;             // [0, 1)
    float arrow_from_px = 1e9f;  // along, where an arrowhead begins
    bool hollow = false;         // but for its rim and its arrowhead
    bool faded = false;
};

struct ArcLookInputs {
    const DrawList& list;
    std::span<const LayerInfo> layers;
    const Theme& theme;
    std::span<const glm::dvec3> nodes;  // where they stand in this frame, in the world
    double px_scale = 1;                // px per px at a picture height of 1080
};

ArcLook arc_look(const ArcOnScreen& arc, const ArcLookInputs& inputs);

}  // namespace flowspace
