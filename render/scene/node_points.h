// Where places and groups stand on the map, and where they are on their way to elsewhere.
#pragma once

#include "data/atlas.h"
#include "data/geo/coordinates.h"
#include "data/geo/projection.h"
#include "render/scene/frame.h"

#include <span>
#include <vector>

namespace flowspace {

/// One per node, in metres of the map: places where they lie, groups at the mean of their primary members (of
/// all members where none is primary). What cannot be placed stands at the projection's origin.
std::vector<MapPoint> node_points(const Atlas& atlas, const Projection& projection);

/// `from` with each node `shift.share` of the way to where it goes, in a straight line.
/// Pre: `shift.to` has as many points as `from`, or is none.
std::vector<MapPoint> shifted(std::span<const MapPoint> from, const NodeShift& shift);

}  // namespace flowspace
