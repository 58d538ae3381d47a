#include "data/analysis/integration.h"

#include "data/analysis/interaction.h"
#include "data/analysis/ppml.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

namespace flowspace {
namespace {

Margins margins_of(const SquareFlows& flows) {
    Margins margins{std::vector<double>(flows.n, 0), std::vector<double>(flows.n, 0)};
    for (std::size_t row = 0; row < flows.n; ++row)
        for (std::size_t column = 0; column < flows.n; ++column) {
            const std::size_t cell = row * flows.n + column;
            if (!flows.known[cell]) continue;
            margins.out[row] += flows.flow[cell];
            margins.in[column] += flows.flow[cell];
        }
    return margins;
}

double all_flow(const SquareFlows& flows) {
    double sum = 0;
    for (std::size_t cell = 0; cell < flows.flow.size(); ++cell)
        if (flows.known[cell]) sum += flows.flow[cell];
    return sum;
}

}  // namespace

std::vector<double> plain_configuration(const SquareFlows& flows) {
    const Margins margins = margins_of(flows);
    const double all = all_flow(flows);
    std::vector<double> expected(flows.n * flows.n, 0);
    for (std::size_t cell = 0; cell < expected.size() && all > 0; ++cell)
        expected[cell] = margins.out[cell / flows.n] * margins.in[cell % flows.n] / all;
    return expected;
}

namespace {

/// The known pairs (with a cost, where one is given) as a model of two effects; `cell_of`: of each row.
PpmlProblem effects_model(const SquareFlows& flows, std::span<const double> cost,
                          std::vector<std::size_t>& cell_of) {
    PpmlProblem problem{.terms = cost.empty() ? 0U : 1U};
    problem.levels.first_count = problem.levels.second_count = flows.n;
    for (std::size_t cell = 0; cell < flows.known.size(); ++cell) {
        if (!flows.known[cell]) continue;
        if (!cost.empty() && !(std::isfinite(cost[cell]) && cost[cell] > 0)) continue;
        problem.levels.first.push_back(static_cast<std::uint32_t>(cell / flows.n));
        problem.levels.second.push_back(static_cast<std::uint32_t>(cell % flows.n));
        problem.y.push_back(flows.flow[cell]);
        if (!cost.empty()) problem.x.push_back(std::log(cost[cell]));
        cell_of.push_back(cell);
    }
    return problem;
}

std::vector<double> as_matrix(std::size_t n, const PpmlFit& fit, std::span<const std::size_t> cell_of) {
    std::vector<double> expected(n * n, 0);
    for (std::size_t row = 0; row < cell_of.size(); ++row) expected[cell_of[row]] = fit.fitted[row];
    return expected;
}

}  // namespace

std::vector<double> zero_diagonal_configuration(const SquareFlows& flows, const std::stop_token& stop) {
    const std::vector<double> allowed(flows.known.begin(), flows.known.end());
    FurnessFit quick = furness(allowed, margins_of(flows), {.tolerance = 1e-13, .most = 200, .stop = stop});
    if (quick.converged) return std::move(quick.flow);
    std::vector<std::size_t> cell_of;
    const Result<PpmlFit> fit = fit_ppml(effects_model(flows, {}, cell_of), {.stop = stop});
    return fit ? as_matrix(flows.n, *fit, cell_of) : std::move(quick.flow);
}

Result<GravityNull> gravity_configuration(const SquareFlows& flows, std::span<const double> cost,
                                          const std::stop_token& stop) {
    std::vector<std::size_t> cell_of;
    const Result<PpmlFit> fit = fit_ppml(effects_model(flows, cost, cell_of), {.stop = stop});
    if (!fit) return fit.error();
    return GravityNull{as_matrix(flows.n, *fit, cell_of), -fit->coefficient[0]};
}

double inside(std::span<const double> matrix, std::size_t n, const MemberRows& members, Diagonal diagonal) {
    double sum = 0;
    for (const std::uint32_t row : members)
        for (const std::uint32_t column : members)
            if (row != column || diagonal == Diagonal::counted) sum += matrix[row * n + column];
    return sum;
}

IntegrationIndex integration_index(const SquareFlows& flows, std::span<const double> expected,
                                   const MemberRows& members, Diagonal diagonal) {
    IntegrationIndex index{.observed = inside(flows.flow, flows.n, members, Diagonal::left_out),
                           .expected = inside(expected, flows.n, members, diagonal)};
    if (index.expected > 0) index.ratio = index.observed / index.expected;
    if (index.ratio && *index.ratio > 0) index.log_ratio = std::log(*index.ratio);
    const double all = all_flow(flows);
    if (all > 0) index.contribution = (index.observed - index.expected) / all;
    return index;
}

Neighbours gabriel_neighbours(std::span<const double> cost, std::size_t n) {
    std::vector<double> square(n * n);
    for (std::size_t row = 0; row < n; ++row)
        for (std::size_t column = 0; column < n; ++column) {
            const double mean = (cost[row * n + column] + cost[column * n + row]) / 2;
            square[row * n + column] =
                std::isfinite(mean) ? mean * mean : std::numeric_limits<double>::infinity();
        }
    const auto is_between = [&](std::size_t row, std::size_t column) {
        for (std::size_t third = 0; third < n; ++third)
            if (third != row && third != column &&
                square[row * n + third] + square[column * n + third] < square[row * n + column])
                return true;
        return false;
    };
    Neighbours neighbours(n);
    for (std::uint32_t row = 0; row < n; ++row)
        for (std::uint32_t column = row + 1; column < n; ++column) {
            if (!std::isfinite(square[row * n + column]) || is_between(row, column)) continue;
            neighbours[row].push_back(column);
            neighbours[column].push_back(row);
        }
    for (std::vector<std::uint32_t>& list : neighbours) std::ranges::sort(list);
    return neighbours;
}

namespace {

/// How many sets of `size` there are, or `most` + 1 where there are more.
std::uint64_t count_sets(std::uint64_t pool, std::uint64_t size, std::uint64_t most) {
    double sets = 1;
    for (std::uint64_t at = 0; at < size; ++at)
        sets = sets * static_cast<double>(pool - at) / static_cast<double>(at + 1);
    return sets > static_cast<double>(most) ? most + 1 : static_cast<std::uint64_t>(std::llround(sets));
}

class Permuter {
public:
    explicit Permuter(const PermutationInput& input) : input_(input), random_(input.seed) {}

