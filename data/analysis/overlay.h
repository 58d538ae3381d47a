// How much of one area lies in another, and of a line in an area: plans against control lines. In a plane
// with equal areas.
#pragma once

#include "data/analysis/bundling.h"

#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

namespace flowspace {

/// One ring, not closed (the last point joins the first), either way round, not crossing itself.
using PlaneRing = std::vector<PlanePoint>;

/// In the square of the unit of the points.
double area(std::span<const PlanePoint> ring);

/// Of what both rings cover.
/// Stopped, it is whatever was summed so far.
double shared_area(std::span<const PlanePoint> a, std::span<const PlanePoint> b,
                   const std::stop_token& stop = {});

/// The same, and how many edges were held against one another for it: for outlines without many edges above
/// one another it grows as their number of points does.
struct SharedArea {
    double area = 0;
    std::uint64_t compared = 0;
};
SharedArea measure_shared(std::span<const PlanePoint> a, std::span<const PlanePoint> b,
                          const std::stop_token& stop = {});

double length(std::span<const PlanePoint> line);

/// Of the part of a line inside a ring; along its edge counts as inside.
double length_inside(std::span<const PlanePoint> line, std::span<const PlanePoint> ring);

/// The strip about a straight line, its ends square and as far beyond as it is wide to either side. Pre: from
/// != to.
PlaneRing strip(PlanePoint from, PlanePoint to, double half_width);

}  // namespace flowspace
