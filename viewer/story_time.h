// What a story shows at a time: a pure function, the same for the presenter, stills and films.
#pragma once

#include "data/dataset.h"
#include "render/scene/titles.h"
#include "viewer/settings.h"
#include "viewer/story.h"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace flowspace {

/// Each scene is its way there (none to the first), what it plays, and its hold, one after the other.
double story_length_s(const Story& story);

/// When parts of the scene at `row` begin, in seconds from the start of the story. Pre: a row of the story.
struct SceneTimes {
    double begin_s = 0;    // the way there begins
    double arrival_s = 0;  // the camera is there, words can be read
    double played_s = 0;   // the window has reached its end
    double end_s = 0;
};
SceneTimes scene_times(const Story& story, std::size_t row);

/// The moment that stands for the scene in a still: all has arrived and been played.
double still_time_s(const Story& story, std::size_t row);

enum class ScenePart : std::uint8_t { arriving, playing, holding };

/// What is on screen. The picture is `settings`, or where `before` says something, a blend from `before` to
/// `settings`: `share` of the way, already eased. The camera of `settings` is where it is now: on the smooth
/// path of van Wijk and Nuij (2003) while arriving. StoryPicture (viewer/story_picture.h) draws it.
struct StoryFrame {
    std::size_t scene = 0;  // the one arrived at, or on the way to
    ScenePart part = ScenePart::holding;
    double scene_s = 0;  // since its way began
    double time_s = 0;   // of the story: the clock of what moves
    Settings settings = {};
    std::optional<Settings> before = {};
    double share = 1;  // [0, 1]
    /// What the analysis on the map is asked for while the scene plays: the window that it ends with.
    /// Nothing: that of the settings.
    std::optional<Window> analysed = {}, analysed_before = {};
    Titles titles = {};
};

/// At `time_s`, cut to the length of the story. `reader`: whose language, theme, text size and motion it is;
/// with reduced motion the way to a scene is a cut, and windows change step by step without blending. The
/// same arguments give the same frame. Pre: the story has scenes, of `data`.
StoryFrame story_frame(const Story& story, const Dataset& data, double time_s, const Settings& reader);
StoryFrame story_frame(const Story& story, const Dataset& data, double time_s);

}  // namespace flowspace
