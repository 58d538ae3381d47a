// Flows by the sector of the compass that they leave for and come from, and how mutual those of a place are.
#pragma once

#include "data/analysis/flow_space.h"
#include "data/geo/coordinates.h"

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace flowspace {

/// Each 45 degrees wide with its direction in the middle, from north clockwise.
constexpr std::array<std::string_view, 8> compass_sectors = {"north", "northeast", "east", "southeast",
                                                             "south", "southwest", "west", "northwest"};

/// Of the great circle where it leaves `from`: [0, 360), 0 north, 90 east. Nothing for one and the same
/// point. Source: Sinnott (1984), Sky and Telescope 68:159, with the spherical law of sines.
std::optional<double> bearing_deg(LonLat from, LonLat to);
/// A row of compass_sectors. Pre: bearing in [0, 360).
std::size_t compass_sector(double bearing_deg);

/// Of one place, by sector as seen from it; nothing where it has no pair there that is known.
struct SectorFlows {
    std::array<std::optional<double>, compass_sectors.size()> out = {}, in = {};
};
/// One per place. What flows between places at one point has no direction and is in none. Pre: one location
/// per place.
std::vector<SectorFlows> flows_by_sector(const FlowMatrix& flows, std::span<const LonLat> where);

/// Of each place: 2 sum min(F_ij, F_ji) / sum (F_ij + F_ji) over pairs known both ways: 1 is wholly mutual.
/// Nothing where nothing flows. Source: Squartini et al. (2013), Sci Rep 3:2729.
std::vector<std::optional<double>> place_reciprocity(const FlowMatrix& flows);

}  // namespace flowspace
