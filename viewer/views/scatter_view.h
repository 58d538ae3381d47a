// The scatter of two measures: a dot per place or group, logarithmic or linear, those off the trend named.
#pragma once

#include "data/output_table.h"
#include "viewer/views/unit_figures.h"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace flowspace {

inline constexpr std::size_t named_dots = 12;

struct Dot {
    Target unit = {};
    double x = 0;
    double y = 0;
    double off = 0;  // residual of the least-squares line, in the units of the axes (logarithms base 10)
};

struct Scatter {
    std::vector<Dot> dots = {};           // by id ascending
    std::vector<std::size_t> named = {};  // rows of `dots`: the largest by x times y, then those furthest off
    std::size_t left_out = 0;             // unknown, or on a logarithmic axis not positive
};

Scatter make_scatter(const Dataset& data, std::span<const UnitFigures> figures, UnitMeasure x, UnitMeasure y,
                     Ramp ramp);

OutputTable scatter_output(const Dataset& data, const Scatter& scatter, const ViewSettings& asked,
                           LayerId layer);

/// Where numbers lie between two edges of the screen, and the round ones worth a tick.
struct PlotAxis {
    double low = 0;
    double high = 1;
    Ramp ramp = Ramp::linear;

    double share_of(double number) const;
    std::vector<double> ticks() const;  // at most seven
};
/// An axis that holds all numbers with a little room. Pre: for a logarithmic one they are positive.
PlotAxis axis_for(std::span<const double> numbers, Ramp ramp);

}  // namespace flowspace
