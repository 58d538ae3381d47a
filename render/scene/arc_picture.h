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
    float along_px = 0;       // on the screen, from the start of the flow
    float half_width_px = 0;  // grows and shrinks at an arrowhead
};

/// Which way the ribbon runs at a knot, and how deep it lies.
struct ArcWay {
    glm::vec2 along = {1, 0};  // unit, y down
    float depth = 0;           // of the curve, -1 to 1
};

struct ArcOnScreen {
    std::uint32_t item = 0;  // row of DrawList::arcs
    ClipCurve curve = {};
    float way_from = 0;   // of the flow's way, where this curve begins, ...
    float way_share = 1;  // ... and how much of it this is: below 1 for the curves of a bundled flow
    float width_px = 1;
    float length_px = 0;  // of this curve, from t = 0 to t = 1
    float shown_px = 0;   // where the ribbon stops: short of an arrowhead's target
    float arrow_px = 0;   // length of the arrowhead; 0: none
    std::uint32_t first_knot = 0, knot_count = 0;
    glm::vec2 low_px = {}, high_px = {};  // of everything drawn of it
};

struct ArcPicture {
    std::vector<ArcOnScreen> arcs = {};  // weakest first, over all layers; what is off the screen is left out
    std::vector<ArcKnot> knots = {};
    std::vector<glm::vec2> lane_px = {};  // one per knot: the middle of the ribbon, origin top left
    std::vector<ArcWay> ways = {};        // one per knot
    glm::dvec2 size_px = {};

    /// The topmost arc that covers a px within `reach_px` of its edge; row of `arcs`.
    std::optional<std::size_t> pick(glm::dvec2 px, double reach_px) const;
};

/// The order of drawing, rows of `arcs`: strong flows over weak ones, whatever their layer; ties keep the
/// list's order.
std::vector<std::uint32_t> arc_order(std::span<const ArcItem> arcs);

struct ArcPictureInputs {
    const DrawList& list;
    std::span<const std::uint32_t> order = {};  // arc_order() of the list; none: found anew
    std::span<const glm::dvec3> nodes;          // world positions, one per node of the atlas
    const Relief& relief;
    const View& view;
    double px_scale = 1;  // px per px at a picture height of 1080
    float exaggeration = 1;
    float arc_height = 0.18f;
    Motion motion = Motion::moving;
};

/// Many arcs are shared out to threads; the picture does not depend on how many there are.
ArcPicture build_arc_picture(const ArcPictureInputs& inputs);

}  // namespace flowspace
