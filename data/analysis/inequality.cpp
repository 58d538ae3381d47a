// See inequality.h.
#include "data/analysis/inequality.h"

#include "data/analysis/graph_structure.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <map>
#include <numeric>

namespace flowspace {
namespace {

double sum_of(std::span<const double> values) { return std::accumulate(values.begin(), values.end(), 0.0); }

double mean_of(Weighted data) {
    double sum = 0;
    for (std::size_t at = 0; at < data.value.size(); ++at) sum += data.value[at] * data.weight[at];
    return sum / sum_of(data.weight);
}

/// sum p_i p_j |x_i - x_j| / (2 mu), in the order of the values: no pair is visited.
double gini_of(Weighted data) {
    std::vector<std::size_t> order(data.value.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t at) { return data.value[at]; });
    const double total = sum_of(data.weight);
    double below = 0, sum = 0;  // weight and value of those before
    double difference = 0;
    for (const std::size_t at : order) {
        const double share = data.weight[at] / total;
        difference += share * (data.value[at] * below - sum);
        below += share;
        sum += share * data.value[at];
    }
    return difference / sum;
}

double theil_t_of(Weighted data) {
    const double mean = mean_of(data), total = sum_of(data.weight);
    double sum = 0;
    for (std::size_t at = 0; at < data.value.size(); ++at)
        if (data.value[at] > 0)
            sum += data.weight[at] / total * data.value[at] / mean * std::log(data.value[at] / mean);
    return sum;
}

std::optional<double> theil_l_of(Weighted data) {
    const double mean = mean_of(data), total = sum_of(data.weight);
    double sum = 0;
    for (std::size_t at = 0; at < data.value.size(); ++at) {
        if (!(data.value[at] > 0)) return {};  // infinite
        sum += data.weight[at] / total * std::log(mean / data.value[at]);
    }
    return sum;
}

double deviation(Weighted data) {
    const double mean = mean_of(data), total = sum_of(data.weight);
    double sum = 0;
    for (std::size_t at = 0; at < data.value.size(); ++at)
        sum += data.weight[at] / total * (data.value[at] - mean) * (data.value[at] - mean);
    return std::sqrt(sum);
}

/// The values and weights of one group.
struct Part {
    std::vector<double> value;
    std::vector<double> weight;

    operator Weighted() const { return {value, weight}; }
};

std::map<std::uint32_t, Part> parts(Weighted data, std::span<const std::uint32_t> group) {
    assert(group.size() == data.value.size() && data.weight.size() == data.value.size());
    std::map<std::uint32_t, Part> found;
    for (std::size_t at = 0; at < group.size(); ++at) {
        found[group[at]].value.push_back(data.value[at]);
        found[group[at]].weight.push_back(data.weight[at]);
    }
    return found;
}

}  // namespace

std::vector<LorenzPoint> lorenz_curve(Weighted data) {
    std::vector<LorenzPoint> curve;
    double people = 0, all = 0;
    for (std::size_t row = 0; row < data.value.size(); ++row) {
        curve.push_back({.row = row});
        people += data.weight[row];
        all += data.weight[row] * data.value[row];
    }
    if (!(all > 0)) return {};
    std::ranges::stable_sort(curve, {}, [&](const LorenzPoint& point) { return data.value[point.row]; });
    double weight = 0, value = 0;
    for (LorenzPoint& point : curve) {
        weight += data.weight[point.row];
        value += data.weight[point.row] * data.value[point.row];
        point.people = weight / people;
        point.value = value / all;
    }
    curve.back().people = curve.back().value = 1;  // whatever rounding left
    return curve;
}

Inequality inequality(Weighted data) {
    Inequality result;
    if (data.value.empty()) return result;
    const std::vector<double> alike(data.value.size(), 1.0);
    const Weighted plain{data.value, alike};
    const auto count = static_cast<double>(data.value.size());
    result.mean = mean_of(data);
    const auto [least, most] = std::ranges::minmax(data.value);
    if (!(result.mean > 0)) return result;
    result.gini = gini_of(data);
    result.gini_unweighted = gini_of(plain);
    if (count > 1) result.gini_sample = *result.gini_unweighted * count / (count - 1);
    result.theil_t = theil_t_of(data);
    result.theil_t_unweighted = theil_t_of(plain);
    result.theil_l = theil_l_of(data);
    result.cv = deviation(plain) / mean_of(plain);
    result.williamson = deviation(data) / result.mean;
    if (!(least > 0)) return result;
    result.max_min = most / least;
    std::vector<double> logs;
    for (const double value : data.value) logs.push_back(std::log(value));
    if (count > 1) result.sigma = deviation({logs, alike}) * std::sqrt(count / (count - 1));
    return result;
}

