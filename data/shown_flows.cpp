#include "data/shown_flows.h"

#include <algorithm>
#include <cmath>

namespace flowspace {
namespace {

/// Stronger first; ties by pair, so that the choice never depends on the order of work.
bool stronger(const ShownFlow& a, const ShownFlow& b) {
    const double of_a = std::abs(a.value), of_b = std::abs(b.value);
    return of_a != of_b ? of_a > of_b : a.pair < b.pair;
}

/// The `most` strongest of what was offered at one end of a place, strongest first.
void offer(std::vector<ShownFlow>& best, const ShownFlow& flow, std::size_t most) {
    if (best.size() == most && (most == 0 || !stronger(flow, best.back()))) return;
    if (best.size() == most) best.pop_back();
    best.insert(std::ranges::upper_bound(best, flow, stronger), flow);
}

std::size_t place_count(std::span<const Pair> pairs) {
    std::size_t count = 0;
    for (const Pair pair : pairs)
        count = std::max({count, index(pair.origin) + 1, index(pair.destination) + 1});
    return count;
}

/// Marks the strongest flows into and out of every place.
void mark_per_place(std::span<const ShownFlow> flows, std::span<const Pair> pairs, std::size_t most,
                    std::vector<std::uint8_t>& shown) {
    const std::size_t places = place_count(pairs);
    std::vector<std::vector<ShownFlow>> out(places), in(places);
    for (const ShownFlow& flow : flows) {
        offer(out[index(pairs[index(flow.pair)].origin)], flow, most);
        offer(in[index(pairs[index(flow.pair)].destination)], flow, most);
    }
    for (const auto* ends : {&out, &in})
        for (const std::vector<ShownFlow>& best : *ends)
            for (const ShownFlow& flow : best) shown[index(flow.pair)] = 1;
}

void mark_strongest(std::vector<ShownFlow> flows, std::size_t most, std::vector<std::uint8_t>& shown) {
    most = std::min(most, flows.size());
    std::ranges::nth_element(flows, flows.begin() + static_cast<std::ptrdiff_t>(most), stronger);
    for (std::size_t row = 0; row < most; ++row) shown[index(flows[row].pair)] = 1;
}

void choose_layer(const LayerSums& sums, std::span<const Pair> pairs, const ShowRule& rule,
                  ShownFlows& chosen) {
    ShownFlows::Coverage coverage{.layer = sums.layer};
    std::vector<ShownFlow> flows;
    ExactSum selected_value, shown_value;
    for (std::uint32_t pair = 0; pair < sums.sums.size(); ++pair) {
        const ExactSum& sum = sums.sums[pair];
        if (sum.rows == 0) continue;
        const double number = value(sum);
        ++coverage.selected;
        selected_value = number < 0 ? subtract(selected_value, sum) : add(selected_value, sum);
        coverage.largest = std::max(coverage.largest, std::abs(number));
        if (number != 0) flows.push_back({sums.layer, PairId{pair}, number});
    }
    std::vector<std::uint8_t> shown(sums.sums.size(), 0);
    mark_per_place(flows, pairs, rule.per_place, shown);
    mark_strongest(flows, rule.strongest, shown);
    std::erase_if(flows, [&](const ShownFlow& flow) { return !shown[index(flow.pair)]; });
    for (const ShownFlow& flow : flows) {
        const ExactSum& sum = sums.sums[index(flow.pair)];
        shown_value = flow.value < 0 ? subtract(shown_value, sum) : add(shown_value, sum);
    }
    std::ranges::sort(flows, [](const ShownFlow& a, const ShownFlow& b) { return stronger(b, a); });
    coverage.shown = flows.size();
    coverage.shown_value = value(shown_value);
    coverage.selected_value = value(selected_value);
    chosen.flows.insert(chosen.flows.end(), flows.begin(), flows.end());
    chosen.coverage.push_back(coverage);
}

}  // namespace

ShownFlows choose_shown(std::span<const LayerSums> sums, std::span<const Pair> pairs, const ShowRule& rule) {
    ShownFlows chosen;
    for (const LayerSums& layer : sums) choose_layer(layer, pairs, rule, chosen);
    return chosen;
}

}  // namespace flowspace
