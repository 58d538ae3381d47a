// How much of the picture a frame draws while something moves, where the processor draws it all.
#pragma once

#include "render/scene/camera.h"
#include "render/scene/frame.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>

namespace flowspace {

struct Effort {
    Quality quality = Quality::settling;
    std::size_t most_arcs = std::numeric_limits<std::size_t>::max();
};

class Pace {
public:
    /// So long after the last move the picture begins to become whole again.
    static constexpr double rest_s = 0.05;
    /// Drawn in every frame, however much moves.
    static constexpr std::size_t fewest_arcs = 20'000;

    struct Seen {
        Camera camera = {};
        std::uint64_t list_revision = 0;
        std::size_t arcs = 0;  // in the list
        bool playing = false;
    };
    /// Asked once a frame: a coarse ground while the camera moves, the strongest arcs while anything does;
    /// then four times as many each frame.
    Effort next(const Seen& seen, double now_s);

    /// A frame to come draws more than the last one.
    bool settling() const { return settling_; }

private:
    std::optional<Seen> last_;
    double moved_s_ = -1e9, changed_s_ = -1e9;
    std::size_t shown_ = fewest_arcs;
    bool settling_ = false;
};

}  // namespace flowspace
