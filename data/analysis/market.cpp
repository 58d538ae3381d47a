// See market.h.
#include "data/analysis/market.h"

#include "data/analysis/failure.h"
#include "data/analysis/graph_structure.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>

namespace flowspace {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// Mean over pairs of places of |difference|, one per good.
std::vector<double> mean_gaps(std::span<const double> change, std::size_t places, std::size_t goods) {
    std::vector<double> mean;
    for (std::size_t good = 0; good < goods; ++good) {
        double sum = 0, count = 0;
        for (std::size_t a = 0; a < places; ++a)
            for (std::size_t b = a + 1; b < places; ++b) {
                const double gap = std::abs(change[a * goods + good] - change[b * goods + good]);
                if (!std::isnan(gap)) sum += gap, ++count;
            }
        mean.push_back(count > 0 ? sum / count : unknown);
    }
    return mean;
}

double sample_variance(const std::vector<double>& values) {
    const auto count = static_cast<double>(values.size());
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
    double sum = 0;
    for (const double value : values) sum += (value - mean) * (value - mean);
    return sum / (count - 1);
}

std::vector<double> upper_triangle(SquareView table, std::span<const std::uint32_t> order) {
    std::vector<double> values;
    for (std::size_t a = 0; a < table.size; ++a)
        for (std::size_t b = a + 1; b < table.size; ++b) values.push_back(table(order[a], order[b]));
    return values;
}

std::optional<double> correlation(const std::vector<double>& x, const std::vector<double>& y) {
    const auto forth = least_squares(x, y), back = least_squares(y, x);
    if (!forth || !back) return {};
    return std::copysign(std::sqrt(forth->slope * back->slope), forth->slope);
}

}  // namespace

std::vector<PriceSegmentation> price_segmentation(std::span<const double> change, std::size_t places,
                                                  std::size_t goods) {
    assert(change.size() == places * goods);
    const std::vector<double> mean = mean_gaps(change, places, goods);
    std::vector<PriceSegmentation> pairs;
    for (std::uint32_t a = 0; a < places; ++a)
        for (std::uint32_t b = a + 1; b < places; ++b) {
            std::vector<double> gaps;
            for (std::size_t good = 0; good < goods; ++good) {
                const double gap = std::abs(change[a * goods + good] - change[b * goods + good]) - mean[good];
                if (!std::isnan(gap)) gaps.push_back(gap);
            }
            if (gaps.size() < 2) continue;
            PriceSegmentation pair{.a = a, .b = b, .variance = sample_variance(gaps), .goods = gaps.size()};
            if (pair.variance > 0) pair.integration = 1 / std::sqrt(pair.variance);
            pairs.push_back(pair);
        }
    return pairs;
}

Specialisation specialisation(std::span<const double> employment, std::size_t places, std::size_t sectors) {
    assert(employment.size() == places * sectors);
    std::vector<double> of_place(places, 0), of_sector(sectors, 0);
    for (std::size_t place = 0; place < places; ++place)
        for (std::size_t sector = 0; sector < sectors; ++sector) {
            of_place[place] += employment[place * sectors + sector];
            of_sector[sector] += employment[place * sectors + sector];
        }
    const double all = std::accumulate(of_place.begin(), of_place.end(), 0.0);
    const auto share = [&](std::size_t place, std::size_t sector) {
        return employment[place * sectors + sector] / of_place[place];
    };
    Specialisation result{.krugman = SquareMatrix(places, 0)};
    for (std::size_t a = 0; a < places; ++a) {
        for (std::size_t sector = 0; sector < sectors; ++sector)
            result.location_quotient.push_back(share(a, sector) / (of_sector[sector] / all));
        for (std::size_t b = 0; b < places; ++b)
            for (std::size_t sector = 0; sector < sectors; ++sector)
                result.krugman(a, b) += std::abs(share(a, sector) - share(b, sector));
    }
    return result;
}

