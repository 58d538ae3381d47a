// What a place's ties say of it: centrality and power through its neighbours, dominance, symmetry of links.
#pragma once

#include "data/analysis/square_matrix.h"

#include <cstdint>
#include <span>
#include <vector>

namespace flowspace {

/// Through the others: tied to the well tied is central, tied to the poorly tied is powerful. Largest is 1;
/// all 0 where nothing flows. Ties are flows of both directions added; strength is their sum. Source: Neal
/// (2011), Urban Stud. 48:2733, and (2013).
struct AlterBased {
    std::vector<double> centrality = {};  // sum_j R_ij x strength_j
    std::vector<double> power = {};       // sum_j R_ij / strength_j
};
AlterBased alter_based(SquareView flows);

/// Where a place stands between both: above the median of the two, of centrality only, of power only, of
/// neither. Source: Neal (2011), whose world cities are quintessential, hubs and gateways.
enum class AlterRole : std::uint8_t { quintessential, hub, gateway, neither };
struct AlterRoles {
    double centrality_median = 0;
    double power_median = 0;
    std::vector<AlterRole> roles = {};  // one per place; what takes no part is in neither
};
/// Medians are over the places with a power above 0, which is to say those that take part; at the median is
/// not above it.
AlterRoles alter_roles(const AlterBased& alters);

/// T_i / mean of the others' T; NaN for one place alone or where the others have nothing.
/// Source: Limtanakool, Dijst and Schwanen (2007), DIT.
std::vector<double> dominance_index(std::span<const double> strengths);

/// An unordered pair with a flow either way, a < b.
struct LinkSymmetry {
    std::uint32_t a = 0;
    std::uint32_t b = 0;
    double a_to_b = 0;
    double b_to_a = 0;
    double symmetry = 0;           // -(sum f ln f) / ln 2 over the two shares: 1 even, 0 one way only
    double relative_strength = 0;  // both directions / all flow
};
/// By a, then b. Source: Limtanakool, Dijst and Schwanen (2007), LSI and RSI.
std::vector<LinkSymmetry> link_symmetries(SquareView flows);

}  // namespace flowspace
