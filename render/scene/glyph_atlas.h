// Coverage bitmaps of the glyphs and shapes on screen, packed into one picture that the overlay uploads.
#pragma once

#include "render/scene/font.h"

#include <cstdint>
#include <functional>
#include <unordered_map>
#include <vector>

namespace flowspace {

/// Where a bitmap lies in the atlas, and how it lies to the pen. Width 0: nothing to draw.
struct AtlasGlyph {
    int x_px = 0, y_px = 0;
    int width_px = 0, height_px = 0;
    int left_px = 0, top_px = 0;
};

/// What a bitmap says, where it is writing: for pictures that keep their words as text.
struct Writing {
    struct Letter {
        char32_t c = 0;
        float x_px = 0;  // from the first pen
    };
    TextStyle style = {};
    float halo_px = 0;  // > 0: the halo around the letters
    std::vector<Letter> letters = {};
    int left_px = 0, top_px = 0;  // from the first pen to the bitmap, as in AtlasGlyph
    float first_x_px = 0;         // of the first pen, right of the whole pixel that the bitmap hangs on
};

class GlyphAtlas {
public:
    /// Empties the atlas where the picture's size asks for other rows, or where it has grown past what one
    /// picture needs. Call before composing a picture; boxes handed out before are void where `generation`
    /// changed.
    void begin_picture(int picture_height_px);

    struct Key {
        char32_t c = 0;
        TextStyle style = {};
        int quarter = 0;    // of a pixel to the right, 0 to 3
        float halo_px = 0;  // 0: the glyph itself
    };
    AtlasGlyph glyph(const Fonts& fonts, const Key& key);

    /// A bitmap of the caller's under its own number; `draw` is asked only where it is not held yet.
    AtlasGlyph shape(std::uint64_t number, const std::function<GlyphBitmap()>& draw);

    /// Tells what a shape says.
    void note(const AtlasGlyph& shape, Writing writing);
    /// What lies at these pixels of the atlas; nothing where that is no writing. Valid until the next glyph.
    const Writing* writing_at(int x_px, int y_px) const;

    int width_px() const { return width_px_; }
    int height_px() const { return height_px_; }
    const std::vector<std::uint8_t>& pixels() const { return pixels_; }
    std::uint64_t generation() const { return generation_; }

    /// Something did not fit: the picture lacks it.
    bool overflowed() const { return overflowed_; }

    /// Rows [first, last) changed since the last call.
    struct Rows {
        int first = 0, last = 0;
    };
    Rows take_dirty_rows();

private:
    AtlasGlyph place(const GlyphBitmap& bitmap);
    void clear(int width_px);

    int width_px_ = 0;
    int height_px_ = 0;
    std::vector<std::uint8_t> pixels_;
    struct Shelf {
        int y_px = 0, height_px = 0, used_px = 0;
    };
    std::vector<Shelf> shelves_;
    int used_rows_ = 0;
    Rows dirty_;
    std::unordered_map<std::uint64_t, AtlasGlyph> known_;
    std::unordered_map<std::uint64_t, Writing> writings_;  // by place
    std::uint64_t generation_ = 0;
    bool overflowed_ = false;
};

}  // namespace flowspace
