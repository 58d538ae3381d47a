// Where places and groups stand on the map, and where they are on their way to elsewhere, or over the ground.
#pragma once

#include "data/atlas.h"
#include "data/geo/coordinates.h"
#include "data/geo/projection.h"
#include "render/scene/camera.h"
#include "render/scene/draw_list.h"
#include "render/scene/frame.h"
#include "render/scene/relief.h"

#include <glm/vec3.hpp>

#include <span>
#include <vector>

namespace flowspace {

/// One per node, in metres of the map: places where they lie, groups at the mean of their primary members (of
/// all members where none is primary). What cannot be placed stands at the projection's origin.
std::vector<MapPoint> node_points(const Atlas& atlas, const Projection& projection);

/// `from` with each node `shift.share` of the way to where it goes, in a straight line.
/// Pre: `shift.to` has as many points as `from`, or is none.
std::vector<MapPoint> shifted(std::span<const MapPoint> from, const NodeShift& shift);

/// Metres of height for each px (at a picture height of 1080) that something stands over the ground; px at
/// the centre of the picture. Nothing below 15 degrees of tilt, where height could not be seen and would only
/// shift what must lie exactly; whole from 25 degrees on.
double raised_m_per_px(const View& view, double px_scale);

/// World positions, one per point: on the relief, those of `places` that have a height over it.
/// Pre: the nodes of `places` are rows of `points`.
std::vector<glm::dvec3> standing(std::span<const MapPoint> points, std::span<const PlaceItem> places,
                                 const Relief& relief, double exaggeration, double raised_m_per_px);

}  // namespace flowspace
