// From one level of the hierarchy to another: discs and arcs run together into their groups, or out of them.
#pragma once

#include "data/analysis/levels.h"
#include "data/atlas.h"
#include "render/scene/draw_list.h"
#include "render/scene/frame.h"

#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace flowspace {

/// Where each node of the atlas goes when `to` is drawn: its parent there, or itself. One per node.
std::vector<MapPoint> parent_points(const LevelMap& to, const Atlas& atlas, std::span<const MapPoint> nodes);

class LevelTransition {
public:
    static constexpr double length_s = 0.45;

    /// What is drawn goes from `before` (a list drawn at `from`) to lists at `to`.
    void begin(const LevelMap& from, const LevelMap& to, DrawList before, const Atlas& atlas,
               std::span<const MapPoint> nodes, double now_s);
    void end() { moves_.reset(); }
    bool running(double now_s) const { return moves_ && now_s < moves_->end_s; }

    /// The list to draw now: towards groups the one before until its nodes have met, towards places
    /// `current`.
    const DrawList& list(const DrawList& current, double now_s) const;
    NodeShift shift(double now_s) const;

private:
    struct Moves {
        std::shared_ptr<const std::vector<MapPoint>> points = {};
        bool together = false;  // towards groups
        double end_s = 0;
        DrawList before = {};  // drawn meanwhile, where they run together
    };
    std::optional<Moves> moves_;
};

}  // namespace flowspace
