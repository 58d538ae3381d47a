// The arcs of a draw list as one view shows them: where each lies in clip space and how it is cut into
// pieces. The arcs layer draws this; picking reads it.
#pragma once

#include "data/dataset.h"
#include "render/scene/arc_shape.h"
#include "render/scene/camera.h"
#include "render/scene/draw_list.h"
#include "render/scene/frame.h"
#include "render/scene/relief.h"

#include <glm/vec2.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace flowspace {

/// World position of a point of the map on the relief.
glm::dvec3 on_relief(MapPoint at, const Relief& relief, double exaggeration);

struct ArcKnot {
    float t = 0;
    float along_px = 0;       // on the screen, from the start
    float half_width_px = 0;  // grows and shrinks at an arrowhead
};

struct ArcOnScreen {
    std::uint32_t item = 0;  // row of DrawList::arcs
    ClipCurve curve = {};
    float width_px = 1;
    float length_px = 0;  // from t = 0 to t = 1
    float shown_px = 0;   // where the ribbon stops: short of an arrowhead's target
    float arrow_px = 0;   // length of the arrowhead; 0: none
    std::uint32_t first_knot = 0, knot_count = 0;
    glm::vec2 low_px = {}, high_px = {};  // of everything drawn of it
};

struct ArcPicture {
    std::vector<ArcOnScreen> arcs = {};  // weakest first, over all layers; what is off the screen is left out
    std::vector<ArcKnot> knots = {};
    std::vector<glm::vec2> lane_px = {};  // one per knot: the middle of the ribbon, origin top left
    glm::dvec2 size_px = {};

    /// The topmost arc that covers a px within `reach_px` of its edge; row of `arcs`.
    std::optional<std::size_t> pick(glm::dvec2 px, double reach_px) const;
};

struct ArcPictureInputs {
    const DrawList& list;
    std::span<const glm::dvec3> nodes;  // world positions, one per node of the atlas
    const Relief& relief;
    const View& view;
    double px_scale = 1;  // px per px at a picture height of 1080
    float exaggeration = 1;
    float arc_height = 0.18f;
    Motion motion = Motion::moving;
};

ArcPicture build_arc_picture(const ArcPictureInputs& inputs);

}  // namespace flowspace
