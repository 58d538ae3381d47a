// See rescue.h.
#include "data/analysis/rescue.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <functional>
#include <limits>
#include <tuple>
#include <utility>

namespace flowspace {
namespace {

/// Distances from one place as far as help reaches; reused from helper to helper.
class Reach {
public:
    explicit Reach(const Neighbours& neighbours)
        : neighbours_(neighbours), distance_(neighbours.places(), unreached) {}

    /// Counts the helper at every place that it reaches.
    void count(std::uint32_t helper, double within, std::optional<std::uint32_t> failed,
               std::vector<std::uint32_t>& helpers) {
        distance_[helper] = 0;
        touched_.assign(1, helper);
        heap_.assign(1, {0.0, helper});
        while (!heap_.empty()) {
            std::pop_heap(heap_.begin(), heap_.end(), std::greater<>{});
            const auto [length, from] = heap_.back();
            heap_.pop_back();
            if (length > distance_[from]) continue;
            ++helpers[from];
            if (from == failed) continue;  // reached, but nothing passes through it
            for (const Step& step : neighbours_.of(from)) {
                const double to = length + step.length;
                // Sums of links round: 60.000000000000007 minutes are 60.
                if (to > within * (1 + 1e-12) || to >= distance_[step.to]) continue;
                if (distance_[step.to] == unreached) touched_.push_back(step.to);
                distance_[step.to] = to;
                heap_.emplace_back(to, step.to);
                std::push_heap(heap_.begin(), heap_.end(), std::greater<>{});
            }
        }
        for (const std::uint32_t place : touched_) distance_[place] = unreached;
    }

private:
    static constexpr double unreached = std::numeric_limits<double>::infinity();
    const Neighbours& neighbours_;
    std::vector<double> distance_;
    std::vector<std::uint32_t> touched_;
    std::vector<std::pair<double, std::uint32_t>> heap_;
};

}  // namespace

std::optional<RescueCover> rescue_cover(const Neighbours& neighbours, const RescueAsked& asked,
                                        std::optional<std::uint32_t> failed, std::stop_token stop) {
    assert(asked.helper.size() == neighbours.places() && asked.people.size() == neighbours.places());
    RescueCover cover{.helpers = std::vector<std::uint32_t>(neighbours.places(), 0)};
    Reach reach(neighbours);
    for (std::uint32_t at = 0; at < neighbours.places(); ++at) {
        if (stop.stop_requested()) return {};
        if (asked.helper[at] != 0 && at != failed) reach.count(at, asked.within, failed, cover.helpers);
    }
    for (std::size_t at = 0; at < cover.helpers.size(); ++at) {
        if (std::isnan(asked.people[at])) continue;
        cover.people += asked.people[at];
        if (cover.helpers[at] >= asked.needed) cover.covered += asked.people[at];
    }
    return cover;
}

std::vector<std::uint32_t> cover_lost(const RescueCover& before, const RescueCover& after,
                                      std::uint32_t needed) {
    std::vector<std::uint32_t> lost;
    for (std::uint32_t at = 0; at < before.helpers.size(); ++at)
        if (before.helpers[at] >= needed && after.helpers[at] < needed) lost.push_back(at);
    return lost;
}

RescueGaps rescue_gaps(SquareView flows, SquareView agreed) {
    assert(flows.size == agreed.size);
    double all = 0;
    for (std::size_t from = 0; from < flows.size; ++from)
        for (std::size_t to = 0; to < flows.size; ++to)
            if (from != to) all += flows(from, to);
    RescueGaps found;
    if (!(all > 0)) return found;
    found.share = 0;
    for (std::uint32_t from = 0; from < flows.size; ++from)
        for (std::uint32_t to = 0; to < flows.size; ++to) {
            const double flow = flows(from, to);
            if (from == to || !(flow > 0) || agreed(from, to) != 0 || agreed(to, from) != 0) continue;
            found.gaps.push_back({from, to, flow / all});
            *found.share += flow / all;
        }
    std::ranges::sort(found.gaps, [](const RescueGap& a, const RescueGap& b) {
        return std::tuple(-a.share, a.from, a.to) < std::tuple(-b.share, b.from, b.to);
    });
    return found;
}

}  // namespace flowspace
