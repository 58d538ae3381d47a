// What the timeline does, without drawing it: brushing, snapping, stepping and playing a half-open window.
#pragma once

#include "data/result.h"
#include "data/time_axis.h"
#include "viewer/settings.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace flowspace {

/// From the first step's start to the last step's end; {0, 0} for an axis without steps.
Window whole_axis(const TimeAxis& axis);

/// The window as it can be shown: cut to the axis, never empty where the axis is not.
Window shown_window(const TimeAxis& axis, Window window);

/// Where nothing was published: the stretches between a step's end and the next step's start.
std::vector<Window> gaps(const TimeAxis& axis);

/// The step boundary nearest to `time`, cut to the axis; gaps are walked in steps of the grain as well.
TimeMs snap(const TimeAxis& axis, TimeMs time);

enum class BrushPart : std::uint8_t { none, left_handle, right_handle, body, fresh };

/// What a press at `x_px` takes hold of: a handle within `reach_px`, else the body, else a new brush.
struct BrushGeometry {
    double left_px = 0;
    double right_px = 0;
    double reach_px = 6;
    bool whole = false;  // covers the axis: it cannot be moved, so a press inside begins a new brush
};
BrushPart brush_part_at(const BrushGeometry& brush, double x_px);

struct BrushDrag {
    BrushPart part = BrushPart::none;
    TimeMs pressed_at = {};  // unsnapped
    Window before = {};      // the window when the drag began
};

/// The window while the pointer is at `time`: at least one step, on step boundaries, inside the axis.
/// Handles may be dragged past each other.
Window drag_brush(const TimeAxis& axis, const BrushDrag& drag, TimeMs time);

/// The window moved by `steps` of the grain, its number of steps kept; stops at the ends of the axis.
Window shift_window(const TimeAxis& axis, Window window, int steps);

/// The window with its ends moved by steps of the grain; at least one step long, inside the axis.
struct EndSteps {
    int from = 0;
    int to = 0;
};
Window stretch_window(const TimeAxis& axis, Window window, EndSteps steps);

/// Pressing play: a window that covers everything (or ends at the end) starts again at the beginning, moving
/// with a twelfth of the axis (at least one step), growing with one step.
Window start_playing(const TimeAxis& axis, Window window, WindowMode mode);

/// Play pressed or pressed again.
Settings toggled_playing(Settings settings, const TimeAxis& axis);

/// Compare pressed: what the brush holds becomes what is compared with, and the brush goes on by its own
/// length (back where there is no room ahead; a brush over everything takes the second half and compares with
/// the first). Pressed again: flows as they are.
Settings toggled_comparing(Settings settings, const TimeAxis& axis);

/// One tick of playback; nothing when the end is reached.
std::optional<Window> play_step(const TimeAxis& axis, Window window, WindowMode mode);

/// The steps a typed date stands for: `2020` on a monthly axis is January to December; cut to the axis.
/// Errors are worded for the person typing.
Result<Window> typed_span(const TimeAxis& axis, std::string_view text, Language language);

/// The last moment inside the window, written for people: [2020-01, 2020-04) reads 2020-01 to 2020-03.
TimeMs last_step_of(const TimeAxis& axis, Window window);

}  // namespace flowspace
