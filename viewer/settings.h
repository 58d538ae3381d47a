// Everything a person can change and would expect to find again: one plain value. Undo, scenes and sharing
// store it.
#pragma once

#include "data/analysis/changes.h"
#include "data/analysis/levels.h"
#include "data/filter.h"
#include "data/shown_flows.h"
#include "render/scene/camera.h"
#include "render/scene/frame.h"
#include "render/scene/style.h"
#include "viewer/kept.h"
#include "viewer/views/view_settings.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace flowspace {

enum class WindowMode : std::uint8_t { moving, growing };

struct Playback {
    bool playing = false;
    double steps_per_s = 2;
    WindowMode mode = WindowMode::moving;
    std::optional<Window> scale = {};  // what widths and discs are locked to while it plays

    bool operator==(const Playback&) const = default;
};

/// Which flows of the focus are asked for. `out`: leaves the focus; `in`: arrives from elsewhere; `inside`:
/// both ends in it; `crossing`: out and in together.
enum class Direction : std::uint8_t { all, out, in, inside, crossing };

/// The places and groups the map is narrowed to; empty: the whole map.
struct Focus {
    std::vector<PlaceId> places = {};  // ascending
    std::vector<GroupId> groups = {};  // ascending
    Direction direction = Direction::all;

    bool operator==(const Focus&) const = default;
    bool empty() const { return places.empty() && groups.empty(); }
};

/// At which level of the hierarchy flows are drawn; by_zoom: as wide as the map is looked at.
struct Hierarchy {
    Level level = Level::place;
    bool by_zoom = false;

    bool operator==(const Hierarchy&) const = default;
};

/// What the map shows the difference to: filter.window minus `before`, per pair.
struct Comparison {
    std::optional<Window> before = {};  // nothing: flows as they are
    ChangeMeasure measure = ChangeMeasure::absolute;

    bool operator==(const Comparison&) const = default;
};

/// Where places stand: on the map, or where the flows of the current layer put them.
enum class Space : std::uint8_t { map, flow };
struct Settings;

// Parts that few need to know; each in the header of its name.
struct Story;          // viewer/story.h
struct AnalysisShown;  // viewer/analysis_shown.h
struct Beside;         // viewer/beside.h
bool operator==(const Story& a, const Story& b);
bool operator==(const AnalysisShown& a, const AnalysisShown& b);
bool operator==(const Beside& a, const Beside& b);

/// A view that was given a name to come back to.
struct Bookmark {
    std::string name = {};
    std::shared_ptr<const Settings> view = {};  // without pins and bookmarks of its own; never null

    bool operator==(const Bookmark& other) const;  // of the views, not of where they lie
};

struct Settings {
    Filter filter = {};  // `layers` is never empty here: see normalised()
    Focus focus = {};
    LayerId current_layer = {};  // the one charts, thresholds and the accent speak of; one of filter.layers
    ShowRule show = {};
    std::optional<Window> scale =
        {};  // widths and discs keep the scale of this window; nothing: of the shown
    Hierarchy hierarchy = {};
    Comparison comparison = {};
    Space space = Space::map;
    Style style = {};
    Camera camera = {};
    Playback playback = {};
    std::vector<Target> pins = {};  // on cards side by side, in the order they were pinned
    std::vector<Bookmark> bookmarks = {};
    Target selected = {};
    ViewSettings views = {};
    Kept<Story> story = {};             // nothing: no scenes
    Kept<AnalysisShown> analysis = {};  // nothing: none is looked at
    Kept<Beside> beside = {};           // nothing: one map

    bool operator==(const Settings&) const = default;
};

/// That of the selected flow, else the current one: what the inspector's figures are of.
LayerId layer_spoken_of(const Settings& settings);

/// The level that is drawn.
Level level_shown(const Settings& settings);

/// The window whose scale widths and discs are drawn on: locked by hand, or while playing; nothing: the shown
/// one's.
std::optional<Window> scale_window(const Settings& settings);

}  // namespace flowspace
