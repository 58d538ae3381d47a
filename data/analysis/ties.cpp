// See ties.h.
#include "data/analysis/ties.h"

#include "data/analysis/median.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace flowspace {
namespace {

void scale_to_max_1(std::vector<double>& values) {
    const double largest = values.empty() ? 0 : *std::ranges::max_element(values);
    if (largest > 0)
        for (double& value : values) value /= largest;
}

}  // namespace

AlterBased alter_based(SquareView flows) {
    std::vector<double> strength(flows.size, 0);
    for (std::size_t a = 0; a < flows.size; ++a)
        for (std::size_t b = 0; b < flows.size; ++b)
            if (a != b) strength[a] += flows(a, b) + flows(b, a);
    AlterBased result{std::vector<double>(flows.size, 0), std::vector<double>(flows.size, 0)};
    for (std::size_t a = 0; a < flows.size; ++a)
        for (std::size_t b = 0; b < flows.size; ++b) {
            const double tie = flows(a, b) + flows(b, a);
            if (a == b || !(tie > 0)) continue;
            result.centrality[a] += tie * strength[b];
            result.power[a] += tie / strength[b];
        }
    scale_to_max_1(result.centrality);
    scale_to_max_1(result.power);
    return result;
}

AlterRoles alter_roles(const AlterBased& alters) {
    AlterRoles made{.roles = std::vector<AlterRole>(alters.power.size(), AlterRole::neither)};
    std::vector<double> centrality, power;
    for (std::size_t at = 0; at < alters.power.size(); ++at) {
        if (!(alters.power[at] > 0)) continue;
        centrality.push_back(alters.centrality[at]);
        power.push_back(alters.power[at]);
    }
    if (power.empty()) return made;
    made.centrality_median = median(std::move(centrality));
    made.power_median = median(std::move(power));
    for (std::size_t at = 0; at < alters.power.size(); ++at) {
        const bool central = alters.centrality[at] > made.centrality_median,
                   powerful = alters.power[at] > made.power_median;
        made.roles[at] = central && powerful ? AlterRole::quintessential
                         : central           ? AlterRole::hub
                         : powerful          ? AlterRole::gateway
                                             : AlterRole::neither;
    }
    return made;
}

std::vector<double> dominance_index(std::span<const double> strengths) {
    const double sum = std::accumulate(strengths.begin(), strengths.end(), 0.0);
    std::vector<double> index;
    for (const double strength : strengths) {
        const double others = (sum - strength) / static_cast<double>(strengths.size() - 1);
        index.push_back(strengths.size() < 2 || !(others > 0) ? std::numeric_limits<double>::quiet_NaN()
                                                              : strength / others);
    }
    return index;
}

std::vector<LinkSymmetry> link_symmetries(SquareView flows) {
    double total = 0;
    for (std::size_t a = 0; a < flows.size; ++a)
        for (std::size_t b = 0; b < flows.size; ++b)
            if (a != b) total += flows(a, b);
    std::vector<LinkSymmetry> links;
    for (std::uint32_t a = 0; a < flows.size; ++a)
        for (std::uint32_t b = a + 1; b < flows.size; ++b) {
            LinkSymmetry link{.a = a, .b = b, .a_to_b = flows(a, b), .b_to_a = flows(b, a)};
            const double both = link.a_to_b + link.b_to_a;
            if (!(both > 0)) continue;
            for (const double part : {link.a_to_b, link.b_to_a})
                if (part > 0) link.symmetry -= part / both * std::log2(part / both);
            link.relative_strength = both / total;
            links.push_back(link);
        }
    return links;
}

}  // namespace flowspace
