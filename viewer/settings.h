// Everything a person can change and would expect to find again: one plain value. Undo, scenes and sharing
// store it.
#pragma once

#include "data/filter.h"
#include "data/shown_flows.h"
#include "render/scene/camera.h"
#include "render/scene/frame.h"
#include "render/scene/style.h"

#include <cstdint>

namespace flowspace {

enum class WindowMode : std::uint8_t { moving, growing };

struct Playback {
    bool playing = false;
    double steps_per_s = 2;
    WindowMode mode = WindowMode::moving;

    bool operator==(const Playback&) const = default;
};

struct Settings {
    Filter filter = {};
    ShowRule show = {};
    Style style = {};
    Camera camera = {};
    Playback playback = {};
    Target selected = {};

    bool operator==(const Settings&) const = default;
};

}  // namespace flowspace
