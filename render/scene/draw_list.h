// What is to be drawn, as flat arrays that carry ids. Built from data and style; knows no OpenGL and no
// camera.
#pragma once

#include "data/geo/coordinates.h"
#include "data/ids.h"
#include "data/layer_info.h"
#include "render/scene/overlay_ink.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace flowspace {

/// solid: observed. dashed: modelled. dotted: a change from or to what is unknown.
enum class Stroke : std::uint8_t { solid, dashed, dotted };

struct ArcItem {
    LayerId layer = {};
    PairId pair = {};  // of a flow between places; see `tie`
    NodeId origin = {};
    NodeId destination = {};
    bool tie = false;  // between groups, or a group and a place: `pair` says nothing
    double value = 0;
    float width_px = 1;  // at a picture height of 1080
    float strength = 1;  // (0, 1]: value / largest of its layer; strong flows draw over weak ones
    float phase = 0;     // [0, 1): fixed by the pair's places
    Stroke stroke = Stroke::solid;
    std::optional<float> tone = {};  // of a change: [-1, 1] from loss to gain; nothing: the layer's colour
    bool negative = false;           // in the theme's colour for it and hollow: its width is a magnitude
    bool faded = false;              // a change that a test does not tell from chance
    std::uint32_t way_first = 0;     // rows of DrawList::way_nodes: drawn along them, in the order of travel
    std::uint32_t way_count = 0;     // 0: straight to its destination

    bool loops() const { return origin == destination; }  // a self-flow: a loop at its place
};

struct PlaceItem {
    NodeId node = {};        // a place, or a group where flows are summed by group
    float radius_px = 3;     // at a picture height of 1080; area is the measure
    float out_share = 0.5f;  // of what leaves and arrives, the part that leaves
    float inside_share = 0;  // of the area, what stays inside: the core of a group's disc
    bool plain = false;      // without a ring: where its colours stand for something else
    OverlayInk fill = {};    // of an answer laid over the map: then of one colour, without a ring of its own
    OverlayInk ring = {};    // around it
    float height_px = 0;     // at a picture height of 1080: it stands so far over the ground of a tilted map
    bool tower = false;      // on a pillar of its colour: its height is a measure, not a level
    int rank = 2;            // 0 capital and core cities, 1 large, 2 other: label size
    double measure = 0;      // label priority
};

struct AreaItem {
    GroupId group = {};
    std::uint32_t colour = 0;  // index into the theme's area colours
    OverlayInk tint = {};      // of an answer laid over the map
    bool hatched = false;

    bool operator==(const AreaItem&) const = default;
};

/// A border between two provinces, or all of them, by what it holds back: seen from above its width says it,
/// tilted its height.
struct WallItem {
    std::optional<GroupId> a = {},
                           b = {};  // provinces, a < b; nothing: every border that has no wall of its own
    float width_px = 1;             // at a picture height of 1080
    float height_px = 1;
    OverlayInk ink = {};
    bool faded = false;  // a test does not tell its effect from none

    bool operator==(const WallItem&) const = default;
};

/// A link between two places on the ground, as wide as what it carries.
struct TubeItem {
    PlaceId a = {}, b = {};
    float width_px = 1;  // at a picture height of 1080
    OverlayInk ink = {};

    bool operator==(const TubeItem&) const = default;
};

/// The outline of a group or a place lifted off the ground: one hull of those that lie within each other.
struct SkinItem {
    std::optional<GroupId> group = {};  // this
    std::optional<PlaceId> place = {};  // or that
    float height_px = 1;                // at a picture height of 1080: how deep it is nested
    OverlayInk ink = {};

    bool operator==(const SkinItem&) const = default;
};

/// A ring of shares at a place or group, from the top clockwise: the parts of a whole, or how much of a plan
/// is done, with a notch where the time is.
struct DonutItem {
    NodeId node = {};
    float radius_px = 16;  // at a picture height of 1080
    struct Part {
        float share = 0;  // [0, 1]; together at most 1, the rest of the ring stays empty
        OverlayInk ink = {};

        bool operator==(const Part&) const = default;
    };
    std::vector<Part> parts = {};
    std::optional<float> notch = {};  // [0, 1]

    /// In place of the ring: sectors of the compass as they lie on the ground, from north clockwise. The area
    /// of each is in proportion to its share; one of 1 would reach to radius_px.
    struct Rose {
        std::vector<float> filled = {}, outlined = {};  // one per sector, or none
        OverlayInk fill = {}, line = {};

        bool operator==(const Rose&) const = default;
    };
    std::optional<Rose> rose = {};

    bool operator==(const DonutItem&) const = default;
};

struct LegendItem {
    LayerId layer = {};
    std::string name = {};  // in the picture's language
    std::string unit = {};
    std::string status = {};  // observed / modelled, in words
    struct Sample {
        std::string text = {};           // 3 to 4 significant digits
        float width_px = 1;              // at a picture height of 1080
        std::optional<float> tone = {};  // as of an arc
        bool negative = false;           // as of an arc
    };
    std::vector<Sample> samples = {};  // three, ascending
    bool dashed = false;
};

/// What discs say, with a ring in the colours of what leaves and what arrives: "Disc area: O out + O in".
struct DiscKey {
    std::string lead = {};
    std::string out = {};  // after the first ring; empty: no disc has a ring
    std::string between = {};
    std::string in = {};  // after the second ring
    std::string tail = {};

    bool empty() const { return out.empty(); }
};

struct Furniture {
    std::string title = {};
    std::string subtitle = {};  // the window, in words
    std::vector<LegendItem> legend = {};
    std::string shown = {};               // "x of y flows, z % of volume shown"
    DiscKey discs = {};                   // under the samples
    std::vector<std::string> notes = {};  // rules that the figures rest on, one line each, under the legend
    std::string relief = {};              // "relief x 8"
    std::string source = {};              // one line: sources, observed / modelled, date
    OverlayLegend overlay = {};           // of an answer laid over the map
    std::string notice = {};              // 非标准地图，公开使用前须审核
    bool schematic = false;               // not a map: no scale, no north, no inset
    std::string empty = {};               // what to do next, where nothing is selected
};

struct DrawList {
    std::vector<ArcItem> arcs = {};      // by layer, weakest first
    std::vector<NodeId> way_nodes = {};  // of arcs that are bundled
    std::vector<PlaceItem> places = {};
    std::vector<AreaItem> areas = {};
    std::vector<WallItem> walls = {};
    std::vector<TubeItem> tubes = {};  // the widest last
    std::vector<SkinItem> skins = {};  // the outermost first
    std::vector<DonutItem> donuts = {};
    Furniture furniture = {};
    std::uint64_t revision = 0;  // grows whenever anything above changes
};

}  // namespace flowspace