    Permutation run() {
        const std::optional<double> own = log_ratio(input_.members);
        const std::size_t size = input_.members.size();
        if (!own || size < 2 || size > input_.pool.size()) return {};
        least_ = *own - 1e-12 * std::max(1.0, std::abs(*own));
        made_.exact = count_sets(input_.pool.size(), size, input_.enumerate_up_to) <= input_.enumerate_up_to;
        if (made_.exact)
            enumerate(size);
        else
            draw(size);
        if (input_.stop.stop_requested() || made_.sets == 0) return {};
        const auto large = static_cast<double>(made_.as_large), sets = static_cast<double>(made_.sets);
        made_.p = made_.exact ? large / sets : (large + 1) / (sets + 1);
        return made_;
    }

private:
    std::optional<double> log_ratio(const MemberRows& members) const {
        const double observed = inside(input_.flows.flow, input_.flows.n, members, Diagonal::left_out),
                     expected = inside(input_.expected, input_.flows.n, members, Diagonal::left_out);
        if (expected <= 0) return std::nullopt;
        return observed > 0 ? std::log(observed / expected) : -std::numeric_limits<double>::infinity();
    }

    void look_at(const MemberRows& set) {
        const std::optional<double> ratio = log_ratio(set);
        if (!ratio) return;
        ++made_.sets;
        if (*ratio >= least_) ++made_.as_large;
    }

    bool is_connected(const MemberRows& set) const {
        std::vector<std::uint32_t> reached = {set.front()};
        for (std::size_t at = 0; at < reached.size(); ++at)
            for (const std::uint32_t next : input_.neighbours[reached[at]])
                if (std::ranges::binary_search(set, next) && std::ranges::count(reached, next) == 0)
                    reached.push_back(next);
        return reached.size() == set.size();
    }

