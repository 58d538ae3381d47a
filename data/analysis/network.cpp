// See network.h.
#include "data/analysis/network.h"

#include <algorithm>
#include <cassert>

namespace flowspace {

Neighbours::Neighbours(const Network& network)
    : first_(network.places + 1, 0), steps_(2 * network.links.size()), links_(network.links.size()) {
    for (const Link& link : network.links) {
        assert(link.a < network.places && link.b < network.places && link.length > 0);
        ++first_[link.a + 1];
        ++first_[link.b + 1];
    }
    for (std::size_t at = 1; at < first_.size(); ++at) first_[at] += first_[at - 1];
    std::vector<std::size_t> next(first_.begin(), first_.end() - 1);
    for (std::uint32_t at = 0; at < network.links.size(); ++at) {
        const Link& link = network.links[at];
        steps_[next[link.a]++] = {link.b, at, link.length};
        steps_[next[link.b]++] = {link.a, at, link.length};
    }
}

std::vector<std::uint32_t> components(const Neighbours& neighbours, const Working& working) {
    std::vector<std::uint32_t> component(neighbours.places(), no_component);
    std::vector<std::uint32_t> open;
    std::uint32_t count = 0;
    for (std::uint32_t start = 0; start < neighbours.places(); ++start) {
        if (component[start] != no_component || !working.has_place(start)) continue;
        component[start] = count;
        open.push_back(start);
        while (!open.empty()) {
            const std::uint32_t from = open.back();
            open.pop_back();
            for (const Step& step : neighbours.of(from)) {
                if (component[step.to] != no_component || !working.has_place(step.to) ||
                    !working.has_link(step.link))
                    continue;
                component[step.to] = count;
                open.push_back(step.to);
            }
        }
        ++count;
    }
    return component;
}

std::size_t largest_component(const Neighbours& neighbours, const Working& working) {
    std::vector<std::size_t> size(neighbours.places(), 0);
    std::size_t largest = 0;
    for (const std::uint32_t component : components(neighbours, working))
        if (component != no_component) largest = std::max(largest, ++size[component]);
    return largest;
}

}  // namespace flowspace
