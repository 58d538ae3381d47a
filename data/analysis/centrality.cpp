// See centrality.h.
#include "data/analysis/centrality.h"

#include <cassert>
#include <cmath>

namespace flowspace {

std::vector<Strength> strengths(SquareView flows) {
    std::vector<Strength> all(flows.size);
    for (std::size_t from = 0; from < flows.size; ++from)
        for (std::size_t to = 0; to < flows.size; ++to) {
            const double value = flows(from, to);
            if (from == to || !(value > 0)) continue;
            all[from].out += value;
            all[to].in += value;
            ++all[from].out_degree;
            ++all[to].in_degree;
        }
    return all;
}

std::vector<Nearness> nearness(SquareView distances, std::span<const double> population,
                               NearnessOptions options) {
    assert(population.size() == distances.size);
    std::vector<Nearness> all(distances.size);
    for (std::size_t from = 0; from < distances.size; ++from) {
        Nearness& place = all[from];
        double sum = 0;
        for (std::size_t to = 0; to < distances.size; ++to) {
            const double distance = from == to ? 0 : distances(from, to);
            if (!std::isfinite(distance)) continue;
            if (from != to) {
                sum += distance;
                place.harmonic += 1 / distance;
                ++place.reached;
            }
            if (std::isnan(population[to])) continue;
            place.hansen += population[to] * std::exp(-distance / options.decay);
            if (distance <= options.within) place.population_within += population[to];
        }
        if (place.reached > 0) place.closeness = place.reached / sum;
    }
    return all;
}

}  // namespace flowspace
