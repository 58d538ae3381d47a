#include "data/analysis/circulation.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace flowspace {
namespace {

constexpr std::array<std::string_view, circulation_classes> class_keys = {
    "international",          "within_circle",   "within_agglomeration",
    "between_agglomerations", "within_province", "other_domestic"};

bool share_one(std::span<const std::uint32_t> one, std::span<const std::uint32_t> other) {
    return std::ranges::any_of(one, [&](std::uint32_t id) { return std::ranges::count(other, id) > 0; });
}

}  // namespace

std::string_view key(CirculationClass of) { return class_keys[static_cast<std::size_t>(of)]; }

CirculationClass circulation_class(const CirculationPlace& one, const CirculationPlace& other) {
    if (one.abroad || other.abroad) return CirculationClass::international;
    if (share_one(one.circles, other.circles)) return CirculationClass::within_circle;
    if (share_one(one.agglomerations, other.agglomerations)) return CirculationClass::within_agglomeration;
    if (!one.agglomerations.empty() && !other.agglomerations.empty())
        return CirculationClass::between_agglomerations;
    if (share_one(one.provinces, other.provinces)) return CirculationClass::within_province;
    return CirculationClass::other_domestic;
}

CirculationSplit split(std::span<const double> flow, std::span<const std::uint8_t> known,
                       std::span<const CirculationPlace> places) {
    CirculationSplit made;
    const std::size_t n = places.size();
    for (std::size_t cell = 0; cell < n * n; ++cell) {
        if (!known[cell] || cell / n == cell % n) continue;
        const CirculationClass of = circulation_class(places[cell / n], places[cell % n]);
        made.flow[static_cast<std::size_t>(of)] += flow[cell];
        made.total += flow[cell];
    }
    return made;
}

Gateways gateways(std::span<const double> flow, std::span<const std::uint8_t> known,
                  std::span<const CirculationPlace> places) {
    const std::size_t n = places.size();
    Gateways made{.flow = std::vector<double>(n, 0)};
    for (std::size_t cell = 0; cell < n * n; ++cell) {
        const std::size_t row = cell / n, column = cell % n;
        if (!known[cell] || places[row].abroad == places[column].abroad) continue;  // transit abroad is none
        made.flow[places[row].abroad ? column : row] += flow[cell];
        made.total += flow[cell];
    }
    if (made.total <= 0) return made;
    double squares = 0;
    for (const double one : made.flow) squares += one / made.total * (one / made.total);
    made.hhi = squares;
    made.top = static_cast<std::size_t>(std::ranges::max_element(made.flow) - made.flow.begin());
    return made;
}

Reach reach(const ReachInput& input, std::size_t place, std::span<const double> limits) {
    Reach made;
    std::vector<std::pair<double, double>> by_cost;  // cost, flow
    double total = 0;
    for (std::size_t other = 0; other < input.n; ++other)
        for (const std::size_t cell : {place * input.n + other, other * input.n + place}) {
            if (other == place || !input.known[cell]) continue;
            if (!std::isfinite(input.cost[cell])) {
                made.without_cost += input.flow[cell];
                continue;
            }
            by_cost.emplace_back(input.cost[cell], input.flow[cell]);
            total += input.flow[cell];
        }
    std::ranges::stable_sort(by_cost, {}, [](const auto& one) { return one.first; });
    for (const double limit : limits) {
        double sum = 0;
        for (const auto& [cost, flow] : by_cost) sum += cost <= limit ? flow : 0;
        made.within.push_back(total > 0 ? std::optional(sum / total) : std::nullopt);
    }
    double sum = 0;
    for (const auto& [cost, flow] : by_cost) {
        sum += flow;
        if (total <= 0 || sum < total / 2) continue;
        made.median = cost;
        break;
    }
    return made;
}

std::optional<double> tie_asymmetry(double into, double out) {
    if (into + out <= 0) return std::nullopt;
    return (into - out) / (into + out);
}

}  // namespace flowspace
