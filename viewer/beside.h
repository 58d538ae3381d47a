// Several maps side by side: each with its own layer, window and filter, their cameras tied or free.
#pragma once

#include "viewer/settings.h"

#include <vector>

namespace flowspace {

/// One more map beside the first, which is that of the settings themselves.
struct BesideMap {
    Filter filter = {};
    LayerId current_layer = {};
    Camera camera = {};  // of its own where cameras are free

    bool operator==(const BesideMap&) const = default;
};

struct Beside {
    std::vector<BesideMap> maps = {};
    bool linked = true;  // all look from the camera of the settings
};

}  // namespace flowspace
