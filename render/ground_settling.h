// The whole ground made ready by a thread of its own, while frames go on with the coarse one.
#pragma once

#include "render/layers/layer.h"

#include <atomic>
#include <future>
#include <memory>
#include <vector>

namespace flowspace {

class GroundSettling {
public:
    /// Begins: `layers` prepare from a copy of `inputs`. Until it has ended they are not to be used
    /// elsewhere.
    GroundSettling(const LayerInputs& inputs, std::vector<Layer*> layers);
    /// Ends early, and waits for that.
    ~GroundSettling();
    GroundSettling(const GroundSettling&) = delete;
    GroundSettling& operator=(const GroundSettling&) = delete;

    /// All layers have prepared: they may be drawn.
    bool is_ready() const;

private:
    struct Copy;
    std::unique_ptr<const Copy> copy_;
    std::atomic<bool> stopped_ = false;
    std::future<void> work_;
};

}  // namespace flowspace
