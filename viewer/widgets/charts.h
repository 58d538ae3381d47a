// Small charts: lines over time, horizontal bars, and bars of counts.
#pragma once

#include "data/exact_sum.h"
#include "data/time_axis.h"
#include "viewer/look.h"
#include "viewer/widgets/box.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace flowspace {

/// Time to pixels, linear; whole_axis() fills the box.
struct TimeScale {
    Window span = {};
    float x0 = 0;
    float x1 = 1;

    float x_of(TimeMs time) const;
    TimeMs time_of(float x) const;
};

/// One line of a time chart: one sum per step; steps without rows break the line.
struct TimeLine {
    std::span<const ExactSum> steps = {};
    Colour colour = {};
};

/// Lines over a common scale from zero, the window marked. Returns the step under the pointer.
struct TimeChart {
    const TimeAxis& axis;
    Window window = {};
    std::span<const TimeLine> lines = {};
};
std::optional<std::size_t> time_chart(const Look& look, const char* id, const Box& box,
                                      const TimeChart& chart);

/// The step whose stretch holds `time`.
std::optional<std::size_t> step_at(const TimeAxis& axis, TimeMs time);

/// A bar from the left of `box`, `share` of its width.
void share_bar(const Look& look, const Box& box, double share, Colour colour);

/// Counts as bars of equal width, heights by logarithm; those left of `cut_share` are dimmed.
void count_bars(const Look& look, const Box& box, std::span<const std::uint32_t> counts, double cut_share);

/// A swatch as arcs are drawn: solid for observed, dashed for modelled.
void line_swatch(const Look& look, const Box& box, Colour colour, Status status);

}  // namespace flowspace
