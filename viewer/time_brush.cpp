#include "viewer/time_brush.h"

#include "viewer/strings.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace flowspace {

namespace {

TimeMs before(TimeMs time) { return TimeMs{count(time) - 1}; }

/// The start of the step that ends at or before `time`.
TimeMs step_before(Grain grain, TimeMs time) { return step_start(grain, before(time)); }

TimeMs next_boundary(const TimeAxis& axis, TimeMs time) {
    return step_end(axis.grain, step_start(axis.grain, time));
}

int steps_between(const TimeAxis& axis, TimeMs from, TimeMs to) {
    int steps = 0;
    while (count(from) < count(to)) {
        from = step_end(axis.grain, from);
        ++steps;
    }
    return steps;
}

}  // namespace

Window whole_axis(const TimeAxis& axis) {
    if (axis.starts.empty()) return {TimeMs{0}, TimeMs{0}};
    return {axis.starts.front(), step_end(axis.grain, axis.starts.back())};
}

Window shown_window(const TimeAxis& axis, Window window) {
    const Window whole = whole_axis(axis);
    const TimeMs from = std::clamp(window.from, whole.from, whole.to);
    const TimeMs to = std::clamp(window.to, whole.from, whole.to);
    if (count(from) >= count(to)) return whole;
    return {from, to};
}

std::vector<Window> gaps(const TimeAxis& axis) {
    std::vector<Window> found;
    for (std::size_t step = 0; step + 1 < axis.size(); ++step) {
        const TimeMs end = step_end(axis.grain, axis.starts[step]);
        if (end < axis.starts[step + 1]) found.push_back({end, axis.starts[step + 1]});
    }
    return found;
}

TimeMs snap(const TimeAxis& axis, TimeMs time) {
    const Window whole = whole_axis(axis);
    if (axis.grain == Grain::none || axis.starts.empty())
        return count(time) * 2 < count(whole.from) + count(whole.to) ? whole.from : whole.to;
    if (time <= whole.from) return whole.from;
    if (time >= whole.to) return whole.to;
    const TimeMs start = step_start(axis.grain, time);
    const TimeMs end = step_end(axis.grain, start);
    return count(time) - count(start) < count(end) - count(time) ? start : end;
}

BrushPart brush_part_at(const BrushGeometry& brush, double x_px) {
    const double to_left = std::fabs(x_px - brush.left_px);
    const double to_right = std::fabs(x_px - brush.right_px);
    // Of two handles that lie close together the outer side decides, so that a narrow brush can be widened.
    if (std::min(to_left, to_right) <= brush.reach_px) {
        if (x_px <= brush.left_px) return BrushPart::left_handle;
        if (x_px >= brush.right_px) return BrushPart::right_handle;
        return to_left < to_right ? BrushPart::left_handle : BrushPart::right_handle;
    }
    const bool inside = x_px > brush.left_px && x_px < brush.right_px;
    return inside && !brush.whole ? BrushPart::body : BrushPart::fresh;
}

Window drag_brush(const TimeAxis& axis, const BrushDrag& drag, TimeMs time) {
    const Window whole = whole_axis(axis);
    const auto between = [&](TimeMs a, TimeMs b) {
        TimeMs from = std::min(snap(axis, a), snap(axis, b));
        TimeMs to = std::max(snap(axis, a), snap(axis, b));
        if (from == to && to < whole.to) to = next_boundary(axis, to);
        if (from == to) from = axis.grain == Grain::none ? whole.from : step_before(axis.grain, from);
        return Window{from, to};
    };
    switch (drag.part) {
        case BrushPart::left_handle:
            return between(time, drag.before.to);
        case BrushPart::right_handle:
            return between(drag.before.from, time);
        case BrushPart::fresh:
            return between(drag.pressed_at, time);
        case BrushPart::body: {
            const std::int64_t moved = count(time) - count(drag.pressed_at);
            const TimeMs target = snap(axis, TimeMs{count(drag.before.from) + moved});
            const int steps = target < drag.before.from ? -steps_between(axis, target, drag.before.from)
                                                        : steps_between(axis, drag.before.from, target);
            return shift_window(axis, drag.before, steps);
        }
        case BrushPart::none:
            break;
    }
    return drag.before;
}

