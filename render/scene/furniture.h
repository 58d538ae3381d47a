// What frames the map: title, legend, scale bar, north arrow, inset, source line and notice, composed for any
// size.
#pragma once

#include "render/scene/camera.h"
#include "render/scene/draw_list.h"
#include "render/scene/sea_inset.h"
#include "render/scene/style.h"
#include "render/scene/theme.h"
#include "render/scene/titles.h"
#include "render/scene/typesetter.h"

#include <optional>
#include <span>
#include <vector>

namespace flowspace {

/// Sizes of text in whole px. Without panels over it a picture is there to be presented: title at least 1/30
/// of its height, legend and labels 1/60; else the working sizes of the window. Nothing is set below 11 px.
struct TextSizes {
    int title_px = 0, subtitle_px = 0;
    int scene_px = 0, caption_px = 0;  // title and caption of a scene
    int legend_px = 0, note_px = 0;
    int label_px[3] = {};  // by rank
};
TextSizes text_sizes(const Theme& theme, const Viewport& viewport);

/// How many px of this picture one px at a height of 1080 takes.
float picture_scale(const Viewport& viewport);

struct FurnitureRequest {
    const Furniture& words;
    const Theme& theme;
    Language language = Language::zh;
    Viewport viewport = {};
    std::span<const Colour> layer_colours = {};  // one per layer
    double metres_per_px = 0;                    // at the centre; 0: no scale bar
    double north_deg = 0;                        // on the picture, clockwise from up
    double tilt_deg = 0;                         // the scale then holds at the centre only, and says so
    const SeaInset* inset = nullptr;
    const Titles* titles = nullptr;  // of a scene
};

struct FurniturePicture {
    ScreenList list = {};
    std::vector<ScreenBox> boxes = {};  // what labels keep clear of; none overlaps another
};

/// Everything that fits without overlap, inside what the panels leave free. Where a picture is too small for
/// all, the inset goes first, then the legend's samples, then scale bar and north; the notes stay to the
/// last.
FurniturePicture compose_furniture(const FurnitureRequest& request, const Fonts& fonts, GlyphAtlas& atlas);

/// The greatest of 1, 2, 5 times a power of ten (km; below 1 km in metres) that is at most `longest_m` long.
double round_length_m(double longest_m);

}  // namespace flowspace
