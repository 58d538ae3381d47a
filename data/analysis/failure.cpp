// See failure.h.
#include "data/analysis/failure.h"

#include "data/analysis/shortest_paths.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>
#include <random>

namespace flowspace {

double global_efficiency(SquareView distances) {
    if (distances.size < 2) return 0;
    double sum = 0;
    for (std::size_t from = 0; from < distances.size; ++from)
        for (std::size_t to = 0; to < distances.size; ++to)
            if (from != to) sum += 1 / distances(from, to);
    return sum / (static_cast<double>(distances.size) * static_cast<double>(distances.size - 1));
}

std::optional<Intact> intact_state(const Neighbours& neighbours, SquareView demand, std::stop_token stop) {
    assert(demand.size == neighbours.places());
    auto distances = all_distances(neighbours, {}, stop);
    if (!distances) return {};
    Intact intact{.distances = std::move(*distances), .demand = SquareMatrix(demand.size, 0)};
    for (std::size_t from = 0; from < demand.size; ++from)
        for (std::size_t to = 0; to < demand.size; ++to) {
            if (from == to || !(demand(from, to) > 0)) continue;
            intact.demand(from, to) = demand(from, to);
            intact.total_demand += demand(from, to);
        }
    intact.efficiency = global_efficiency(intact.distances);
    intact.largest_component = largest_component(neighbours, {});
    return intact;
}

std::optional<FailureEffect> failure_effect(const Neighbours& neighbours, const Intact& intact,
                                            const Working& working, std::stop_token stop) {
    const auto now = all_distances(neighbours, working, stop);
    if (!now) return {};
    FailureEffect effect;
    double served = 0, extra = 0;
    for (std::size_t from = 0; from < now->size; ++from)
        for (std::size_t to = 0; to < now->size; ++to) {
            const double demand = intact.demand(from, to);
            const double before = intact.distances(from, to), after = (*now)(from, to);
            if (demand == 0) continue;
            if (!working.has_place(from) || !working.has_place(to))
                effect.demand_at_failed += demand;
            else if (std::isfinite(after)) {
                served += demand;
                extra += demand * (after - before);
                if (after > 1.5 * before) effect.demand_slowed += demand;
            } else if (std::isfinite(before))
                effect.demand_cut_off += demand;
        }
    if (served > 0) effect.extra_length_per_trip = extra / served;
    if (intact.total_demand > 0)
        for (double* share :
             {&effect.demand_at_failed, &effect.demand_cut_off, &effect.demand_slowed, &served})
            *share /= intact.total_demand;
    effect.demand_served = served;
    if (intact.efficiency > 0) effect.efficiency_relative = global_efficiency(*now) / intact.efficiency;
    if (now->size > 0)
        effect.largest_component_share =
            static_cast<double>(largest_component(neighbours, working)) / static_cast<double>(now->size);
    return effect;
}

std::vector<double> removal_curve(const Neighbours& neighbours, std::span<const std::uint32_t> order) {
    Working working{.place = std::vector<std::uint8_t>(neighbours.places(), 1)};
    std::vector<double> curve;
    for (const std::uint32_t place : order) {
        working.place[place] = 0;
        curve.push_back(static_cast<double>(largest_component(neighbours, working)) /
                        static_cast<double>(neighbours.places()));
    }
    return curve;
}

double robustness(std::span<const double> curve) {
    if (curve.empty()) return 0;
    return std::accumulate(curve.begin(), curve.end(), 0.0) / static_cast<double>(curve.size());
}

std::vector<std::uint32_t> order_by(std::span<const double> values) {
    std::vector<std::uint32_t> order(values.size());
    std::iota(order.begin(), order.end(), 0u);
    std::ranges::stable_sort(order, [&](std::uint32_t a, std::uint32_t b) { return values[a] > values[b]; });
    return order;
}

std::optional<std::vector<std::uint32_t>> adaptive_order(const Neighbours& neighbours, std::stop_token stop,
                                                         const std::function<void(double)>& progress) {
    const std::size_t places = neighbours.places();
    Working working{.place = std::vector<std::uint8_t>(places, 1)};
    std::vector<std::uint32_t> order;
    while (order.size() < places) {
        const auto between = betweenness(neighbours, working, stop);
        if (!between) return {};
        std::optional<std::uint32_t> next;
        for (std::uint32_t place = 0; place < places; ++place) {
            if (working.place[place] == 0) continue;
            if (!next || between->place[place] > between->place[*next] * (1 + 1e-9)) next = place;
        }
        working.place[*next] = 0;
        order.push_back(*next);
        if (progress) progress(static_cast<double>(order.size()) / static_cast<double>(places));
    }
    return order;
}

std::vector<std::uint32_t> random_order(std::size_t places, std::uint64_t seed) {
    std::vector<std::uint32_t> order(places);
    std::iota(order.begin(), order.end(), 0u);
    std::mt19937_64 random(seed);  // its numbers are fixed by the standard; the distributions' are not
    for (std::size_t left = places; left > 1; --left) std::swap(order[left - 1], order[random() % left]);
    return order;
}

}  // namespace flowspace
