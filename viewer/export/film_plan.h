// What a film shows when: a pure function from time to a frame of a story.
#pragma once

#include "data/dataset.h"
#include "viewer/settings.h"
#include "viewer/story.h"
#include "viewer/story_time.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

namespace flowspace {

struct FilmPlan {
    double length_s = 0;
    std::function<StoryFrame(double time_s)> at = {};  // time_s in [0, length_s)
};

/// Frame k shows the time k / fps; a film has every frame that begins within its length, at least one.
std::uint64_t frames_of(double length_s, int fps);

/// A story from its beginning to its end, as `reader` sees it. Pre: it has scenes, of `data`.
FilmPlan film_of_story(std::shared_ptr<const Story> story, std::shared_ptr<const Dataset> data,
                       Settings reader);

/// A view whose window plays over the axis, as pressing play does: its first and its last window are held for
/// `hold_s`. A view that stands has nothing but its arcs moving.
struct PlayedView {
    bool plays = true;  // nothing plays either where the table has one step only
    double hold_s = 1;  // at both ends
    std::optional<double> length_s =
        {};  // of the film; nothing: the whole axis, or ten seconds where it stands
};
/// Speed and mode are those of settings.playback; a film that is longer stays at the end.
FilmPlan film_of_view(const Settings& settings, const TimeAxis& axis, const PlayedView& played);

}  // namespace flowspace
