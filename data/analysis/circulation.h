// Each flow in exactly one class by the smallest space that holds both its ends; how far a core's flow
// reaches; and which way ties lean.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace flowspace {

/// In the order of the test: the first that fits.
enum class CirculationClass : std::uint8_t {
    international,  // an end is abroad
    within_circle,  // both ends share a circle, whatever agglomerations they are in
    within_agglomeration,
    between_agglomerations,  // both ends are in some, but share none
    within_province,
    other_domestic
};
inline constexpr std::size_t circulation_classes = 6;
std::string_view key(CirculationClass of);

/// What a place belongs to. Groups ascending; a place may be in several.
struct CirculationPlace {
    bool abroad = false;
    std::vector<std::uint32_t> circles = {};
    std::vector<std::uint32_t> agglomerations = {};
    std::vector<std::uint32_t> provinces = {};
};
CirculationClass circulation_class(const CirculationPlace& one, const CirculationPlace& other);

struct CirculationSplit {
    std::array<double, circulation_classes> flow = {};
    double total = 0;
};
/// `flow`: n x n, row-major; pairs with known == 0 and the diagonal take no part.
CirculationSplit split(std::span<const double> flow, std::span<const std::uint8_t> known,
                       std::span<const CirculationPlace> places);

/// How flows with abroad share out over the domestic places at their other end.
struct Gateways {
    std::vector<double> flow = {};  // one per place, both ways
    double total = 0;
    std::optional<double> hhi = {};       // sum of squared shares; nothing without any
    std::optional<std::size_t> top = {};  // the largest; the first of equals
};
Gateways gateways(std::span<const double> flow, std::span<const std::uint8_t> known,
                  std::span<const CirculationPlace> places);

/// Flow out of and into a place by the cost of the way, cheapest first.
struct Reach {
    /// Of the flow with a known, finite cost: the share within each limit (cost <= limit).
    std::vector<std::optional<double>> within = {};
    std::optional<double> median = {};  // cost within which half of the flow lies; of equal costs all
    double without_cost = 0;            // flow whose way has no cost: in neither
};
struct ReachInput {
    std::span<const double> flow;
    std::span<const double> cost;  // n x n; the way out and the way in each by their own cost
    std::span<const std::uint8_t> known;
    std::size_t n = 0;
};
Reach reach(const ReachInput& input, std::size_t place, std::span<const double> limits);

/// (into - out) / (into + out) of a core and another place, from the core's side, in [-1, 1]: above 0 it
/// draws. Nothing without any flow.
std::optional<double> tie_asymmetry(double into, double out);

}  // namespace flowspace
