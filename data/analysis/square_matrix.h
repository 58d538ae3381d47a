// A square table of numbers, one row per origin: the shape in which analyses take flows and costs.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace flowspace {

/// size x size numbers row by row, owned by somebody else.
struct SquareView {
    std::span<const double> values = {};
    std::size_t size = 0;

    double operator()(std::size_t row, std::size_t column) const { return values[row * size + column]; }
};

/// size x size numbers row by row.
struct SquareMatrix {
    std::vector<double> values = {};
    std::size_t size = 0;

    SquareMatrix() = default;
    SquareMatrix(std::size_t rows, double fill) : values(rows * rows, fill), size(rows) {}

    double& operator()(std::size_t row, std::size_t column) { return values[row * size + column]; }
    double operator()(std::size_t row, std::size_t column) const { return values[row * size + column]; }
    operator SquareView() const { return {values, size}; }
};

}  // namespace flowspace
