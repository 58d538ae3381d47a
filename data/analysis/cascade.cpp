// See cascade.h.
#include "data/analysis/cascade.h"

#include "data/analysis/shortest_paths.h"

#include <algorithm>
#include <utility>

namespace flowspace {
namespace {

std::optional<std::vector<double>> load_of(const Neighbours& neighbours, SquareView demand,
                                           const Working& working, std::stop_token stop) {
    auto load = path_load(neighbours, demand, working, stop);
    if (!load) return {};
    for (std::size_t at = 0; at < load->through.size(); ++at) load->through[at] += load->ends[at];
    return std::move(load->through);
}

SquareMatrix demand_of(const Intact& intact, LoadKind kind) {
    return kind == LoadKind::demand ? intact.demand : SquareMatrix(intact.demand.size, 1);
}

}  // namespace

std::optional<std::vector<double>> intact_load(const Neighbours& neighbours, const Intact& intact,
                                               LoadKind kind, std::stop_token stop) {
    return load_of(neighbours, demand_of(intact, kind), {}, stop);
}

std::optional<Cascade> cascade(const Neighbours& neighbours, const Intact& intact,
                               std::span<const double> load, std::span<const std::uint32_t> first,
                               CascadeOptions options, std::stop_token stop) {
    const SquareMatrix demand = demand_of(intact, options.load);
    Working working{.place = std::vector<std::uint8_t>(neighbours.places(), 1)};
    Cascade result;
    std::vector<std::uint32_t> failing(first.begin(), first.end());
    std::ranges::sort(failing);
    while (!failing.empty()) {
        for (const std::uint32_t place : failing) working.place[place] = 0;
        const auto effect = failure_effect(neighbours, intact, working, stop);
        const auto now = load_of(neighbours, demand, working, stop);
        if (!effect || !now) return {};
        result.failed += failing.size();
        result.rounds.push_back({std::exchange(failing, {}), *effect});
        for (std::uint32_t place = 0; place < now->size(); ++place)
            if (working.place[place] != 0 &&
                (*now)[place] > (1 + options.tolerance) * load[place] * (1 + 1e-12))
                failing.push_back(place);
    }
    return result;
}

}  // namespace flowspace
