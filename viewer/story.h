// A story: the scenes that a meeting is led through, in order, as a value; edits are functions from story to
// story.
#pragma once

#include "data/language.h"
#include "render/scene/style.h"
#include "viewer/settings.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace flowspace {

/// A text in both languages; one of them may be empty.
struct TwoWords {
    std::string zh = {}, en = {};

    bool operator==(const TwoWords&) const = default;
    bool empty() const { return zh.empty() && en.empty(); }
};

/// In `language`, or in the other one where it says nothing.
const std::string& said(const TwoWords& words, Language language);
std::string& said_in(TwoWords& words, Language language);

/// The window of the scene goes on in steps of the data until it ends at `until`.
struct PlayedTime {
    TimeMs until = {};
    double seconds = 8;

    bool operator==(const PlayedTime&) const = default;
};

struct Scene {
    std::string id =
        {};  // unique within the story, [a-z0-9-]; what --scene names; stays when the title changes
    TwoWords title = {}, caption = {}, notes = {};
    std::shared_ptr<const Settings> view = {};  // without story, pins and bookmarks of its own; never null
    std::optional<ThemeId> theme = {};          // nothing: the reader's
    std::optional<PlayedTime> played = {};      // nothing: the window stands still
    double transition_s = 2.5;                  // of the way here from the scene before; 0 cuts
    double hold_s = 8;                          // after the way, and after what is played
    std::vector<std::pair<std::string, std::string>> others =
        {};  // members that a newer program wrote, as JSON
};

struct Story {
    TwoWords title = {};
    std::vector<Scene> scenes = {};
    std::vector<std::pair<std::string, std::string>> others = {};
};

bool operator==(const Scene& a, const Scene& b);

inline constexpr std::size_t most_scenes = 500;
inline constexpr double longest_transition_s = 60, longest_hold_s = 3600;

/// The row of the scene that has the id; nothing where none has.
std::optional<std::size_t> find_scene(const Story& story, const std::string& id);

/// A free id made of a text: Latin letters and digits of it, small, hyphens between; scene-N where it has
/// none.
std::string scene_id(const Story& story, const std::string& text);

/// What a scene keeps of the settings: all but story, pins, bookmarks, and that it plays.
std::shared_ptr<const Settings> scene_view(const Settings& settings);

/// Adds the present view after `row` (at the end where there is none), titled in the language of the
/// settings. A full story stays as it is.
struct NewScene {
    std::optional<std::size_t> after = {};
    std::string title = {};
};
Story add_scene_from(Story story, const Settings& settings, const NewScene& scene);

/// The scene at `from` comes to stand at `to`; others keep their order. Rows that are not there change
/// nothing.
struct SceneMove {
    std::size_t from = 0, to = 0;
};
Story move_scene(Story story, SceneMove move);
Story remove_scene(Story story, std::size_t row);
/// The copy follows the scene and has an id of its own.
Story duplicate_scene(Story story, std::size_t row);
/// The scene looks as the settings do now; words and times stay.
Story update_scene(Story story, std::size_t row, const Settings& settings);
/// The id stays, so that what names the scene still finds it.
enum class SceneText : std::uint8_t { title, caption, notes };
Story rename_scene(Story story, std::size_t row, SceneText which, const TwoWords& words);

/// `now` looked at as the scene says. What belongs to the reader stays: language, text size, motion, theme
/// where the scene names none, story, pins, bookmarks. Labels follow the language unless the scene shows
/// both.
Settings at_scene(const Settings& now, const Scene& scene);

}  // namespace flowspace
