// Which flows to draw: those that matter to one of their ends, and how much of the whole they show.
#pragma once

#include "data/analysis/square_matrix.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace flowspace {

/// A flow > 0 and how unlikely its share of what leaves its origin, or reaches its destination, would be if
/// that were cut at random: alpha = (1 - w/s)^(k - 1). An end with one flow only never keeps it (alpha 1).
struct BackboneFlow {
    std::uint32_t origin = 0;
    std::uint32_t destination = 0;
    double flow = 0;
    double alpha_out = 1;
    double alpha_in = 1;

    double alpha() const { return alpha_out < alpha_in ? alpha_out : alpha_in; }
};
/// Largest flow first, ties by origin, then destination; the diagonal is left out.
/// Source: Serrano, Boguna and Vespignani (2009), PNAS 106:6483.
std::vector<BackboneFlow> disparity(SquareView flows);

/// What the first flows of a list show.
struct ListCoverage {
    std::size_t flows = 0;
    double volume_share = 0;
    std::size_t places = 0;  // with a flow among them
};
/// One per number of flows from 1 on. `total` is the whole volume.
std::vector<ListCoverage> coverage_curve(std::span<const BackboneFlow> flows, std::size_t places,
                                         double total);

/// Indices (ascending) of what is kept: alpha < level at either end, or one of the `top` largest flows with
/// an end in a visible group (`group`: one per place, no_group for none).
inline constexpr std::uint32_t no_group = 0xffffffff;
struct BackboneRule {
    double level = 0.05;
    std::size_t top = 0;
};
std::vector<std::size_t> kept(std::span<const BackboneFlow> flows, std::span<const std::uint32_t> group,
                              BackboneRule rule);

/// A flow against what a model expects.
struct FlowResidual {
    double log_ratio = 0;  // ln(flow / expected); -infinity for no flow
    double z = 0;          // (F - mu) / sqrt(phi mu)
};
struct FlowResiduals {
    std::vector<FlowResidual> flows = {};
    double dispersion = 0;  // phi = sum (F - mu)^2 / mu / (n - parameters)
    std::size_t degrees_of_freedom = 0;
};
/// One per flow. Nothing if there are no more flows than parameters. Pre: expected > 0.
std::optional<FlowResiduals> flow_residuals(std::span<const double> flow, std::span<const double> expected,
                                            std::size_t parameters);

}  // namespace flowspace