Window shift_window(const TimeAxis& axis, Window window, int steps) {
    const Window whole = whole_axis(axis);
    window = shown_window(axis, window);
    if (axis.grain == Grain::none) return window;
    for (; steps > 0 && window.to < whole.to; --steps)
        window = {step_end(axis.grain, window.from), step_end(axis.grain, window.to)};
    for (; steps < 0 && window.from > whole.from; ++steps)
        window = {step_before(axis.grain, window.from), step_before(axis.grain, window.to)};
    return window;
}

Window stretch_window(const TimeAxis& axis, Window window, EndSteps steps) {
    const Window whole = whole_axis(axis);
    window = shown_window(axis, window);
    if (axis.grain == Grain::none) return window;
    const auto moved = [&](TimeMs at, int by) {
        for (; by > 0; --by) at = step_end(axis.grain, at);
        for (; by < 0; ++by) at = step_before(axis.grain, at);
        return std::clamp(at, whole.from, whole.to);
    };
    const Window wished = {moved(window.from, steps.from), moved(window.to, steps.to)};
    return wished.from < wished.to ? wished : window;
}

Window start_playing(const TimeAxis& axis, Window window, WindowMode mode) {
    const Window whole = whole_axis(axis);
    window = shown_window(axis, window);
    if (window.to < whole.to || axis.grain == Grain::none) return window;
    int length = mode == WindowMode::growing ? 1 : steps_between(axis, window.from, window.to);
    const int all = steps_between(axis, whole.from, whole.to);
    if (length == all) length = std::max(1, all / 12);
    TimeMs to = whole.from;
    for (int step = 0; step < length; ++step) to = step_end(axis.grain, to);
    return {whole.from, to};
}

Settings toggled_playing(Settings settings, const TimeAxis& axis) {
    settings.playback.playing = !settings.playback.playing && axis.grain != Grain::none && axis.size() > 1;
    settings.playback.scale.reset();
    if (settings.playback.playing) {
        Window& window = settings.filter.window;
        window = start_playing(axis, window, settings.playback.mode);
        const bool grows = settings.playback.mode == WindowMode::growing;  // the end will be the largest
        settings.playback.scale = grows ? Window{window.from, whole_axis(axis).to} : window;
    }
    return settings;
}

Settings toggled_comparing(Settings settings, const TimeAxis& axis) {
    if (settings.comparison.before) {
        settings.comparison.before.reset();
        return settings;
    }
    if (axis.grain == Grain::none || axis.size() < 2) return settings;
    Window& window = settings.filter.window;
    Window now = shown_window(axis, window);
    if (now == whole_axis(axis)) {
        const TimeMs middle = axis.starts[axis.size() / 2];
        settings.comparison.before = Window{now.from, middle};
        window = {middle, now.to};
        return settings;
    }
    const StepRange steps = steps_in(axis, now);
    const int length = static_cast<int>(steps.last - steps.first);
    settings.comparison.before = now;
    window = shift_window(axis, now, length);
    if (window.from < now.to) {  // no room ahead: the windows would share steps
        const Window back = shift_window(axis, now, -length);
        if (back.to <= now.from) window = back;
    }
    return settings;
}

std::optional<Window> play_step(const TimeAxis& axis, Window window, WindowMode mode) {
    const Window whole = whole_axis(axis);
    window = shown_window(axis, window);
    if (axis.grain == Grain::none || window.to >= whole.to) return std::nullopt;
    if (mode == WindowMode::growing) return Window{window.from, step_end(axis.grain, window.to)};
    return shift_window(axis, window, 1);
}

Result<Window> typed_span(const TimeAxis& axis, std::string_view text, Language language) {
    const Window whole = whole_axis(axis);
    const std::string example = format_time(axis.grain, whole.from);
    const Result<ParsedTime> parsed = parse_time(text);
    if (!parsed) return Error{format_ui(Text::date_unreadable, language, example)};
    const TimeMs from = std::max(step_start(axis.grain, parsed->start), whole.from);
    const TimeMs to =
        std::min(step_end(axis.grain, step_start(axis.grain, before(step_end(parsed->grain, parsed->start)))),
                 whole.to);
    if (from >= to)
        return Error{format_ui(Text::date_outside, language, example,
                               format_time(axis.grain, last_step_of(axis, whole)))};
    return Window{from, to};
}

TimeMs last_step_of(const TimeAxis& axis, Window window) {
    if (axis.grain == Grain::none) return window.from;
    return step_start(axis.grain, before(window.to));
}

}  // namespace flowspace
