// The tokens of each theme: every colour the map and the panels use. No colour is named anywhere else.
#pragma once

#include "render/scene/colour.h"
#include "render/scene/overlay_ink.h"
#include "render/scene/style.h"

#include <array>
#include <cstddef>
#include <string_view>

namespace flowspace {

/// Sizes are px at a picture height of 1080.
struct Theme {
    bool dark = true;
    float text_scale = 1;  // on every text size

    // The ground: a ramp over height, and what lies on it.
    struct Ground {
        Colour sea, lowland, upland, plateau, peak;
        Colour lake, river, coast;
        Colour national_border, province_line, prefecture_line;
    } ground = {};
    float national_border_px = 1.5f;
    float province_line_px = 1;

    // Text on the map carries a halo; text on panels does not need one.
    Colour text, muted_text, halo;
    float halo_px = 2;

    // Panels and their parts.
    Colour panel;         // with its alpha
    Colour raised;        // fields, buttons, chips on a panel
    Colour raised_hover;  // the same under the pointer
    Colour hairline;      // dividers, frames
    Colour shadow;
    Colour accent;   // where no layer lends its colour
    Colour warning;  // modelled, gaps, to be verified
    Colour danger;

    // Flows and places.
    std::array<Colour, 5> layers;  // people, goods, capital, technology, information
    Oklch further_layer;           // lightness and chroma of layers beyond the five; hue of the first
    float arc_body_alpha = 0.45f;
    float arc_head_alpha = 0.95f;
    Colour selection;   // outline of what is hovered or selected
    Colour out, in;     // what leaves, what arrives
    Colour gain, loss;  // differences of two periods
    Colour negative;    // flows below zero

    // Measures laid over the map: from little to much, steady in lightness.
    Colour measure_low, measure_high;
    float measure_fill_alpha = 0.62f;  // of an area tinted by one

    // Areas of agglomerations: lightness and chroma, hue of the first.
    Oklch area;
    float area_fill_alpha = 0.08f;
    float selected_area_fill_alpha = 0.16f;
    float area_outline_px = 1.5f;
};

const Theme& theme(ThemeId id);

/// The colour of a layer: the five of the atlas by their key; any other by `row`, its row among all layers,
/// on hues a golden angle apart, in the theme's own lightness.
Colour layer_colour(const Theme& theme, std::string_view key, std::size_t row);

/// Of a change: `tone` from -1 (loss) through 0 (what stays: grey) to 1 (gain), evenly to the eye.
Colour change_colour(const Theme& theme, float tone);

/// What lies over the map by what it stands for.
Colour overlay_colour(const Theme& theme, OverlayInk ink);

/// Outline colour of the agglomeration at `row`; neighbours in the table get hues far apart. Fill it with
/// `area_fill_alpha`.
Colour area_colour(const Theme& theme, std::size_t row);

}  // namespace flowspace
