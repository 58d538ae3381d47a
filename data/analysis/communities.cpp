// See communities.h.
#include "data/analysis/communities.h"

#include "data/analysis/graph_library.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <limits>

namespace flowspace {
namespace {

/// The places that something leaves or reaches.
std::vector<std::size_t> active_places(SquareView flows) {
    std::vector<std::size_t> active;
    for (std::size_t place = 0; place < flows.size; ++place)
        for (std::size_t other = 0; other < flows.size; ++other)
            if (other != place && (flows(place, other) > 0 || flows(other, place) > 0)) {
                active.push_back(place);
                break;
            }
    return active;
}

/// The gains among some places, scaled so that a mean one is near 1: Leiden's randomness is in that unit.
SquareMatrix among(SquareView gain, const std::vector<std::size_t>& places) {
    SquareMatrix part(places.size(), 0);
    for (std::size_t row = 0; row < places.size(); ++row)
        for (std::size_t column = 0; column < places.size(); ++column)
            part(row, column) = gain(places[row], places[column]) * static_cast<double>(places.size());
    return part;
}

Partition spread(const Partition& part, const std::vector<std::size_t>& places, std::size_t size) {
    Partition whole(size, no_community);
    for (std::size_t at = 0; at < places.size(); ++at) whole[places[at]] = part[at];
    return renumbered(whole);
}

std::uint32_t count_of(const Partition& partition) {
    std::uint32_t count = 0;
    for (const std::uint32_t label : partition)
        if (label != no_community) count = std::max(count, label + 1);
    return count;
}

}  // namespace

Result<Communities> find_communities(SquareView flows, SquareView gain, std::uint32_t seeds,
                                     std::stop_token stop, const std::function<void(double)>& progress) {
    assert(flows.size == gain.size && seeds > 0);
    const std::vector<std::size_t> active = active_places(flows);
    if (active.empty()) return Error{"nothing flows between these places: there are no communities to find"};
    const SquareMatrix part = among(gain, active);
    Communities result;
    constexpr std::uint64_t at_once = 5;  // between two looks at the stop
    for (std::uint64_t first = 1; first <= seeds; first += at_once) {
        std::vector<std::uint64_t> some;
        for (std::uint64_t seed = first; seed < first + at_once && seed <= seeds; ++seed)
            some.push_back(seed);
        const auto runs = leiden(part, some, stop);
        if (!runs) return runs.error();
        for (const LeidenRun& run : *runs) {
            result.runs.push_back(spread(run.community, active, flows.size));
            result.qualities.push_back(modularity(gain, result.runs.back()));
            constexpr double rounding = 1e-12;
            if (result.runs.size() > 1 && result.qualities.back() <= result.quality + rounding) continue;
            result.quality = result.qualities.back();
            result.best = result.runs.back();
            result.seed = run.seed;
        }
        if (stop.stop_requested()) break;
        if (progress) progress(static_cast<double>(result.runs.size()) / seeds);
    }
    if (result.runs.empty()) return Error{"stopped"};
    result.count = count_of(result.best);
    return result;
}

SquareMatrix co_assignment(std::span<const Partition> partitions) {
    const std::size_t size = partitions.empty() ? 0 : partitions.front().size();
    SquareMatrix share(size, 0);
    for (std::size_t a = 0; a < size; ++a)
        for (std::size_t b = 0; b < size; ++b) {
            std::size_t known = 0, together = 0;
            for (const Partition& partition : partitions) {
                if (partition[a] == no_community || partition[b] == no_community) continue;
                ++known;
                if (partition[a] == partition[b]) ++together;
            }
            share(a, b) = known == 0 ? std::numeric_limits<double>::quiet_NaN()
                                     : static_cast<double>(together) / static_cast<double>(known);
        }
    return share;
}

}  // namespace flowspace
