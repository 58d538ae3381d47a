// What an answer of an analysis looks like on the map: areas tinted, places coloured, sized and ringed, flows
// chosen as links, borders as walls, and a legend that says honestly what is shown.
#pragma once

#include "data/analysis/analysis.h"
#include "data/dataset.h"
#include "data/ids.h"
#include "data/language.h"
#include "render/scene/draw_list.h"
#include "render/scene/frame.h"
#include "render/scene/overlay_ink.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

struct MapOverlay {
    struct Area {
        GroupId group = {};
        OverlayInk tint = {};
        bool hatched = false;   // the interval holds what is expected by chance
        std::string said = {};  // what the answer says of it, for whom points at it

        bool operator==(const Area&) const = default;
    };
    struct Disc {
        PlaceId place = {};
        std::optional<float> share = {};  // area, of the largest disc's; nothing: a small disc of one size
        OverlayInk fill = {}, ring = {};
        float height_px = 0;    // over the ground of a tilted map, at a picture height of 1080
        bool tower = false;     // the height is a measure, not a level
        std::string said = {};  // what the answer says of it

        bool operator==(const Disc&) const = default;
    };
    struct Link {
        PlaceId origin = {}, destination = {};  // of a flow of `layer`

        bool operator==(const Link&) const = default;
    };
    struct Border {
        std::optional<GroupId> a = {}, b = {};  // as of a wall
        std::string title = {}, said = {};

        bool operator==(const Border&) const = default;
    };
    std::optional<LayerId> layer = {};  // that the answer is of
    std::vector<Area> areas = {};       // by group, ascending
    std::vector<Disc> discs = {};  // by place, ascending; places without one are drawn as what takes no part
    std::vector<Link> links = {};  // drawn in place of the flows that the map would choose
    std::vector<WallItem> walls = {};
    std::vector<Border> borders = {};  // one per wall
    std::vector<TubeItem> tubes = {};  // the widest last
    std::vector<SkinItem> skins = {};  // the outermost first
    std::vector<DonutItem> donuts = {};
    bool hides_flows = true;
    OverlayLegend legend = {};
    std::vector<std::string> sources = {};  // of its numbers, other than flows

    bool operator==(const MapOverlay&) const = default;
    bool empty() const {
        return areas.empty() && discs.empty() && links.empty() && walls.empty() && tubes.empty() &&
               skins.empty() && donuts.empty();
    }
    /// Whether it stands where the flows of the map would.
    bool replaces_flows() const { return !empty() && (!links.empty() || hides_flows); }
};

struct OverlayInput {
    const Dataset& data;
    const Analysis& analysis;
    const AnalysisResult& result;
    std::string_view layer = {};        // key; rows of others are left out, where there are any of it
    std::string_view period = {};       // label; empty: the last one
    std::string_view measure = {};      // empty: what the analysis is about
    std::string_view item = {};         // of map_items; empty: the first of them
    std::optional<PlaceId> place = {};  // resilience: whose failure is played
    std::string asked = {};             // what of the data it is of, in words
    bool other_filter = false;          // the map shows something else
    bool hides_flows = true;
    Language language = Language::zh;
};

/// The measure that lies on the map if none is named: of those that the answer has, the one it is about;
/// empty: the analysis has none that could.
std::string_view map_measure(const Analysis& analysis, std::span<const AnalysisRow> rows);

class RowNames;
/// What places and groups have several rows of a measure for, each once in the order of the rows: indicators,
/// models, sectors. Parts that are places or pairs are none.
std::vector<std::string> map_items(std::span<const AnalysisRow> rows, std::string_view measure,
                                   const RowNames& names);

/// Which of `items` is drawn: `asked` if it is among them, else the first; of circulation what stays inside.
/// Pre: there are some.
std::string drawn_item(const Analysis& analysis, std::span<const std::string> items, std::string_view asked);

/// Rows that are of no group, place or pair have no place on the map: an overlay may be empty, and its legend
/// then says so.
MapOverlay build_map_overlay(const OverlayInput& input);

/// What the answer says of what is pointed at: of a wall, that of its own border, else of every one; of a
/// place or an area its value. Empty: nothing.
struct OverlayWords {
    std::string_view title = {};  // of a wall: whose border it is
    std::string_view said = {};
};
OverlayWords overlay_words(const MapOverlay& overlay, const Target& target);

}  // namespace flowspace
