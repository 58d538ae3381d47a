// How far groups have come: indicators to one composite, and the composite to classes. A diagnosis, not a
// ranking of merit.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace flowspace {

/// Groups x indicators, row by row; NaN is missing.
struct IndicatorTable {
    std::size_t groups = 0;
    std::size_t indicators = 0;
    std::vector<double> values = {};
    std::vector<int> sign = {};  // per indicator: 1 more is further, -1 less is

    double operator()(std::size_t group, std::size_t indicator) const {
        return values[group * indicators + indicator];
    }
};

/// Each indicator from 0 (least far) to 1 over the groups; 0.5 where all are alike, NaN where missing.
IndicatorTable scaled(const IndicatorTable& table);

/// e_j = -sum p ln p / ln n over the groups that have it, w = (1 - e) / sum of those. They favour the most
/// unequal indicator, so they are never the only weights. Equal ones if no indicator varies. Pre: scaled.
struct EntropyWeights {
    std::vector<double> entropy = {};
    std::vector<double> weight = {};
};
EntropyWeights entropy_weights(const IndicatorTable& scaled);

enum class Composite : std::uint8_t { arithmetic, geometric };

/// One per group; a missing indicator is left out and the other weights are raised to sum to 1; NaN where all
/// are missing. Geometric values are floored at .01. Pre: scaled.
std::vector<double> composite(const IndicatorTable& scaled, std::span<const double> weights, Composite kind);

/// Classes by least squared distance from their means, exact. Source: Fisher (1958), JASA 53:789.
struct Classes {
    std::vector<std::uint32_t> label = {};  // per value, 0 the lowest; NaN values get no_class
    std::vector<double> starts = {};        // least value of each class, ascending
    double goodness = 0;                    // 1 - within / total squares; 1 where all are alike
};
inline constexpr std::uint32_t no_class = 0xffffffff;
/// Nothing with fewer different values than classes. Equal values share a class.
std::optional<Classes> fisher_jenks(std::span<const double> values, std::size_t classes);

/// Agreement of two labellings from 0 to classes - 1. Nothing where chance alone agrees wholly.
struct Kappa {
    double quadratic = 0;
    double plain = 0;
    std::size_t equal = 0;
};
std::optional<Kappa> kappa(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b,
                           std::size_t classes);

/// Correlation of ranks, ties sharing their mean rank. Nothing where one of them does not vary.
std::optional<double> spearman(std::span<const double> a, std::span<const double> b);

}  // namespace flowspace
