// Standard errors of a Poisson pseudo-likelihood fit: what is assumed of the rows is named, not hidden.
#pragma once

#include "data/analysis/ppml.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace flowspace {

/// iid: the Poisson law holds. hc0: rows independent, any variance. hc1: the same times n / (n - k), k
/// counting effects too.
enum class RowErrors : std::uint8_t { iid, hc0, hc1 };
enum class SmallSample : std::uint8_t { none, groups };  // groups: times G / (G - 1)

/// One per term of the problem; nothing where the term is not estimated.
using StandardErrors = std::vector<std::optional<double>>;

StandardErrors row_errors(const PpmlProblem& problem, const PpmlFit& fit, RowErrors kind);

/// Rows of a cluster may hang together in any way. `clusters`: one per row of the problem.
StandardErrors clustered_errors(const PpmlProblem& problem, const PpmlFit& fit,
                                std::span<const std::uint32_t> clusters, SmallSample factor);

/// Two ways at once (origin, destination): V(one) + V(other) - V(both); the factor is that of the smaller
/// number of clusters. Nothing where the difference is below zero. Source: Cameron, Gelbach and Miller
/// (2011).
StandardErrors two_way_errors(const PpmlProblem& problem, const PpmlFit& fit,
                              std::span<const std::uint32_t> one, std::span<const std::uint32_t> other,
                              SmallSample factor);

/// Half the width of a 95 % interval, in standard errors.
inline constexpr double normal_95 = 1.959963984540054;

}  // namespace flowspace
