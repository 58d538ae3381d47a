// The timeline's chart: stacked bars by layer, gaps, ticks, and the brush over them.
#pragma once

#include "viewer/panel.h"
#include "viewer/time_brush.h"
#include "viewer/widgets/charts.h"

#include <string>
#include <vector>

namespace flowspace {

/// Calendar ticks at least `spacing_px` apart.
struct Tick {
    TimeMs time = {};
    std::string text = {};
};
std::vector<Tick> ticks(const TimeAxis& axis, const TimeScale& scale, float spacing_px);

class TimelineChart {
public:
    void draw(PanelContext& context, Box box);

private:
    void draw_brush(PanelContext& context, const Box& box, const TimeScale& scale);

    BrushDrag drag_ = {};
};

}  // namespace flowspace
