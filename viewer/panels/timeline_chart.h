// The timeline's chart: stacked bars by layer, gaps, ticks, and the brush over them.
#pragma once

#include "viewer/memo.h"
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

/// What the chart shows of any number of steps: at most one bar per pixel, and the gaps that can be seen.
struct TimelineColumns {
    struct Bar {
        float x0 = 0;
        float x1 = 0;
        TimeMs last = {};                 // start of its last step: says whether the bar is in the window
        std::vector<double> shares = {};  // one per layer, stacked from below
    };
    std::vector<Bar> bars = {};
    std::vector<Window> gaps = {};
};

class TimelineChart {
public:
    void draw(PanelContext& context, Box box);

private:
    void draw_brush(PanelContext& context, const Box& box, const TimeScale& scale);

    /// A table by the minute has half a million steps: they are gone through when something changed only.
    struct ColumnsKey {
        const Dataset* data = nullptr;
        std::size_t steps = 0;
        std::uint64_t revision = 0;
        float x0 = 0, x1 = 0;
        bool operator==(const ColumnsKey&) const = default;
    };
    BrushDrag drag_ = {};
    Memo<ColumnsKey, TimelineColumns> columns_;
};

}  // namespace flowspace
