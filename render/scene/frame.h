// What changes from frame to frame while the draw list stays: camera, clock, highlight.
#pragma once

#include "data/ids.h"
#include "render/scene/camera.h"
#include "render/scene/style.h"

#include <cstdint>
#include <optional>

namespace flowspace {

/// An arc on the map: each direction and layer is its own.
struct FlowRef {
    LayerId layer = {};
    PairId pair = {};

    bool operator==(const FlowRef&) const = default;
};

/// What the pointer is on, or what is selected; at most one is set.
struct Target {
    std::optional<FlowRef> flow = {};
    std::optional<PlaceId> place = {};
    std::optional<GroupId> group = {};

    bool operator==(const Target&) const = default;
    bool empty() const { return !flow && !place && !group; }
};

enum class Motion : std::uint8_t {
    moving,
    still
};  // still: arrowheads at the destination ends instead of comets

enum class Quality : std::uint8_t {
    best,
    interactive
};  // interactive: a coarser ground in frames whose camera differs from the last one's

struct Frame {
    Camera camera = {};
    Viewport viewport = {};
    Style style = {};
    double time_s = 0;  // of the animation
    Motion motion = Motion::moving;
    Quality quality = Quality::best;
    Target hover = {};
    Target selected = {};
};

}  // namespace flowspace
