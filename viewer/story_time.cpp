#include "viewer/story_time.h"

#include "render/scene/counted_text.h"
#include "viewer/beside.h"
#include "viewer/time_brush.h"

#include <algorithm>
#include <cmath>

namespace flowspace {
namespace {

constexpr double words_go = 0.25;    // of the way: the words of the last scene have gone
constexpr double words_come = 0.75;  // from here on those of the next come
constexpr double step_stands = 0.6;  // of a step's time while the window moves: it stands, then goes on

/// Slow, fast, slow. Source: the cubic Hermite step.
double eased(double share) { return share * share * (3 - 2 * share); }

double way_s(const Story& story, std::size_t row) {
    return row == 0 ? 0 : std::clamp(story.scenes[row].transition_s, 0.0, longest_transition_s);
}

double play_s(const Scene& scene) {
    return scene.played ? std::clamp(scene.played->seconds, 0.0, longest_hold_s) : 0;
}

double hold_s(const Scene& scene) { return std::clamp(scene.hold_s, 0.0, longest_hold_s); }

/// How many steps of the data the window goes on until it ends where it is to end.
int steps_to(const TimeAxis& axis, Window window, const PlayedTime& played) {
    const auto last = [&](TimeMs until) { return static_cast<int>(steps_in(axis, {.to = until}).last); };
    return std::max(0, last(played.until) - last(shown_window(axis, window).to));
}

/// After `steps` of what is played: moving windows keep their length, growing ones their start.
Window played_window(const TimeAxis& axis, const Settings& view, int steps) {
    const Window from = shown_window(axis, view.filter.window);
    return view.playback.mode == WindowMode::growing ? stretch_window(axis, from, {0, steps})
                                                     : shift_window(axis, from, steps);
}

/// A scene is of one map.
Settings of_one_map(const Settings& reader, const Scene& scene) {
    Settings settings = at_scene(reader, scene);
    settings.beside = {};
    return settings;
}

/// The scene when all of it has been played.
Settings at_end(const Scene& scene, const TimeAxis& axis, const Settings& reader) {
    Settings settings = of_one_map(reader, scene);
    if (!scene.played) return settings;
    const int steps = steps_to(axis, settings.filter.window, *scene.played);
    if (steps > 0) settings.filter.window = played_window(axis, settings, steps);
    return settings;
}

/// A text on the way to the next scene's: where only figures differ it stays and they are counted, else it
/// goes before the other comes.
struct TextOnTheWay {
    std::string text = {};
    double opacity = 1;
};

TextOnTheWay text_at(const std::string& last, const std::string& next, double share) {
    if (!next.empty() && last == next) return {.text = next};
    if (auto text = counted(last, next, eased(share))) return {.text = std::move(*text)};
    if (share < 0.5) return {.text = last, .opacity = eased(std::clamp(1 - share / words_go, 0.0, 1.0))};
    return {.text = next, .opacity = eased(std::clamp((share - words_come) / (1 - words_come), 0.0, 1.0))};
}

Titles titles_of(const Scene& scene, Language language) {
    return {.title = said(scene.title, language), .caption = said(scene.caption, language)};
}

Titles titles_between(const Scene& last, const Scene& next, Language language, double share) {
    const TextOnTheWay title = text_at(said(last.title, language), said(next.title, language), share);
    const TextOnTheWay caption = text_at(said(last.caption, language), said(next.caption, language), share);
    return {.title = title.text,
            .caption = caption.text,
            .opacity = static_cast<float>(title.opacity),
            .caption_opacity = static_cast<float>(caption.opacity)};
}

/// Between two scenes.
void arrive(const Story& story, const TimeAxis& axis, const Settings& reader, double share,
            StoryFrame& frame) {
    const Scene& next = story.scenes[frame.scene];
    const Scene& last = story.scenes[frame.scene - 1];
    const Language language = reader.style.language;
    frame.part = ScenePart::arriving;
    frame.before = at_end(last, axis, reader);
    frame.analysed_before = frame.before->filter.window;
    const Camera to = frame.settings.camera;
    frame.settings.camera = fly(frame.before->camera, to, share);
    frame.before->camera = frame.settings.camera;
    frame.share = eased(share);
    frame.titles = titles_between(last, next, language, share);
}

/// While the window moves: `share` of what is played.
void play(const Scene& scene, const TimeAxis& axis, const Settings& reader, double share, StoryFrame& frame) {
    frame.part = ScenePart::playing;
    const int steps = steps_to(axis, frame.settings.filter.window, *scene.played);
    if (steps == 0) return;
    const double gone = std::clamp(share, 0.0, 1.0) * steps;
    const int whole = std::min(static_cast<int>(gone), steps - 1);
    const double part = std::clamp((gone - whole - step_stands) / (1 - step_stands), 0.0, 1.0);
    const Settings start = frame.settings;
    frame.settings.filter.window = played_window(axis, start, whole + (part > 0 ? 1 : 0));
    if (part <= 0 || part >= 1 || reader.style.reduced_motion) return;
    frame.before = start;
    frame.analysed_before = frame.analysed;
    frame.before->filter.window = played_window(axis, start, whole);
    frame.share = eased(part);
}

}  // namespace

double story_length_s(const Story& story) {
    return story.scenes.empty() ? 0 : scene_times(story, story.scenes.size() - 1).end_s;
}

SceneTimes scene_times(const Story& story, std::size_t row) {
    SceneTimes times;
    for (std::size_t at = 0; at <= row; ++at) {
        const Scene& scene = story.scenes[at];
        times.begin_s = times.end_s;
        times.arrival_s = times.begin_s + way_s(story, at);
        times.played_s = times.arrival_s + play_s(scene);
        times.end_s = times.played_s + hold_s(scene);
    }
    return times;
}

double still_time_s(const Story& story, std::size_t row) { return scene_times(story, row).played_s; }

StoryFrame story_frame(const Story& story, const Dataset& data, double time_s, const Settings& reader) {
    const double at_s = std::clamp(time_s, 0.0, story_length_s(story));
    StoryFrame frame{.time_s = at_s};
    SceneTimes times;
    for (std::size_t row = 0; row < story.scenes.size(); ++row) {
        times = scene_times(story, row);
        frame.scene = row;
        if (at_s < times.end_s) break;
    }
    const Scene& scene = story.scenes[frame.scene];
    const TimeAxis& axis = data.flows->time_axis();
    frame.scene_s = at_s - times.begin_s;
    frame.titles = titles_of(scene, reader.style.language);
    frame.settings = of_one_map(reader, scene);
    if (scene.played) frame.analysed = at_end(scene, axis, reader).filter.window;
    if (at_s < times.arrival_s && !reader.style.reduced_motion) {
        arrive(story, axis, reader, (at_s - times.begin_s) / (times.arrival_s - times.begin_s), frame);
    } else if (at_s >= times.arrival_s && at_s < times.played_s && scene.played) {
        play(scene, axis, reader, (at_s - times.arrival_s) / (times.played_s - times.arrival_s), frame);
    } else if (at_s < times.arrival_s) {
        frame.part = ScenePart::arriving;
    } else {
        frame.settings = at_end(scene, axis, reader);
    }
    return frame;
}

StoryFrame story_frame(const Story& story, const Dataset& data, double time_s) {
    return story_frame(story, data, time_s, Settings{});
}

}  // namespace flowspace
