#include "viewer/export/film_plan.h"

#include "viewer/time_brush.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace flowspace {
namespace {

constexpr double standing_s = 10;

/// Every window that playing shows, the first one included.
std::vector<Window> played_windows(const Settings& settings, const TimeAxis& axis) {
    std::vector<Window> windows = {start_playing(axis, settings.filter.window, settings.playback.mode)};
    while (const auto next = play_step(axis, windows.back(), settings.playback.mode))
        windows.push_back(*next);
    return windows;
}

StoryFrame frame_at(double time_s, const Settings& settings) {
    return {.scene_s = time_s, .time_s = time_s, .settings = settings};
}

}  // namespace

std::uint64_t frames_of(double length_s, int fps) {
    // A length that is a whole number of frames but for rounding is that number.
    const double frames = std::ceil(length_s * fps - 1e-6);
    return static_cast<std::uint64_t>(std::max(1.0, frames));
}

FilmPlan film_of_story(std::shared_ptr<const Story> story, std::shared_ptr<const Dataset> data,
                       Settings reader) {
    const double length_s = story_length_s(*story);
    return {.length_s = length_s,
            .at = [story = std::move(story), data = std::move(data), reader = std::move(reader)](
                      double time_s) { return story_frame(*story, *data, time_s, reader); }};
}

FilmPlan film_of_view(const Settings& settings, const TimeAxis& axis, const PlayedView& played) {
    Settings view = settings;
    view.playback.playing = false;
    if (!played.plays || axis.grain == Grain::none || axis.size() < 2)
        return {.length_s = played.length_s.value_or(standing_s),
                .at = [view = std::move(view)](double time_s) { return frame_at(time_s, view); }};
    std::vector<Window> windows = played_windows(settings, axis);
    const double speed = settings.playback.steps_per_s, hold = played.hold_s;
    const double whole = 2 * hold + static_cast<double>(windows.size()) / speed;
    return {.length_s = played.length_s.value_or(whole),
            .at = [view = std::move(view), windows = std::move(windows), speed, hold](double time_s) {
                // The small addition keeps a frame that falls on a step's beginning, but for rounding, in it.
                const double step = std::floor((time_s - hold) * speed + 1e-6);
                const double last = static_cast<double>(windows.size() - 1);
                StoryFrame frame = frame_at(time_s, view);
                frame.analysed = view.filter.window;
                frame.settings.filter.window = windows[static_cast<std::size_t>(std::clamp(step, 0.0, last))];
                return frame;
            }};
}

}  // namespace flowspace
