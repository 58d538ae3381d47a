// Takes two sets of fixed effects out of columns by weighted least squares: what lets a model have a thousand
// effects and only solve for a few terms.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace flowspace {

/// Which level of each set a row has.
struct EffectLevels {
    std::vector<std::uint32_t> first = {};   // one per row, below first_count
    std::vector<std::uint32_t> second = {};  // one per row, below second_count
    std::size_t first_count = 0;
    std::size_t second_count = 0;

    std::size_t rows() const { return first.size(); }
};

/// Pairs of levels that rows tie together, as connected parts. Levels of no row are in no part.
struct EffectParts {
    std::vector<std::uint32_t> of_first = {};  // part of each level, UINT32_MAX: in none
    std::vector<std::uint32_t> of_second = {};
    std::size_t count = 0;
};
/// `used`: one per row, 0: the row does not count; empty: all do.
EffectParts connected_parts(const EffectLevels& levels, std::span<const std::uint8_t> used = {});

/// Least squares of columns on both sets of effects. Keeps its last answer as the start of the next one,
/// since weights change little between two steps of a fit.
class TwoWayEffects {
public:
    /// Pre: every level has a row with a positive weight, `levels` outlives it.
    TwoWayEffects(const EffectLevels& levels, std::size_t columns);

    /// `weights`: one per row, >= 0. `values`: rows x columns, row-major. Afterwards first() and second()
    /// hold the effects: values - first[level] - second[level] is orthogonal to every effect. Conjugate
    /// gradients on the normal equations, until the residual is `tolerance` of the right side in every column
    /// or after `most` steps; gives the steps.
    struct Until {
        double tolerance = 1e-10;
        int most = 500;
    };
    int fit(std::span<const double> weights, std::span<const double> values, Until until);

    std::span<const double> first() const { return first_; }    // levels x columns
    std::span<const double> second() const { return second_; }  // levels x columns

private:
    void to_first(std::span<const double> weights, std::span<const double> second,
                  std::vector<double>& first) const;
    void to_second(std::span<const double> weights, std::span<const double> first,
                   std::vector<double>& second) const;
    void apply(std::span<const double> weights, std::span<const double> direction,
               std::vector<double>& image);
    int solve(std::span<const double> weights, std::span<const double> right, Until until);

    const EffectLevels& levels_;
    std::size_t columns_;
    std::vector<double> first_, second_;
    std::vector<double> first_weight_, second_weight_;
    std::vector<double> of_first_;  // scratch: first_count x columns
};

}  // namespace flowspace
