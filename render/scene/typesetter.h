// Sets lines of Chinese and Latin text: measures, wraps, and adds their glyphs to a screen list.
#pragma once

#include "render/scene/font.h"
#include "render/scene/glyph_atlas.h"
#include "render/scene/screen_list.h"

#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

/// Characters of one line and where their pens stand; a thin space parts ideographs from Latin letters and
/// digits.
struct TextLine {
    struct Glyph {
        char32_t c = 0;
        float x_px = 0;
    };
    std::vector<Glyph> glyphs = {};
    float width_px = 0;
};

/// `tracking_px` is added between characters.
TextLine set_line(const Fonts& fonts, std::string_view text, TextStyle style, float tracking_px = 0);

/// At most `most_lines` lines no wider than `width_px`; the last ends in an ellipsis where text is left over.
/// Lines break at spaces and between ideographs, never before closing or after opening punctuation.
std::vector<TextLine> wrap(const Fonts& fonts, std::string_view text, TextStyle style, float width_px,
                           std::size_t most_lines);

/// Lines as even as they can be, by break_evenly(); else as wrap() does.
std::vector<TextLine> wrap_evenly(const Fonts& fonts, std::string_view text, TextStyle style, float width_px,
                                  std::size_t most_lines);

struct TextLook {
    TextStyle style = {};
    Colour colour = {};
    Colour halo = {};
    float halo_px = 0;  // 0: none
    float opacity = 1;
};

/// The pen begins at (`at.x_px`, baseline `at.y_px`); the baseline is snapped to whole pixels.
void add_text(ScreenList& list, const Fonts& fonts, GlyphAtlas& atlas, const TextLine& line, ScreenPoint at,
              const TextLook& look);

}  // namespace flowspace
