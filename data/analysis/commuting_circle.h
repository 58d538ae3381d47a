// Where people who work in a core live: the circle of a city by who commutes into it.
#pragma once

#include "data/analysis/square_matrix.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace flowspace {

struct Commuters {
    std::uint32_t home = 0;
    std::uint32_t work = 0;
    double workers = 0;
};

/// Units are counties or districts, not prefectures.
struct CommutingRegion {
    std::vector<double> residents = {};  // with work, wherever they work, one per unit; > 0 or 0
    std::vector<std::optional<std::uint32_t>> core = {};  // of which core a unit is part, numbered from 0
    std::vector<Commuters> commuting = {};                // also within a unit
    std::vector<std::pair<std::uint32_t, std::uint32_t>> neighbours = {};
    SquareMatrix minutes = {};  // from unit to unit; empty unless a rule needs them
};

enum class CircleStatus : std::uint8_t { outside, core, hinterland, filled, dropped };

struct CircleRule {
    double share = 0.15;                      // of workers who work in the core: 15 % OECD, 10 % Japan
    std::optional<double> most_minutes = {};  // to the nearest unit of the core
    enum class Reach : std::uint8_t {
        core,
        area
    } reach = Reach::core;  // area: the circle so far, again and again
};

struct Circles {
    std::vector<std::optional<std::uint32_t>> circle =
        {};                                  // per unit: the core it belongs to, a merged one by its largest
    std::vector<CircleStatus> status = {};   // per unit
    std::vector<std::uint32_t> merged = {};  // per core: the core that it was merged into, or itself
};

/// Cores of which at least `share` of the workers work in another core are merged with it (also in chains;
/// the one with the most residents names them); a unit joins the core with the largest share of its workers,
/// if that is at least `share` (ties: the larger core, then the lower number); then units with neighbours of
/// one circle all around are filled in, parts that do not touch the core are dropped, and it is filled once
/// more. A unit without workers joins nothing. Source: Dijkstra, Poelman and Veneri (2019), OECD RDWP
/// 2019/11; the order fill, drop, fill is ours, since the papers leave it open and it matters.
Circles commuting_circles(const CommutingRegion& region, const CircleRule& rule);

/// Within `minutes` of the nearest core, cores not merged: as the policy defines a circle. Ties: the lower
/// number.
Circles isochrone_circles(const CommutingRegion& region, double minutes);

/// Share of a unit's workers who work in each core: units x cores, NaN for a unit without workers.
std::vector<std::vector<double>> core_shares(const CommutingRegion& region);

struct CircleTotals {
    std::uint32_t core = 0;
    std::size_t units = 0;
    double residents = 0;
    std::optional<double> supply_containment = {};  // of its workers, the share that works inside
    std::optional<double> demand_containment = {};  // of those who work inside, the share that lives inside
};
/// One per circle, by core ascending.
std::vector<CircleTotals> circle_totals(const CommutingRegion& region, const Circles& circles);

/// How long it takes those who live and work inside: what the national monitor of commuting reports.
struct CommuteTimes {
    double mean_minutes = 0;
    double within_45 = 0;  // share
    double beyond_60 = 0;  // share
    double workers = 0;
};
/// Nothing without commuters inside whose minutes are known. Within a unit `inner_minutes` count.
std::optional<CommuteTimes> commute_times(const CommutingRegion& region, const Circles& circles,
                                          std::uint32_t core, double inner_minutes);

/// Two areas of units: how much of one the other holds.
struct AreaMatch {
    double recall = 0;     // of the residents of `official`, the share in `found`
    double precision = 0;  // of the residents of `found`, the share in `official`
};
/// Nothing if either has no residents.
std::optional<AreaMatch> area_match(std::span<const double> residents, std::span<const std::uint8_t> found,
                                    std::span<const std::uint8_t> official);

}  // namespace flowspace
