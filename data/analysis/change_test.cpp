#include "data/analysis/change_test.h"

#include "data/analysis/analysis.h"
#include "data/analysis/count_test.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string_view>

namespace flowspace {
namespace {

/// Nothing where the sum is not a count.
std::optional<std::uint64_t> count_of(const ExactSum& sum) {
    constexpr double most = 9007199254740992.0;  // 2^53: exact as a double
    const double number = value(sum);
    if (!(number >= 0) || number > most || number != std::floor(number)) return std::nullopt;
    return static_cast<std::uint64_t>(number);
}

/// n times the divergence of the split from what the exposures expect: p is at most about twice
/// exp(-divergence) (Chernoff), so that far from chance nothing needs to be added up.
double divergence(const Counts& counts) {
    const auto before = static_cast<double>(counts.before), after = static_cast<double>(counts.after);
    const double expected = counts.after_exposure / (counts.before_exposure + counts.after_exposure);
    const double sum = before + after;
    const auto part = [](double seen, double share, double of) {
        return seen > 0 ? seen * std::log(seen / (of * share)) : 0.0;
    };
    return part(after, expected, sum) + part(before, 1 - expected, sum);
}

double p_of(const Counts& counts) {
    constexpr double beyond_doubt = 60;
    if (divergence(counts) > beyond_doubt) return 0;
    return count_p(counts).value_or(1);
}

struct Exposures {
    double before = 1, after = 1;
};

Exposures exposures_of(const ChangeTestRequest& request, std::size_t layer) {
    if (!request.of_shares) return {request.before_exposure, request.after_exposure};
    const auto volume = [](const LayerSums& sums) {
        double total = 0;
        for (const ExactSum& sum : sums.sums)
            if (sum.rows > 0) total += value(sum);
        return total;
    };
    return {volume(request.before[layer]), volume(request.after[layer])};
}

ChangeTest test_layer(const ChangeTestRequest& request, std::size_t layer, const std::stop_token& stop) {
    const LayerSums &before = request.before[layer], &after = request.after[layer];
    ChangeTest test{.layer = before.layer, .like_chance = std::vector<std::uint8_t>(before.sums.size(), 0)};
    const Exposures exposures = exposures_of(request, layer);
    if (!holds_counts(request.layers[index(before.layer)]) || !(exposures.before > 0) ||
        !(exposures.after > 0))
        return test;
    std::vector<double> p;
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row < before.sums.size(); ++row) {
        if (before.sums[row].rows == 0 || after.sums[row].rows == 0) continue;
        if (stop.stop_requested()) return test;
        const auto was = count_of(before.sums[row]), is = count_of(after.sums[row]);
        if (!was || !is) return {.layer = before.layer, .like_chance = test.like_chance};
        rows.push_back(row);
        p.push_back(*was + *is == 0 ? 1 : p_of({*was, *is, exposures.before, exposures.after}));
    }
    const std::vector<double> adjusted = benjamini_hochberg(p);
    test.tested = rows.size();
    for (std::size_t at = 0; at < rows.size(); ++at)
        if (!(adjusted[at] < request.false_discoveries)) {
            test.like_chance[rows[at]] = 1;
            ++test.like;
        }
    return test;
}

}  // namespace

bool holds_counts(const LayerInfo& layer) {
    constexpr std::array<std::string_view, 12> measures = {"t",   "kg",  "ton", "tons", "tonnes", "yuan",
                                                           "CNY", "USD", "吨",  "元",   "万元",   "亿元"};
    return layer.status != Status::modelled && !is_index(layer) &&
           std::ranges::find(measures, layer.unit) == measures.end();
}

std::vector<ChangeTest> untested_changes(std::span<const LayerChanges> changes) {
    std::vector<ChangeTest> tests;
    for (const LayerChanges& layer : changes)
        tests.push_back({.layer = layer.layer, .like_chance = std::vector<std::uint8_t>(layer.kinds.size())});
    return tests;
}

std::vector<ChangeTest> test_changes(const ChangeTestRequest& request, const std::stop_token& stop) {
    std::vector<ChangeTest> tests;
    for (std::size_t layer = 0; layer < request.before.size() && layer < request.after.size(); ++layer) {
        tests.push_back(test_layer(request, layer, stop));
        if (stop.stop_requested()) return {};
    }
    return tests;
}

}  // namespace flowspace
