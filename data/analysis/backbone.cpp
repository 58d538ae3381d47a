// See backbone.h.
#include "data/analysis/backbone.h"

#include "data/analysis/centrality.h"
#include "data/disparity.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <map>
#include <utility>

namespace flowspace {

std::vector<BackboneFlow> disparity(SquareView flows) {
    const std::vector<Strength> strength = strengths(flows);
    std::vector<BackboneFlow> all;
    for (std::uint32_t from = 0; from < flows.size; ++from)
        for (std::uint32_t to = 0; to < flows.size; ++to) {
            const double flow = flows(from, to);
            if (from == to || !(flow > 0)) continue;
            all.push_back({from, to, flow,
                           disparity_alpha(flow, strength[from].out, strength[from].out_degree),
                           disparity_alpha(flow, strength[to].in, strength[to].in_degree)});
        }
    std::ranges::stable_sort(all, std::ranges::greater{}, &BackboneFlow::flow);
    return all;
}

std::vector<ListCoverage> coverage_curve(std::span<const BackboneFlow> flows, std::size_t places,
                                         double total) {
    std::vector<std::uint8_t> seen(places, 0);
    std::vector<ListCoverage> curve;
    ListCoverage now;
    double volume = 0;
    for (const BackboneFlow& flow : flows) {
        ++now.flows;
        volume += flow.flow;
        now.volume_share = total > 0 ? volume / total : 0;
        for (const std::uint32_t end : {flow.origin, flow.destination})
            if (!std::exchange(seen[end], std::uint8_t{1})) ++now.places;
        curve.push_back(now);
    }
    return curve;
}

std::vector<std::size_t> kept(std::span<const BackboneFlow> flows, std::span<const std::uint32_t> group,
                              BackboneRule rule) {
    std::map<std::uint32_t, std::size_t> drawn;  // so far, by group
    std::vector<std::size_t> result;
    for (std::size_t at = 0; at < flows.size(); ++at) {
        const std::uint32_t from = group[flows[at].origin], to = group[flows[at].destination];
        bool keep = flows[at].alpha() < rule.level;
        if (from != no_group && drawn[from]++ < rule.top) keep = true;
        if (to != no_group && to != from && drawn[to]++ < rule.top) keep = true;
        if (keep) result.push_back(at);
    }
    return result;
}

std::optional<FlowResiduals> flow_residuals(std::span<const double> flow, std::span<const double> expected,
                                            std::size_t parameters) {
    assert(flow.size() == expected.size());
    if (flow.size() <= parameters) return {};
    FlowResiduals result{.degrees_of_freedom = flow.size() - parameters};
    double sum = 0;
    for (std::size_t at = 0; at < flow.size(); ++at)
        sum += (flow[at] - expected[at]) * (flow[at] - expected[at]) / expected[at];
    result.dispersion = sum / static_cast<double>(result.degrees_of_freedom);
    for (std::size_t at = 0; at < flow.size(); ++at) {
        const double scale = std::sqrt(result.dispersion * expected[at]);
        result.flows.push_back(
            {std::log(flow[at] / expected[at]), scale > 0 ? (flow[at] - expected[at]) / scale : 0});
    }
    return result;
}

}  // namespace flowspace
