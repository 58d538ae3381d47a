// Whether several places are one market: prices that move together, trades that differ, services within
// reach.
#pragma once

#include "data/analysis/square_matrix.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace flowspace {

/// Two places, a < b, in one period.
struct PriceSegmentation {
    std::uint32_t a = 0;
    std::uint32_t b = 0;
    double variance = 0;                     // sample variance over goods
    std::optional<double> integration = {};  // 1 / sqrt(variance); nothing where that is 0
    std::size_t goods = 0;
};
/// `change`: ln of the price now over the price a period ago, places x goods row by row, NaN unknown. For
/// each good |difference of two places| minus its mean over pairs that know it; the variance of that over
/// goods. Pairs with fewer than 2 goods are left out. By a, then b. Source: Parsley and Wei (2001), J Int
/// Econ 55:87; 桂琦寒等 (2006).
std::vector<PriceSegmentation> price_segmentation(std::span<const double> change, std::size_t places,
                                                  std::size_t goods);

/// Of what places live: employment, places x sectors row by row. Pre: >= 0, each place and sector > 0 in sum.
struct Specialisation {
    SquareMatrix krugman = {};                   // sum_s |a_is - a_js|, 0 alike to 2 nothing in common
    std::vector<double> location_quotient = {};  // places x sectors
};
Specialisation specialisation(std::span<const double> employment, std::size_t places, std::size_t sectors);

/// Managers per production worker against all places together, minus 1. NaN without production workers.
/// Source: Duranton and Puga (2005), J Urban Econ 57:343.
std::vector<double> functional_specialisation(std::span<const double> managers,
                                              std::span<const double> production);

/// Land against people. The ratio means nothing where people hardly grow or shrink: show both rates in a
/// plane.
struct LandUse {
    double built_first = 0;  // km2, > 0
    double built_last = 0;
    double people_first = 0;  // > 0
    double people_last = 0;
    double years = 0;
};
struct LandRates {
    double land = 0;                   // (V1 - V0) / V0 / years
    double people = 0;                 // ln(P1 / P0) / years
    std::optional<double> ratio = {};  // SDG 11.3.1; nothing for people = 0
    double built_m2_per_head = 0;      // at the end, people in 10,000 or persons as `people_unit` says
};
LandRates land_rates(const LandUse& use, double persons_per_unit);

/// C = 2 sqrt(U1 U2) / (U1 + U2), T = (U1 + U2) / 2, D = sqrt(C T). Different pairs have the same D: always
/// show U1, U2.
struct Coupling {
    double coupling = 0;
    double level = 0;
    double coordination = 0;
};
/// Pre: both in [0, 1]; (0, 0) couples 0.
Coupling coupling(double u1, double u2);

/// Two steps: supply per head of those who can reach it within the limit, summed over what a place can reach.
/// `cost`: from place (row) to supply's place (column). Supply nobody can reach serves nobody.
/// Source: Luo and Wang (2003), Env Plan B 30:865.
std::vector<double> two_step_access(SquareView cost, std::span<const double> population,
                                    std::span<const double> supply, double limit);

/// Two members of bodies that met, a < b.
struct MeetingTie {
    std::uint32_t a = 0;
    std::uint32_t b = 0;
    std::size_t joint = 0;  // meetings of both
    double newman = 0;      // sum over them of 1 / (members - 1)
    double jaccard = 0;     // joint / meetings of either; 0 without any
};
/// `present`: members x meetings row by row. Every pair, by a, then b. Source: Newman (2001), PRE 64:016132.
std::vector<MeetingTie> meeting_ties(std::span<const std::uint8_t> present, std::size_t members,
                                     std::size_t meetings);

/// Correlation of two symmetric tables (upper triangles), and how often relabelling one gives as much.
struct Qap {
    double correlation = 0;
    double p_greater = 0;  // share of relabellings with at least this correlation, the given one included
    std::size_t relabellings = 0;
    bool exact = false;
};
/// All relabellings for up to 8 places, else `draws` random ones of the seed (and the given one). Nothing
/// where one table does not vary or with fewer than 3 places. Source: Krackhardt (1988), Social Networks
/// 10:359.
std::optional<Qap> qap(SquareView a, SquareView b, std::size_t draws, std::uint64_t seed);

}  // namespace flowspace
