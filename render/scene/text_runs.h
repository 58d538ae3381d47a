// The words of a picture, read back from what is drawn: for files that keep them as text.
#pragma once

#include "render/scene/colour.h"
#include "render/scene/font.h"
#include "render/scene/glyph_atlas.h"
#include "render/scene/screen_list.h"

#include <vector>

namespace flowspace {

/// Letters of one look on one baseline, in pixels of the picture from its top left.
struct TextRun {
    struct Letter {
        char32_t c = 0;
        float x_px = 0;  // of the pen
    };
    TextStyle style = {};
    float exact_px = 0;  // its size where that is no whole number of pixels; 0: the style's
    Colour colour = {};
    Colour halo = {.alpha = 0};
    float halo_px = 0;
    float baseline_px = 0;
    std::vector<Letter> letters = {};
};

/// In paint order. `list` was composed with `atlas`, which has not begun another picture since.
std::vector<TextRun> text_runs(const ScreenList& list, const GlyphAtlas& atlas);

/// What is left of `list` without them.
ScreenList without_words(const ScreenList& list, const GlyphAtlas& atlas);

}  // namespace flowspace
