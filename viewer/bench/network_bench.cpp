#include "data/analysis/analysis_parts.h"
#include "data/analysis/cascade.h"
#include "data/analysis/communities.h"
#include "data/analysis/cost.h"
#include "data/analysis/graph_library.h"
#include "data/analysis/shortest_paths.h"
#include "viewer/bench/benches.h"

#include <array>

namespace flowspace {
namespace {

/// People of the whole atlas between all places, and the network of neighbours.
struct Ground {
    std::vector<PlaceId> places;
    SquareMatrix flows;
    Network network;
};

Result<Ground> ground_of(const Dataset& dataset) {
    Ground ground;
    const Filter filter;
    ground.places = places_asked(dataset, filter);
    const Result<OdMatrix> matrix = od_matrix(dataset, filter, LayerId{0}, ground.places);
    if (!matrix) return matrix.error();
    ground.flows = SquareMatrix(ground.places.size(), 0);
    ground.flows.values = matrix->flow;
    const CostMatrix cost = cost_matrix(*dataset.atlas, ground.places, std::nullopt);
    ground.network = gabriel_graph({cost.cost, ground.places.size()});
    return ground;
}

}  // namespace

Result<std::vector<BenchResult>> bench_network(const BenchContext& context) {
    const Result<Ground> ground = ground_of(*context.atlas);
    if (!ground) return ground.error();
    const Neighbours neighbours(ground->network);
    const SquareMatrix gain = modularity_gain(ground->flows, 1);
    std::vector<BenchResult> results;
    results.push_back(
        measure("network/betweenness", context.runs, [&](int) { (void)betweenness(neighbours, {}, {}); }));
    results.push_back(measure("network/demand load", context.runs,
                              [&](int) { (void)path_load(neighbours, ground->flows, {}, {}); }));
    results.push_back(
        measure("network/PageRank", context.runs, [&](int) { (void)pagerank(ground->flows, 0.85); }));
    results.push_back(measure("network/Leiden, one run", context.runs, [&](int run) {
        const std::array seeds = {static_cast<std::uint64_t>(run) + 1};
        (void)leiden(gain, seeds, {});
    }));
    const auto intact = intact_state(neighbours, ground->flows, {});
    const auto load = intact_load(neighbours, *intact, LoadKind::demand, {});
    const std::vector<std::uint32_t> order = order_by(*load);
    results.push_back(
        measure("network/cascade of the most loaded place, every round", context.runs,
                [&](int) { (void)cascade(neighbours, *intact, *load, std::span(order.data(), 1), {}, {}); }));
    return results;
}

}  // namespace flowspace
