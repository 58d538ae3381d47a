// Whether a group exchanges more inside than its members' sizes lead to expect, and how sure that is.
#pragma once

#include "data/result.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <utility>
#include <vector>

namespace flowspace {

/// n x n flows, row-major. known: 0 on the diagonal and where a pair is not published.
struct SquareFlows {
    std::span<const double> flow;
    std::span<const std::uint8_t> known;
    std::size_t n = 0;
};

/// O_i D_j / W, the diagonal too: pairs are filled with themselves as well. Source: Newman (2004); Leicht and
/// Newman (2008).
std::vector<double> plain_configuration(const SquareFlows& flows);

/// The same sums of rows and columns spread over the known pairs only: nobody sends to himself. By Furness;
/// where that is slow (few pairs, hardly connected) by the Poisson model of two effects, which is the same.
/// Source: Goodman (1968), JASA 63:1091, quasi-independence.
std::vector<double> zero_diagonal_configuration(const SquareFlows& flows, const std::stop_token& stop = {});

/// Doubly constrained gravity with the observed mean ln cost: the Poisson model with two effects and ln cost.
/// Pairs without a finite cost > 0 take no part (0). Errors: those of fit_ppml. Source: Expert et al. (2011).
struct GravityNull {
    std::vector<double> expected = {};  // n x n
    double beta = 0;                    // of cost^-beta; NaN where it is not estimable
};
Result<GravityNull> gravity_configuration(const SquareFlows& flows, std::span<const double> cost,
                                          const std::stop_token& stop = {});

/// Members as rows, ascending, each once.
using MemberRows = std::vector<std::uint32_t>;

/// Sum of the pairs of members. diagonal: of a member with itself too.
enum class Diagonal : std::uint8_t { left_out, counted };
double inside(std::span<const double> matrix, std::size_t n, const MemberRows& members, Diagonal diagonal);

struct IntegrationIndex {
    double observed = 0;
    double expected = 0;
    std::optional<double> ratio = {};      // nothing where nothing is expected
    std::optional<double> log_ratio = {};  // nothing where the ratio is 0 or nothing
    double contribution = 0;               // (observed - expected) / all flow: a part of modularity
};
IntegrationIndex integration_index(const SquareFlows& flows, std::span<const double> expected,
                                   const MemberRows& members, Diagonal diagonal);

/// Undirected; one list per row, ascending.
using Neighbours = std::vector<std::vector<std::uint32_t>>;

/// Two are neighbours if no third is nearer to both than the circle over them: joins every place to those
/// around it, and all of them together. `cost` is taken as the mean of both ways; not finite: no neighbours.
/// Source: Gabriel and Sokal (1969).
Neighbours gabriel_neighbours(std::span<const double> cost, std::size_t n);

enum class SetsOf : std::uint8_t { any, connected };

struct PermutationInput {
    const SquareFlows& flows;
    std::span<const double> expected;
    const MemberRows& members;
    std::span<const std::uint32_t> pool;  // rows that a set may be made of, ascending
    const Neighbours& neighbours;         // of SetsOf::connected
    SetsOf sets = SetsOf::any;
    std::uint64_t enumerate_up_to = 20'000;  // sets of the size: all of them if there are no more
    std::uint64_t draws = 5000;              // else
    std::uint64_t seed = 1;
    std::stop_token stop = {};
};

/// Sets of as many places as the group whose log ratio is at least the group's.
struct Permutation {
    std::uint64_t as_large = 0;
    std::uint64_t sets = 0;
    bool exact = false;            // every set was looked at, the group's own too
    std::optional<double> p = {};  // exact: as_large / sets; drawn: (as_large + 1) / (sets + 1)
};

/// Drawn connected sets grow from a random place by a random neighbour of the set at a time; they are not all
/// equally likely. Nothing is answered where the group's own log ratio is not defined.
Permutation permute(const PermutationInput& input);

/// Log ratio against the zero-diagonal configuration with one member after another taken out of the country.
/// Not a confidence interval: it says how much hangs on one city. One entry per member; nothing: not defined.
std::vector<std::optional<double>> leave_one_out(const SquareFlows& flows, const MemberRows& members,
                                                 const std::stop_token& stop = {});
/// sqrt((k-1)/k sum (x - mean)^2); nothing for fewer than two.
std::optional<double> jackknife_spread(std::span<const std::optional<double>> values);

}  // namespace flowspace
