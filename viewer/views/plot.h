// Dots on two axes with names, as scatter and rank-size draw them.
#pragma once

#include "viewer/panel.h"
#include "viewer/views/scatter_view.h"

#include <array>
#include <optional>
#include <span>
#include <string>

namespace flowspace {

struct Plot {
    PlotAxis x = {};
    PlotAxis y = {};
    std::string x_title = {};
    std::string y_title = {};
    std::span<const Dot> dots = {};
    std::span<const std::size_t> named = {};  // rows of dots, most important first
    LayerId layer = {};
    UnitMeasure measure = UnitMeasure::turnover;  // that a dot is asked about
    std::optional<std::array<Dot, 2>> line = {};  // its ends
    std::optional<Dot> cross = {};                // where lines across the whole plot meet
    std::array<std::string, 4> corners = {};  // of a cross: top right, top left, bottom right, bottom left
};

/// Draws, points, selects, and opens the card of a dot's `measure` where that is one of flows; returns the
/// row of the dot under the pointer.
std::optional<std::size_t> draw_plot(PanelContext& context, const Box& box, const Plot& plot);

}  // namespace flowspace
