// Several maps side by side: each with its own layer, window and filter, their cameras tied or free.
#pragma once

#include "viewer/settings.h"
#include "viewer/widgets/box.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace flowspace {

struct Dataset;

/// One map apart from the settings' own: what of the settings it has for itself.
struct BesideMap {
    Filter filter = {};
    Focus focus = {};
    LayerId current_layer = {};
    Hierarchy hierarchy = {};
    Camera camera = {};  // looked from where cameras are free

    bool operator==(const BesideMap&) const = default;
};

/// cells: each in its own. swipe: the first two in one frame, either side of a line.
enum class Arrangement : std::uint8_t { cells, swipe };

struct Beside {
    std::vector<BesideMap> maps = {};  // the others, in the order of their cells
    std::size_t own = 0;               // the cell of the settings' own map, which the panels speak of
    bool linked = true;                // all look from the camera of the settings
    bool same_scale = true;            // widths and discs of a layer mean the same on each map
    Arrangement arrangement = Arrangement::cells;
    double divide = 0.5;  // of a swipe: the share of the width left of the line
};

inline constexpr std::size_t most_maps = 9;
inline constexpr double least_divide = 0.02, most_divide = 0.98;

/// 1 where nothing stands beside the map.
std::size_t map_count(const Settings& settings);
/// The cell of the settings' own map; 0 where it is alone.
std::size_t own_map(const Settings& settings);
bool is_swiped(const Settings& settings);

/// What each map is drawn from, in the order of their cells: settings without pins, bookmarks, story,
/// analysis and maps beside.
std::vector<Settings> settings_of_maps(const Settings& settings);

/// With `count` maps (1 to most_maps): more are copies of the settings' own, fewer lose the last others.
Settings with_map_count(Settings settings, std::size_t count);
/// One map for each layer of the filter, or of the data where the filter has one.
Settings with_map_per_layer(Settings settings, const Dataset& data);
/// With further maps in cells of their own behind those that are there.
Settings with_maps(Settings settings, std::vector<BesideMap> maps);
/// The map of `cell` becomes the settings' own: what the panels speak of changes, no map does.
Settings speaking_of(Settings settings, std::size_t cell);
/// The camera of a cell, moved: that of all where cameras are linked.
Settings with_camera(Settings settings, std::size_t cell, const Camera& camera);
const Camera& camera_of(const Settings& settings, std::size_t cell);
/// Every camera sees `factor` times as much ground across.
Settings with_cameras_widened(Settings settings, double factor);
Settings with_linked(Settings settings, bool linked);
Settings with_same_scale(Settings settings, bool same);
/// Side by side or swiped; one map alone gets a copy beside it first.
Settings with_arrangement(Settings settings, Arrangement arrangement);
Settings with_divide(Settings settings, double divide);

/// What tells a map from those beside it: its layers, and the groups and places it is narrowed to.
std::string heading_of(const Settings& map, const Dataset& data);

/// The boxes of `count` cells in `area`, whole px, row by row, `gap_px` apart: as near to 4:3 as can be.
std::vector<Box> cell_boxes(const Box& area, std::size_t count, float gap_px);

}  // namespace flowspace
