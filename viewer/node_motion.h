// Nodes on their way between the map and a space of flows, from wherever they are when they are sent.
#pragma once

#include "data/geo/coordinates.h"
#include "render/scene/frame.h"

#include <memory>
#include <span>
#include <vector>

namespace flowspace {

class NodeMotion {
public:
    static constexpr double length_s = 1.2;
    using Points = std::shared_ptr<const std::vector<MapPoint>>;

    /// Sends the nodes to `target`, or home where there is none; at once where nothing may move. Does nothing
    /// if they are on their way there already. `home`: one point per node.
    void send(const Points& target, std::span<const MapPoint> home, double now_s, bool at_once);
    /// Home, without a way there: other nodes are on the map.
    void forget() { *this = {}; }

    bool running(double now_s) const { return now_s < begin_s_ + length_s && moving_; }
    NodeShift shift(std::span<const MapPoint> home, double now_s) const;

private:
    Points target_ = {};  // none: home
    std::vector<MapPoint> from_ = {};
    double from_veil_ = 0;
    double begin_s_ = 0;
    bool moving_ = false;
};

}  // namespace flowspace