    void enumerate(std::size_t size) {
        std::vector<std::size_t> chosen(size);
        for (std::size_t at = 0; at < size; ++at) chosen[at] = at;
        MemberRows set(size);
        for (;;) {
            if (input_.stop.stop_requested()) return;
            for (std::size_t at = 0; at < size; ++at) set[at] = input_.pool[chosen[at]];
            if (input_.sets == SetsOf::any || is_connected(set)) look_at(set);
            std::size_t at = size;
            while (at > 0 && chosen[at - 1] == input_.pool.size() - size + at - 1) --at;
            if (at == 0) return;
            ++chosen[at - 1];
            for (; at < size; ++at) chosen[at] = chosen[at - 1] + 1;
        }
    }

    std::uint32_t below(std::size_t count) { return static_cast<std::uint32_t>(random_() % count); }

    MemberRows any_set(std::size_t size) {
        std::vector<std::uint32_t> left(input_.pool.begin(), input_.pool.end());
        for (std::size_t at = 0; at < size; ++at) std::swap(left[at], left[at + below(left.size() - at)]);
        left.resize(size);
        return left;
    }

    /// Empty where the part of the country that it began in is too small.
    MemberRows grown_set(std::size_t size) {
        std::vector<std::uint8_t> state(input_.flows.n, 2);  // 0: may come, 1: at the edge, 2: not to come
        for (const std::uint32_t row : input_.pool) state[row] = 0;
        MemberRows set;
        std::vector<std::uint32_t> edge = {input_.pool[below(input_.pool.size())]};
        while (set.size() < size && !edge.empty()) {
            const std::uint32_t at = below(edge.size()), row = edge[at];
            edge[at] = edge.back();
            edge.pop_back();
            state[row] = 2;
            set.push_back(row);
            for (const std::uint32_t next : input_.neighbours[row])
                if (state[next] == 0) {
                    state[next] = 1;
                    edge.push_back(next);
                }
        }
        return set.size() == size ? set : MemberRows{};
    }

    void draw(std::size_t size) {
        for (std::uint64_t at = 0; at < input_.draws && !input_.stop.stop_requested(); ++at) {
            const MemberRows set = input_.sets == SetsOf::any ? any_set(size) : grown_set(size);
            if (!set.empty()) look_at(set);
        }
    }

    const PermutationInput& input_;
    std::mt19937_64 random_;
    double least_ = 0;
    Permutation made_;
};

/// The flows without one place.
struct Smaller {
    std::vector<double> flow;
    std::vector<std::uint8_t> known;
};

Smaller without(const SquareFlows& flows, std::size_t gone) {
    Smaller made;
    for (std::size_t row = 0; row < flows.n; ++row)
        for (std::size_t column = 0; column < flows.n; ++column) {
            if (row == gone || column == gone) continue;
            made.flow.push_back(flows.flow[row * flows.n + column]);
            made.known.push_back(flows.known[row * flows.n + column]);
        }
    return made;
}

}  // namespace

Permutation permute(const PermutationInput& input) { return Permuter(input).run(); }

std::vector<std::optional<double>> leave_one_out(const SquareFlows& flows, const MemberRows& members,
                                                 const std::stop_token& stop) {
    std::vector<std::optional<double>> values;
    for (const std::uint32_t gone : members) {
        if (stop.stop_requested()) return {};
        const Smaller smaller = without(flows, gone);
        const SquareFlows rest{smaller.flow, smaller.known, flows.n - 1};
        MemberRows left;
        for (const std::uint32_t row : members)
            if (row != gone) left.push_back(row > gone ? row - 1 : row);
        values.push_back(
            integration_index(rest, zero_diagonal_configuration(rest, stop), left, Diagonal::left_out)
                .log_ratio);
    }
    return values;
}

std::optional<double> jackknife_spread(std::span<const std::optional<double>> values) {
    double sum = 0, n = 0, squares = 0;
    for (const std::optional<double>& value : values)
        if (value) {
            sum += *value;
            n += 1;
        }
    if (n < 2) return std::nullopt;
    for (const std::optional<double>& value : values)
        if (value) squares += (*value - sum / n) * (*value - sum / n);
    return std::sqrt((n - 1) / n * squares);
}

}  // namespace flowspace
