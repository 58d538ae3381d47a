// What the failure of places and links does to a network and to the demand on it. A what-if, relative: nobody
// chooses another way, and nothing is known of capacities.
#pragma once

#include "data/analysis/network.h"
#include "data/analysis/square_matrix.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

namespace flowspace {

/// 1/(n(n-1)) x sum of 1/d over ordered pairs, n the size of the table; 0 for one place or none.
/// Source: Latora and Marchiori (2001), PRL 87:198701.
double global_efficiency(SquareView distances);

/// The network when all of it works, with the demand (row to column, >= 0; the diagonal is ignored).
struct Intact {
    SquareMatrix distances = {};
    SquareMatrix demand = {};
    double total_demand = 0;
    double efficiency = 0;
    std::size_t largest_component = 0;
};
/// Nothing when stopped.
std::optional<Intact> intact_state(const Neighbours& neighbours, SquareView demand, std::stop_token stop);

/// All of one state, measured against the intact one. Shares of demand are of the whole intact demand.
struct FailureEffect {
    double largest_component_share = 0;  // of all places, failed ones included
    double efficiency_relative = 0;      // to the intact one, both over all places; 0 where that is 0
    double demand_at_failed = 0;         // share that starts or ends at a failed place
    double demand_cut_off = 0;           // share between working places that had a way and has none
    double demand_served = 0;            // share that has a way
    double extra_length_per_trip = 0;    // mean lengthening of the demand still served; 0 if none is
    double demand_slowed = 0;            // share of all demand whose way is more than 1.5 times as long
};
/// Nothing when stopped.
std::optional<FailureEffect> failure_effect(const Neighbours& neighbours, const Intact& intact,
                                            const Working& working, std::stop_token stop);

/// Share of all places in the largest component after each removal, in this order. Pre: `order` has each
/// place once.
std::vector<double> removal_curve(const Neighbours& neighbours, std::span<const std::uint32_t> order);

/// R = mean of the curve, between 1/n and 1/2. Source: Schneider et al. (2011), PNAS 108:3838.
double robustness(std::span<const double> curve);

/// Largest value first, ties by number.
std::vector<std::uint32_t> order_by(std::span<const double> values);

/// The place with the largest betweenness of what is left goes next; ties by number. Nothing when stopped.
std::optional<std::vector<std::uint32_t>> adaptive_order(const Neighbours& neighbours, std::stop_token stop,
                                                         const std::function<void(double)>& progress = {});

/// A random order of `places`, the same for the same seed everywhere.
std::vector<std::uint32_t> random_order(std::size_t places, std::uint64_t seed);

}  // namespace flowspace
