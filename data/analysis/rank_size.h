// How sizes fall with rank: the law of Zipf, primacy, concentration, and where the middle is missing.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace flowspace {

/// An exponent and its standard error.
struct Exponent {
    double value = 0;
    double standard_error = 0;
    std::size_t n = 0;
};

/// zeta of ln(rank - 1/2) = c - zeta ln(size), standard error zeta sqrt(2/n). Sizes <= 0 and NaN are left
/// out; nothing with fewer than 3 left or all alike. Source: Gabaix and Ibragimov (2011), JBES 29:24.
struct RankSize {
    Exponent exponent = {};
    double intercept = 0;
    double r2 = 0;
};
std::optional<RankSize> rank_size(std::span<const double> sizes);

/// ln(size) above what the fitted line gives a place of its rank: < 0 is smaller than its rank asks for. One
/// per size; NaN where the size is left out.
std::vector<double> rank_residuals(std::span<const double> sizes, const RankSize& fit);

/// Between two sizes that follow each other in rank, the largest fall of ln(size) against the fitted one.
struct RankGap {
    std::size_t above = 0;  // index of the larger
    std::size_t below = 0;
    double ratio = 0;     // larger / smaller
    double expected = 0;  // by the fitted line
};
/// The gap with the largest ratio / expected; ties by rank. Nothing without 2 sizes.
std::optional<RankGap> largest_gap(std::span<const double> sizes, const RankSize& fit);

/// Hill's estimate over the largest `top`: top / sum ln(S_i / S_(top + 1)), standard error value / sqrt(top).
/// Nothing unless more than `top` sizes are > 0, or if the first top + 1 are all alike. Source: Hill (1975),
/// Ann. Stat. 3:1163.
std::optional<Exponent> hill(std::span<const double> sizes, std::size_t top);

/// What is not defined for want of places is missing.
struct Primacy {
    std::optional<double> two = {};     // S1 / S2
    std::optional<double> four = {};    // S1 / (S2 + S3 + S4)
    std::optional<double> eleven = {};  // 2 S1 / (S2 + .. + S11)
};
Primacy primacy(std::span<const double> sizes);

/// Sum of squared shares, 1/n to 1. Nothing where the sizes sum to 0. Negative and NaN are left out.
std::optional<double> herfindahl(std::span<const double> sizes);

/// -sum p ln p / ln n, n all sizes given, also 0: 1 is even. Nothing with fewer than 2 sizes or a sum of 0.
/// Source: Limtanakool, Dijst and Schwanen (2007), Urban Stud. 44:2123.
std::optional<double> evenness(std::span<const double> sizes);

}  // namespace flowspace
