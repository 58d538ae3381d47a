// The lines between provinces on the map, made when they are first asked for: walls stand on them, and the
// pointer finds them.
#pragma once

#include "data/dataset.h"
#include "data/geo/projection.h"
#include "render/scene/camera.h"
#include "render/scene/draw_list.h"
#include "render/scene/map_lines.h"
#include "render/scene/province_borders.h"

#include <map>
#include <optional>
#include <span>
#include <vector>

namespace flowspace {

/// Not for several threads at once.
class BorderLines {
public:
    /// Both outlive it.
    BorderLines(const Dataset& dataset, const Projection& projection)
        : dataset_(dataset), projection_(projection) {}

    /// By whose border it is; empty where no base map is known.
    const std::map<ProvincePair, std::vector<MapLine>>& lines() const;

private:
    const Dataset& dataset_;
    const Projection& projection_;
    mutable std::map<ProvincePair, std::vector<MapLine>> lines_;
};

/// The wall of this border, else the one of every border; null where there is neither.
const WallItem* wall_of(std::span<const WallItem> walls, const ProvincePair& between);

/// Seen from above a wall would hide behind its own edge: it lies flat, and its width says what its height
/// would.
bool walls_stand(const Camera& camera);

/// From where the pointer's ray is as high as a wall to where it meets the ground.
struct RayTrack {
    MapPoint high = {}, ground = {};
    double reach_m = 0;  // beside the line
};

/// How far along the track a line is met, 0 to 1, or 1 where it is only within reach of the ground's end;
/// nothing: it is not met.
std::optional<double> met_along(const RayTrack& track, std::span<const MapLine> lines);

}  // namespace flowspace