std::vector<double> functional_specialisation(std::span<const double> managers,
                                              std::span<const double> production) {
    const double all = std::accumulate(managers.begin(), managers.end(), 0.0) /
                       std::accumulate(production.begin(), production.end(), 0.0);
    std::vector<double> result;
    for (std::size_t place = 0; place < managers.size(); ++place)
        result.push_back(production[place] > 0 ? managers[place] / production[place] / all - 1 : unknown);
    return result;
}

LandRates land_rates(const LandUse& use, double persons_per_unit) {
    LandRates rates{.land = (use.built_last - use.built_first) / use.built_first / use.years,
                    .people = std::log(use.people_last / use.people_first) / use.years,
                    .built_m2_per_head = use.built_last * 1e6 / (use.people_last * persons_per_unit)};
    if (rates.people != 0) rates.ratio = rates.land / rates.people;
    return rates;
}

Coupling coupling(double u1, double u2) {
    Coupling result{.level = (u1 + u2) / 2};
    if (u1 + u2 > 0) result.coupling = 2 * std::sqrt(u1 * u2) / (u1 + u2);
    result.coordination = std::sqrt(result.coupling * result.level);
    return result;
}

std::vector<double> two_step_access(SquareView cost, std::span<const double> population,
                                    std::span<const double> supply, double limit) {
    std::vector<double> access(cost.size, 0);
    for (std::size_t at = 0; at < cost.size; ++at) {
        if (!(supply[at] > 0)) continue;
        double people = 0;
        for (std::size_t from = 0; from < cost.size; ++from)
            if (cost(from, at) <= limit) people += population[from];
        if (!(people > 0)) continue;
        for (std::size_t from = 0; from < cost.size; ++from)
            if (cost(from, at) <= limit) access[from] += supply[at] / people;
    }
    return access;
}

std::vector<MeetingTie> meeting_ties(std::span<const std::uint8_t> present, std::size_t members,
                                     std::size_t meetings) {
    assert(present.size() == members * meetings);
    std::vector<double> size(meetings, 0);
    for (std::size_t member = 0; member < members; ++member)
        for (std::size_t meeting = 0; meeting < meetings; ++meeting)
            size[meeting] += present[member * meetings + meeting];
    std::vector<MeetingTie> ties;
    for (std::uint32_t a = 0; a < members; ++a)
        for (std::uint32_t b = a + 1; b < members; ++b) {
            MeetingTie tie{.a = a, .b = b};
            std::size_t either = 0;
            for (std::size_t meeting = 0; meeting < meetings; ++meeting) {
                const bool of_a = present[a * meetings + meeting], of_b = present[b * meetings + meeting];
                either += of_a || of_b;
                if (!of_a || !of_b) continue;
                ++tie.joint;
                tie.newman += 1 / (size[meeting] - 1);
            }
            if (either > 0) tie.jaccard = static_cast<double>(tie.joint) / static_cast<double>(either);
            ties.push_back(tie);
        }
    return ties;
}

std::optional<Qap> qap(SquareView a, SquareView b, std::size_t draws, std::uint64_t seed) {
    assert(a.size == b.size);
    std::vector<std::uint32_t> order(a.size);
    std::iota(order.begin(), order.end(), 0u);
    const std::vector<double> fixed = upper_triangle(a, order);
    const auto given = correlation(fixed, upper_triangle(b, order));
    if (a.size < 3 || !given) return {};
    Qap result{.correlation = *given, .exact = a.size <= 8};
    std::size_t as_much = 0;
    const auto count = [&](std::span<const std::uint32_t> relabelled) {
        ++result.relabellings;
        const auto found = correlation(fixed, upper_triangle(b, relabelled));
        if (*found >= *given - 1e-12) ++as_much;
    };
    if (result.exact) {
        do count(order);
        while (std::ranges::next_permutation(order).found);
    } else {
        count(order);
        for (std::size_t draw = 0; draw < draws; ++draw) count(random_order(a.size, seed + draw));
    }
    result.p_greater = static_cast<double>(as_much) / static_cast<double>(result.relabellings);
    return result;
}

}  // namespace flowspace
