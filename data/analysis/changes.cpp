#include "data/analysis/changes.h"

#include "data/exact_total.h"
#include "data/source/parallel.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace flowspace {

namespace {

constexpr std::array<std::string_view, 3> measure_keys = {"absolute", "percent", "share"};
constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

double volume_of(const LayerSums& sums) {
    ExactTotal total;
    for (const ExactSum& sum : sums.sums)
        if (sum.rows > 0) total.add(sum);
    return total.value();
}

ExactSum negative(const ExactSum& sum) {
    ExactSum zero{.digits = sum.digits};
    return subtract(zero, sum);
}

/// Zero in the representation of `other`, said by one row.
ExactSum known_zero(const ExactSum& other) { return {.rows = 1, .digits = other.digits}; }

double measured(const ExactSum& before, const ExactSum& after, const ExactSum& difference,
                const LayerChanges& layer, ChangeMeasure measure) {
    switch (measure) {
        case ChangeMeasure::absolute:
            return value(difference);
        case ChangeMeasure::percent:
            return value(before) == 0 ? nothing : 100 * value(difference) / value(before);
        case ChangeMeasure::share:
            if (layer.before == 0 || layer.after == 0) return nothing;
            return 100 * (value(after) / layer.after - value(before) / layer.before);
    }
    return nothing;
}

LayerChanges changes_of(const LayerSums& before, const LayerSums& after, ChangeMeasure measure,
                        bool absent_is_zero) {
    const std::size_t pairs = before.sums.size();
    LayerChanges layer{.layer = before.layer,
                       .kinds = std::vector<ChangeKind>(pairs, ChangeKind::none),
                       .differences = std::vector<ExactSum>(pairs),
                       .measured = std::vector<double>(pairs, nothing),
                       .before = volume_of(before),
                       .after = volume_of(after)};
    for (std::size_t pair = 0; pair < pairs; ++pair) {
        if (before.sums[pair].rows == 0 && after.sums[pair].rows == 0) continue;
        ExactSum was = before.sums[pair], is = after.sums[pair];
        if (absent_is_zero && was.rows == 0) was = known_zero(is);
        if (absent_is_zero && is.rows == 0) is = known_zero(was);
        ExactSum& difference = layer.differences[pair];
        if (was.rows == 0) {
            layer.kinds[pair] = ChangeKind::appears;
            difference = is;
            ++layer.appearing;
            continue;
        }
        if (is.rows == 0) {
            layer.kinds[pair] = ChangeKind::vanishes;
            difference = negative(was);
            difference.rows = was.rows;
            ++layer.vanishing;
            continue;
        }
        layer.kinds[pair] = ChangeKind::both;
        difference = subtract(is, was);
        difference.rows = is.rows + was.rows;
        layer.measured[pair] = measured(was, is, difference, layer, measure);
        if (std::isfinite(layer.measured[pair]))
            layer.largest = std::max(layer.largest, std::fabs(layer.measured[pair]));
    }
    return layer;
}

}  // namespace

std::string_view key(ChangeMeasure measure) { return measure_keys[static_cast<std::size_t>(measure)]; }

std::optional<ChangeMeasure> parse_change_measure(std::string_view text) {
    const auto at = std::ranges::find(measure_keys, text);
    if (at == measure_keys.end()) return std::nullopt;
    return static_cast<ChangeMeasure>(at - measure_keys.begin());
}

std::vector<LayerChanges> changes_between(std::span<const LayerSums> before, std::span<const LayerSums> after,
                                          ChangeMeasure measure, bool absent_is_zero) {
    std::vector<LayerChanges> all(std::min(before.size(), after.size()));
    run_parallel(all.size(), all_threads(), [&](std::size_t row) {
        all[row] = changes_of(before[row], after[row], measure, absent_is_zero);
    });
    return all;
}

std::vector<LayerSums> differences_of(std::span<const LayerChanges> changes) {
    std::vector<LayerSums> sums(changes.size());
    run_parallel(sums.size(), all_threads(), [&](std::size_t row) {
        const LayerChanges& layer = changes[row];
        sums[row] = {.layer = layer.layer,
                     .sums = layer.differences,
                     .counted = std::vector<std::uint8_t>(layer.kinds.size())};
        for (std::size_t pair = 0; pair < layer.kinds.size(); ++pair)
            sums[row].counted[pair] = layer.kinds[pair] == ChangeKind::none ? 0 : 1;
    });
    return sums;
}

}  // namespace flowspace
