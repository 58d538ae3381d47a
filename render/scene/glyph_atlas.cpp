#include "render/scene/glyph_atlas.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

namespace flowspace {

namespace {

constexpr int most_rows = 16384;  // what every OpenGL 4.5 context takes
constexpr int gap_px = 1;

std::uint64_t number_of(const GlyphAtlas::Key& key) {
    const auto halo = static_cast<std::uint64_t>(std::lround(key.halo_px * 4));
    return static_cast<std::uint64_t>(key.c) | static_cast<std::uint64_t>(key.style.size_px & 0xFFF) << 21 |
           static_cast<std::uint64_t>(key.style.weight) << 33 |
           static_cast<std::uint64_t>(key.quarter) << 34 | (halo & 0xFFF) << 36;
}

std::uint64_t place_of(int x_px, int y_px) {
    return static_cast<std::uint64_t>(x_px) << 32 | static_cast<std::uint32_t>(y_px);
}

}  // namespace

void GlyphAtlas::begin_picture(int picture_height_px) {
    int wanted_px = 2048;
    while (wanted_px < picture_height_px / 2 && wanted_px < 8192) wanted_px *= 2;
    const bool crowded = used_rows_ > std::max(3072, 2 * picture_height_px);
    if (wanted_px != width_px_ || crowded || overflowed_) clear(wanted_px);
}

void GlyphAtlas::clear(int width_px) {
    width_px_ = width_px;
    height_px_ = 256;
    pixels_.assign(static_cast<std::size_t>(width_px_) * static_cast<std::size_t>(height_px_), 0);
    shelves_.clear();
    known_.clear();
    writings_.clear();
    used_rows_ = 0;
    dirty_ = {.first = 0, .last = height_px_};
    overflowed_ = false;
    ++generation_;
}

AtlasGlyph GlyphAtlas::glyph(const Fonts& fonts, const Key& key) {
    const std::uint64_t number = number_of(key);
    const auto found = known_.find(number);
    if (found != known_.end()) return found->second;
    const GlyphBitmap ink = fonts.rasterise(key.c, key.style, key.quarter);
    const AtlasGlyph placed = place(key.halo_px > 0 ? halo_of(ink, key.halo_px) : ink);
    known_.emplace(number, placed);
    note(placed, {.style = key.style,
                  .halo_px = key.halo_px,
                  .letters = {{key.c, 0}},
                  .first_x_px = static_cast<float>(key.quarter) / 4});
    return placed;
}

void GlyphAtlas::note(const AtlasGlyph& shape, Writing writing) {
    if (shape.width_px == 0) return;
    writing.left_px = shape.left_px;
    writing.top_px = shape.top_px;
    writings_.insert_or_assign(place_of(shape.x_px, shape.y_px), std::move(writing));
}

const Writing* GlyphAtlas::writing_at(int x_px, int y_px) const {
    const auto found = writings_.find(place_of(x_px, y_px));
    return found == writings_.end() ? nullptr : &found->second;
}

AtlasGlyph GlyphAtlas::shape(std::uint64_t number, const std::function<GlyphBitmap()>& draw) {
    const std::uint64_t own = number | std::uint64_t{1} << 63;
    const auto found = known_.find(own);
    if (found != known_.end()) return found->second;
    const AtlasGlyph placed = place(draw());
    known_.emplace(own, placed);
    return placed;
}

AtlasGlyph GlyphAtlas::place(const GlyphBitmap& bitmap) {
    if (bitmap.width_px == 0 || bitmap.height_px == 0) return {};
    const auto fits = [&](const Shelf& shelf) {
        return shelf.height_px >= bitmap.height_px &&
               shelf.height_px <= bitmap.height_px + bitmap.height_px / 3 + 2 &&
               shelf.used_px + bitmap.width_px <= width_px_;
    };
    auto shelf = std::find_if(shelves_.begin(), shelves_.end(), fits);
    if (shelf == shelves_.end()) {
        if (bitmap.width_px > width_px_ || used_rows_ + bitmap.height_px > most_rows) {
            overflowed_ = true;
            return {};
        }
        shelves_.push_back({.y_px = used_rows_, .height_px = bitmap.height_px, .used_px = 0});
        shelf = shelves_.end() - 1;
        used_rows_ += bitmap.height_px + gap_px;
        while (height_px_ < std::min(used_rows_, most_rows)) height_px_ *= 2;
        pixels_.resize(static_cast<std::size_t>(width_px_) * static_cast<std::size_t>(height_px_), 0);
    }
    const AtlasGlyph placed{.x_px = shelf->used_px,
                            .y_px = shelf->y_px,
                            .width_px = bitmap.width_px,
                            .height_px = bitmap.height_px,
                            .left_px = bitmap.left_px,
                            .top_px = bitmap.top_px};
    shelf->used_px += bitmap.width_px + gap_px;
    for (int row = 0; row < bitmap.height_px; ++row)
        std::memcpy(pixels_.data() + static_cast<std::ptrdiff_t>(placed.y_px + row) * width_px_ + placed.x_px,
                    bitmap.coverage.data() + static_cast<std::ptrdiff_t>(row) * bitmap.width_px,
                    static_cast<std::size_t>(bitmap.width_px));
    if (dirty_.first == dirty_.last) dirty_ = {.first = placed.y_px, .last = placed.y_px};
    dirty_ = {.first = std::min(dirty_.first, placed.y_px),
              .last = std::max(dirty_.last, placed.y_px + placed.height_px)};
    return placed;
}

GlyphAtlas::Rows GlyphAtlas::take_dirty_rows() { return std::exchange(dirty_, Rows{}); }

}  // namespace flowspace