std::optional<TheilSplit> theil_split(Weighted data, std::span<const std::uint32_t> group) {
    if (data.value.empty()) return {};
    const double mean = mean_of(data), people = sum_of(data.weight);
    if (!(mean > 0)) return {};
    TheilSplit split{.between_l = 0.0, .within_l = 0.0};
    for (const auto& [label, part] : parts(data, group)) {
        TheilGroup one{
            .group = label, .population_share = sum_of(part.weight) / people, .mean = mean_of(part)};
        one.income_share = one.population_share * one.mean / mean;
        if (one.mean > 0) one.theil_t = theil_t_of(part);
        one.theil_l = theil_l_of(part);
        one.contribution_t = one.income_share * one.theil_t;
        if (one.theil_l) one.contribution_l = one.population_share * *one.theil_l;
        split.within_t += one.contribution_t;
        if (one.income_share > 0) split.between_t += one.income_share * std::log(one.mean / mean);
        if (one.contribution_l && split.within_l) {
            *split.within_l += *one.contribution_l;
            *split.between_l += one.population_share * std::log(mean / one.mean);
        } else {
            split.within_l = split.between_l = std::nullopt;
        }
        split.groups.push_back(one);
    }
    return split;
}

std::optional<DagumSplit> dagum_split(Weighted data, std::span<const std::uint32_t> group) {
    if (data.value.empty()) return {};
    const double mean = mean_of(data), people = sum_of(data.weight);
    if (!(mean > 0)) return {};
    const auto found = parts(data, group);
    DagumSplit split;
    for (const auto& [label_a, a] : found)
        for (const auto& [label_b, b] : found) {
            double differ = 0, a_richer = 0, b_richer = 0;  // of pairs, by weights
            for (std::size_t i = 0; i < a.value.size(); ++i)
                for (std::size_t j = 0; j < b.value.size(); ++j) {
                    const double weight = a.weight[i] / people * (b.weight[j] / people);
                    const double difference = weight * (a.value[i] - b.value[j]);
                    differ += std::abs(difference);
                    (difference > 0 ? a_richer : b_richer) += std::abs(difference);
                }
            const double part = differ / (2 * mean);
            if (label_a == label_b) {
                split.within += part;
                continue;
            }
            const double relative = differ > 0 ? std::abs(a_richer - b_richer) / differ : 0;  // D, by means
            split.net_between += part * relative;
            split.transvariation += part * (1 - relative);
        }
    return split;
}

std::optional<double> core_ratio(Weighted data, std::span<const std::uint8_t> core) {
    Part inside, outside;
    for (std::size_t at = 0; at < data.value.size(); ++at) {
        Part& part = core[at] ? inside : outside;
        part.value.push_back(data.value[at]);
        part.weight.push_back(data.weight[at]);
    }
    if (inside.value.empty() || outside.value.empty() || !(mean_of(outside) > 0)) return {};
    return mean_of(inside) / mean_of(outside);
}

std::optional<BetaConvergence> beta_convergence(std::span<const double> first, std::span<const double> last,
                                                double years) {
    assert(first.size() == last.size() && years > 0);
    std::vector<double> x, y;
    for (std::size_t at = 0; at < first.size(); ++at) {
        x.push_back(std::log(first[at]));
        y.push_back(std::log(last[at] / first[at]) / years);
    }
    const auto line = least_squares(x, y);
    if (x.size() < 3 || !line) return {};
    const auto count = static_cast<double>(x.size());
    const double mean_x = sum_of(x) / count, mean_y = sum_of(y) / count;
    double residual = 0, spread_x = 0, spread_y = 0;
    for (std::size_t at = 0; at < x.size(); ++at) {
        const double error = y[at] - line->intercept - line->slope * x[at];
        residual += error * error;
        spread_x += (x[at] - mean_x) * (x[at] - mean_x);
        spread_y += (y[at] - mean_y) * (y[at] - mean_y);
    }
    BetaConvergence result{.beta = line->slope,
                           .standard_error = std::sqrt(residual / (count - 2) / spread_x),
                           .intercept = line->intercept,
                           .n = x.size()};
    result.t = result.standard_error > 0 ? result.beta / result.standard_error : 0;
    result.r2 = spread_y > 0 ? 1 - residual / spread_y : 1;
    if (1 + result.beta * years > 0) result.speed = -std::log(1 + result.beta * years) / years;
    if (result.speed && *result.speed > 0) result.half_life = std::log(2.0) / *result.speed;
    return result;
}

std::optional<UrbanRuralGap> urban_rural_gap(const UrbanRural& place) {
    const double urban = place.urban_population * place.urban_income;
    const double rural = place.rural_population * place.rural_income;
    const double people = place.urban_population + place.rural_population;
    if (!(place.rural_income > 0) || !(urban + rural > 0) || !(people > 0)) return {};
    UrbanRuralGap gap{.ratio = place.urban_income / place.rural_income};
    const double mean = (urban + rural) / people;
    if (urban > 0) gap.theil += urban / (urban + rural) * std::log(place.urban_income / mean);
    if (rural > 0) gap.theil += rural / (urban + rural) * std::log(place.rural_income / mean);
    return gap;
}

}  // namespace flowspace
