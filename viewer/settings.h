// Everything a person can change and would expect to find again: one plain value. Undo, scenes and sharing
// store it.
#pragma once

#include "data/filter.h"
#include "data/shown_flows.h"
#include "render/scene/camera.h"
#include "render/scene/frame.h"
#include "render/scene/style.h"

#include <cstdint>
#include <vector>

namespace flowspace {

enum class WindowMode : std::uint8_t { moving, growing };

struct Playback {
    bool playing = false;
    double steps_per_s = 2;
    WindowMode mode = WindowMode::moving;

    bool operator==(const Playback&) const = default;
};

/// Which flows of the focus are asked for. `out`: leaves the focus; `in`: arrives from elsewhere; `inside`:
/// both ends in it; `crossing`: out and in together.
enum class Direction : std::uint8_t { all, out, in, inside, crossing };

/// The places and groups the map is narrowed to; empty: the whole map.
struct Focus {
    std::vector<PlaceId> places = {};  // ascending
    std::vector<GroupId> groups = {};  // ascending
    Direction direction = Direction::all;

    bool operator==(const Focus&) const = default;
    bool empty() const { return places.empty() && groups.empty(); }
};

struct Settings {
    Filter filter = {};  // `layers` is never empty here: see normalised()
    Focus focus = {};
    LayerId current_layer = {};  // the one charts, thresholds and the accent speak of; one of filter.layers
    ShowRule show = {};
    Style style = {};
    Camera camera = {};
    Playback playback = {};
    Target selected = {};

    bool operator==(const Settings&) const = default;
};

}  // namespace flowspace
