// See modularity.h.
#include "data/analysis/modularity.h"

#include <algorithm>
#include <cassert>
#include <limits>
#include <map>
#include <numeric>

namespace flowspace {
namespace {

double total_flow(SquareView flows) {
    double total = 0;
    for (std::size_t from = 0; from < flows.size; ++from)
        for (std::size_t to = 0; to < flows.size; ++to)
            if (from != to) total += flows(from, to);
    return total;
}

}  // namespace

SquareMatrix modularity_gain(SquareView flows, double gamma) {
    std::vector<double> out(flows.size, 0), in(flows.size, 0);
    for (std::size_t from = 0; from < flows.size; ++from)
        for (std::size_t to = 0; to < flows.size; ++to)
            if (from != to) {
                out[from] += flows(from, to);
                in[to] += flows(from, to);
            }
    const double total = std::accumulate(out.begin(), out.end(), 0.0);
    SquareMatrix expected(flows.size, 0);
    if (total > 0)
        for (std::size_t from = 0; from < flows.size; ++from)
            for (std::size_t to = 0; to < flows.size; ++to) expected(from, to) = out[from] * in[to] / total;
    return modularity_gain(flows, expected, gamma);
}

SquareMatrix modularity_gain(SquareView flows, SquareView expected, double gamma) {
    const double total = total_flow(flows);
    SquareMatrix gain(flows.size, 0);
    if (!(total > 0)) return gain;
    for (std::size_t from = 0; from < flows.size; ++from)
        for (std::size_t to = 0; to < flows.size; ++to)
            gain(from, to) = ((from == to ? 0 : flows(from, to)) - gamma * expected(from, to)) / total;
    return gain;
}

double modularity(SquareView gain, std::span<const std::uint32_t> partition) {
    assert(partition.size() == gain.size);
    double sum = 0;
    for (std::size_t from = 0; from < gain.size; ++from)
        for (std::size_t to = 0; to < gain.size; ++to)
            if (partition[from] == partition[to] && partition[from] != no_community) sum += gain(from, to);
    return sum;
}

Partition renumbered(std::span<const std::uint32_t> partition) {
    struct Community {
        std::uint32_t label = 0;
        std::size_t size = 0;
    };
    std::vector<Community> found;  // in the order of their first place
    std::map<std::uint32_t, std::size_t> where;
    for (const std::uint32_t label : partition) {
        if (label == no_community) continue;
        const auto [at, fresh] = where.try_emplace(label, found.size());
        if (fresh) found.push_back({label, 0});
        ++found[at->second].size;
    }
    std::ranges::stable_sort(found, std::ranges::greater{}, &Community::size);
    for (std::size_t at = 0; at < found.size(); ++at) where[found[at].label] = at;
    Partition result;
    for (const std::uint32_t label : partition)
        result.push_back(label == no_community ? no_community : static_cast<std::uint32_t>(where[label]));
    return result;
}

std::optional<Move> best_move(SquareView gain, std::span<const std::uint32_t> partition, std::size_t place) {
    std::map<std::uint32_t, double> ties;  // to and from each community
    for (std::size_t other = 0; other < gain.size; ++other) {
        if (partition[other] == no_community) continue;
        double& tie = ties[partition[other]];
        if (other != place) tie += gain(place, other) + gain(other, place);
    }
    const double stays = ties[partition[place]];
    std::optional<Move> best;
    for (const auto& [community, tie] : ties)
        if (community != partition[place] && (!best || tie - stays > best->gain))
            best = Move{community, tie - stays};
    return best;
}

std::vector<Misfit> misfits(SquareView flows, SquareView gain, std::span<const std::uint32_t> official) {
    std::vector<Misfit> all(flows.size);
    for (std::size_t place = 0; place < flows.size; ++place) {
        double inside = 0, sum = 0;
        for (std::size_t other = 0; other < flows.size; ++other) {
            if (other == place) continue;
            const double tie = flows(place, other) + flows(other, place);
            sum += tie;
            if (official[other] == official[place]) inside += tie;
        }
        Misfit& result = all[place];
        result.ties_in_group = sum > 0 ? inside / sum : std::numeric_limits<double>::quiet_NaN();
        if (official[place] == no_community) continue;
        result.better = best_move(gain, official, place);
        result.misfit = result.better && result.better->gain > 0;
    }
    return all;
}

}  // namespace flowspace
