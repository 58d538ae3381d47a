// What changes from frame to frame while the draw list stays: camera, clock, highlight.
#pragma once

#include "data/geo/coordinates.h"
#include "data/ids.h"
#include "render/scene/camera.h"
#include "render/scene/colour.h"
#include "render/scene/style.h"
#include "render/scene/titles.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace flowspace {

/// An arc on the map: each direction and layer is its own.
struct FlowRef {
    LayerId layer = {};
    PairId pair = {};

    bool operator==(const FlowRef&) const = default;
};

/// An arc between groups, or between a group and a place in none: the flows of a layer from one to the other.
struct TieRef {
    LayerId layer = {};
    NodeId origin = {};
    NodeId destination = {};

    bool operator==(const TieRef&) const = default;
};

/// A border between two provinces, a < b; nothing: of which it is is not known.
struct BorderRef {
    std::optional<GroupId> a = {}, b = {};

    bool operator==(const BorderRef&) const = default;
};

/// What the pointer is on, or what is selected; at most one is set, and a border beside it.
struct Target {
    std::optional<FlowRef> flow = {};
    std::optional<PlaceId> place = {};
    std::optional<GroupId> group = {};
    std::optional<TieRef> tie = {};
    std::optional<BorderRef> border = {};  // beside what lies beneath it: it can be pointed at, not selected

    bool operator==(const Target&) const = default;
    bool empty() const { return !flow && !place && !group && !tie; }
};

enum class Motion : std::uint8_t {
    moving,
    still
};  // still: arrowheads at the destination ends instead of comets

enum class Quality : std::uint8_t {
    best,
    interactive,  // a coarser ground, while the camera moves
    settling      // the best within a few frames, none of which takes long: the ground was coarse before
};

/// Who draws the arcs: OpenGL, or the processor. automatic: the processor where OpenGL is software.
enum class ArcPath : std::uint8_t { automatic, gl, cpu };

/// Nodes on their way to elsewhere: between levels of the hierarchy, or from the map to a space of flows.
struct NodeShift {
    std::shared_ptr<const std::vector<MapPoint>> to = {};  // one per node; none: everything is where it is
    double share = 0;                                      // [0, 1] of the way
    double veil = 0;  // [0, 1]: how far the ground steps back, since the nodes no longer stand on it

    bool operator==(const NodeShift&) const = default;
};

struct Frame {
    Camera camera = {};
    Viewport viewport = {};
    Style style = {};
    double time_s = 0;  // of the animation
    Motion motion = Motion::moving;
    Quality quality = Quality::best;
    Target hover = {};
    Target selected = {};
    NodeShift shift = {};
    Titles titles = {};  // of a scene; part of the furniture
    ArcPath arcs = ArcPath::gl;
    std::optional<Colour> plain_ground = {};  // instead of relief and water: nothing of the ground shows
    /// What title, legend and notes keep clear of, where that is more than the camera does: the other side of
    /// a swipe.
    std::optional<Viewport::Insets> furniture_insets_px = {};
};

}  // namespace flowspace
