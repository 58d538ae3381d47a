// The parts of the map's furniture, each composed on its own at (0, 0) and measured; furniture.cpp places
// them.
#pragma once

#include "render/scene/furniture.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace flowspace {

struct Block {
    ScreenList list = {};
    float width_px = 0;
    float height_px = 0;
    float rim_px = 0;  // of both, what only softens the map around its words and may lie in the margin

    bool empty() const { return width_px <= 0 || height_px <= 0; }
};

/// Lines under each other.
struct Paragraph {
    std::vector<TextLine> lines = {};
    TextStyle style = {};
    float line_px = 0;

    float width_px() const {
        float widest = 0;
        for (const TextLine& line : lines) widest = std::max(widest, line.width_px);
        return std::ceil(widest);
    }
    float height_px() const { return line_px * static_cast<float>(lines.size()); }
};

/// What every part is composed with.
struct Workshop {
    const FurnitureRequest& request;
    const Fonts& fonts;
    GlyphAtlas& atlas;
    TextSizes sizes = {};
    float scale = 1;  // px at a height of 1080 -> px

    float px(float at_1080) const { return at_1080 * scale; }
    /// Text over the map: with a halo.
    TextLook on_map(TextStyle style, Colour colour) const;
    /// Text on a panel: without.
    TextLook on_panel(TextStyle style, Colour colour) const;
};

/// Adds `line` with its left edge at `left_px` and the top of its line box at `top_px`.
void add_line(Block& block, const Workshop& shop, const TextLine& line, ScreenPoint left_top,
              const TextLook& look);

Block title_block(const Workshop& shop, float width_px);
/// Of a scene, on a plate; at most two lines, four where the picture stands upright.
Block caption_block(const Workshop& shop, float width_px);
Block notes_block(const Workshop& shop, float width_px);

/// all: with what discs mean; samples: widths, and what an answer's colours say; names: of layers alone.
enum class LegendDetail : std::uint8_t { all, samples, names };
Block legend_block(const Workshop& shop, float width_px, LegendDetail detail);

Block scale_block(const Workshop& shop, float width_px);
Block inset_block(const Workshop& shop);
Block empty_block(const Workshop& shop, float width_px);

}  // namespace flowspace
