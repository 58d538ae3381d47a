// The directions in which a symmetric matrix stretches most.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace flowspace {

/// An eigenvalue and its eigenvector, of length 1 and either sign.
struct LeadingAxis {
    double value = 0;
    std::vector<double> direction = {};
};

/// The `count` largest eigenvalues of an n x n symmetric matrix, the largest first; n of them where n is
/// less. Each with a direction of its own, at right angles to the others, also where several are the same:
/// then which of their directions is not told, but always the same. Errors: |A v - value v| within 1e-12 of
/// the largest magnitude among the eigenvalues. By Lanczos's process one after the other, each at right
/// angles to those found, with every vector made orthogonal to all before twice; small matrices, and those
/// that do not yield in a few hundred steps, are decomposed in full. Source: Lanczos (1950), J Res NBS
/// 45:255; Parlett (1998), The Symmetric Eigenvalue Problem, ch. 13.
std::vector<LeadingAxis> leading_axes(std::span<const double> symmetric, std::size_t n, std::size_t count);

}  // namespace flowspace
