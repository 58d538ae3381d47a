// The colours of an answer laid over the map, by what they stand for, and the legend that explains them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace flowspace {

/// The theme says which colour it is: overlay_colour.
struct OverlayInk {
    enum class Kind : std::uint8_t {
        none,
        sequential,  // tone 0 to 1: from little to much
        diverging,   // tone -1 to 1: below, as, above what is expected
        category,    // row: of a class without order
        warning,     // what must be noticed
        quiet        // what takes no part
    } kind = Kind::none;
    float tone = 0;
    std::uint32_t row = 0;

    bool operator==(const OverlayInk&) const = default;
    explicit operator bool() const { return kind != Kind::none; }
};

/// One line of the legend.
struct OverlaySwatch {
    enum class Shape : std::uint8_t { tint, hatch, disc, ring, line } shape = Shape::tint;
    OverlayInk ink = {};
    float width_px = 1;  // of a line, at a picture height of 1080
    std::string text = {};
    bool faded = false;  // as what a test does not tell from chance

    bool operator==(const OverlaySwatch&) const = default;
};

struct OverlayLegend {
    std::string title = {};  // the analysis and its measure
    std::vector<OverlaySwatch> swatches = {};
    std::vector<std::string> notes = {};  // what it is of, and what must be known of it

    bool operator==(const OverlayLegend&) const = default;
    bool empty() const { return title.empty() && swatches.empty() && notes.empty(); }
};

}  // namespace flowspace
