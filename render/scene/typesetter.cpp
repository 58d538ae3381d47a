#include "render/scene/typesetter.h"

#include "render/scene/line_break.h"
#include "render/scene/utf8.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>

namespace flowspace {

namespace {

constexpr float script_gap_em = 0.14f;  // between an ideograph and a Latin letter or digit
constexpr float bearing_em = 0.09f;     // around symbols set proportionally
constexpr char32_t ellipsis = U'…';

bool is_latin_or_digit(char32_t c) {
    return (c >= U'0' && c <= U'9') || (c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z') ||
           (c >= 0xC0 && c < 0x250 && c != 0xD7 && c != 0xF7);
}

/// Symbols that the Chinese face draws a whole em wide, and that belong between Latin neighbours as well.
bool is_shared_symbol(char32_t c) {
    return std::u32string_view(U"×·±÷…‘’“”≤≥→").find(c) != std::u32string_view::npos;
}

struct Neighbours {
    char32_t before = 0, after = 0;  // 0 at the ends
};

struct Advance {
    float shift_em = 0;  // of the glyph, from the pen
    float width_em = 0;
};

Advance advance_of(const Fonts& fonts, char32_t c, Neighbours beside, Weight weight) {
    const GlyphExtent extent = fonts.extent(c, weight);
    if (is_shared_symbol(c) && !is_wide(beside.before) && !is_wide(beside.after))
        return {.shift_em = bearing_em - extent.left_em, .width_em = extent.width_em + 2 * bearing_em};
    return {.shift_em = 0, .width_em = extent.advance_em};
}

TextLine set_codes(const Fonts& fonts, std::span<const char32_t> codes, TextStyle style, float tracking_px) {
    TextLine line;
    line.glyphs.reserve(codes.size());
    const auto size = static_cast<float>(style.size_px);
    for (std::size_t row = 0; row < codes.size(); ++row) {
        const char32_t c = codes[row];
        const Neighbours beside{.before = row > 0 ? codes[row - 1] : 0,
                                .after = row + 1 < codes.size() ? codes[row + 1] : 0};
        const bool scripts_meet = (is_ideograph(beside.before) && is_latin_or_digit(c)) ||
                                  (is_latin_or_digit(beside.before) && is_ideograph(c));
        if (scripts_meet) line.width_px += script_gap_em * size;
        const Advance advance = advance_of(fonts, c, beside, style.weight);
        line.glyphs.push_back({.c = c, .x_px = line.width_px + advance.shift_em * size});
        line.width_px += advance.width_em * size + (beside.after != 0 ? tracking_px : 0);
    }
    return line;
}

/// Whether a line may end after `before` and the next begin with `after`.
bool may_break(char32_t before, char32_t after) {
    if (after == U' ' || forbidden_at_start(after) || forbidden_at_end(before)) return false;
    return before == U' ' || is_wide(before) || is_wide(after);
}

std::span<const char32_t> trimmed(std::span<const char32_t> codes) {
    while (!codes.empty() && codes.front() == U' ') codes = codes.subspan(1);
    while (!codes.empty() && codes.back() == U' ') codes = codes.first(codes.size() - 1);
    return codes;
}

/// How many of `codes` make the longest first line that fits; at least one.
std::size_t fitting(const Fonts& fonts, std::span<const char32_t> codes, TextStyle style, float width_px) {
    std::size_t last_break = 0, longest = 0;
    for (std::size_t count = 1; count <= codes.size(); ++count) {
        if (set_codes(fonts, trimmed(codes.first(count)), style, 0).width_px > width_px) break;
        longest = count;
        if (count == codes.size() || may_break(codes[count - 1], codes[count])) last_break = count;
    }
    if (last_break > 0) return last_break;
    return std::max<std::size_t>(longest, 1);
}

std::u32string shortened(const Fonts& fonts, std::span<const char32_t> codes, TextStyle style,
                         float width_px) {
    std::u32string cut(codes.begin(), codes.end());
    while (!cut.empty()) {
        std::u32string tried = cut + ellipsis;
        if (set_codes(fonts, tried, style, 0).width_px <= width_px) return tried;
        cut.pop_back();
        while (!cut.empty() && (cut.back() == U' ' || forbidden_at_end(cut.back()))) cut.pop_back();
    }
    return cut;
}

/// Light ink on dark thins where coverage is mixed in encoded space; less than 1 gives it its weight back.
float exponent_for(Colour ink) { return luminance(ink) > 0.4 ? 0.8f : 1.0f; }

struct Pen {
    int whole_px = 0;
    int quarter = 0;
};

Pen pen_at(float x_px) {
    const int quarters = static_cast<int>(std::lround(x_px * 4));
    const int whole_px = static_cast<int>(std::floor(static_cast<float>(quarters) / 4));
    return {.whole_px = whole_px, .quarter = quarters - 4 * whole_px};
}

/// Tells lines of the same glyphs, places and look from others (FNV-1a, 62 bits).
std::uint64_t number_of(const TextLine& line, const TextLook& look) {
    std::uint64_t hash = 14695981039346656037ULL;
    const auto add = [&hash](std::uint64_t part) { hash = (hash ^ part) * 1099511628211ULL; };
    add(static_cast<std::uint64_t>(look.style.size_px));
    add(static_cast<std::uint64_t>(look.style.weight));
    add(static_cast<std::uint64_t>(std::lround(look.halo_px * 4)));
    for (const TextLine::Glyph& glyph : line.glyphs) {
        add(glyph.c);
        add(static_cast<std::uint64_t>(std::lround(glyph.x_px * 4)));
    }
    return hash >> 2 | std::uint64_t{1} << 62;
}

/// All glyphs of a line in one bitmap, with room for the halo around.
GlyphBitmap ink_of(const Fonts& fonts, const TextLine& line, const TextLook& look) {
    const int margin = static_cast<int>(std::ceil(look.halo_px)) + 1;
    const int em = look.style.size_px;
    GlyphBitmap ink{.left_px = -margin - em / 2,
                    .top_px = margin + (5 * em) / 4,
                    .width_px = static_cast<int>(std::ceil(line.width_px)) + 2 * margin + em,
                    .height_px = (7 * em) / 4 + 2 * margin,
                    .coverage = {}};
    ink.coverage.assign(static_cast<std::size_t>(ink.width_px) * static_cast<std::size_t>(ink.height_px), 0);
    for (const TextLine::Glyph& glyph : line.glyphs) {
        const Pen pen = pen_at(glyph.x_px);
        const GlyphBitmap drawn = fonts.rasterise(glyph.c, look.style, pen.quarter);
        for (int row = 0; row < drawn.height_px; ++row) {
            const int to_row = ink.top_px - drawn.top_px + row;
            if (to_row < 0 || to_row >= ink.height_px) continue;
            for (int column = 0; column < drawn.width_px; ++column) {
                const int to_column = pen.whole_px + drawn.left_px + column - ink.left_px;
                if (to_column < 0 || to_column >= ink.width_px) continue;
                std::uint8_t& to = ink.coverage[static_cast<std::size_t>(to_row * ink.width_px + to_column)];
                to = std::max(to, drawn.coverage[static_cast<std::size_t>(row * drawn.width_px + column)]);
            }
        }
    }
    return ink;
}

struct Extent {
    int left = 0, top = 0, right = 0, bottom = 0;  // right and bottom are past the end
};

/// Where `bitmap` holds anything.
Extent extent_of(const GlyphBitmap& bitmap) {
    Extent all{.left = bitmap.width_px, .top = bitmap.height_px};
    for (int row = 0; row < bitmap.height_px; ++row)
        for (int column = 0; column < bitmap.width_px; ++column) {
            if (bitmap.coverage[static_cast<std::size_t>(row * bitmap.width_px + column)] == 0) continue;
            all = {std::min(all.left, column), std::min(all.top, row), std::max(all.right, column + 1),
                   std::max(all.bottom, row + 1)};
        }
    return all;
}

GlyphBitmap cropped(const GlyphBitmap& bitmap, const Extent& to) {
    GlyphBitmap part{.left_px = bitmap.left_px + to.left,
                     .top_px = bitmap.top_px - to.top,
                     .width_px = std::max(0, to.right - to.left),
                     .height_px = std::max(0, to.bottom - to.top),
                     .coverage = {}};
    for (int row = to.top; row < to.bottom; ++row) {
        const auto first = bitmap.coverage.begin() + static_cast<std::ptrdiff_t>(row) * bitmap.width_px;
        part.coverage.insert(part.coverage.end(), first + to.left, first + to.right);
    }
    return part;
}

struct LineBitmaps {
    GlyphBitmap ink, halo;  // of one size
};

LineBitmaps bitmaps_of(const Fonts& fonts, const TextLine& line, const TextLook& look) {
    const GlyphBitmap ink = ink_of(fonts, line, look);
    GlyphBitmap halo = halo_of(ink, look.halo_px);
    const int margin = (halo.width_px - ink.width_px) / 2;
    halo = cropped(halo, {margin, margin, margin + ink.width_px, margin + ink.height_px});
    const Extent used = extent_of(halo);
    return {cropped(ink, used), cropped(halo, used)};
}

Writing writing_of(const TextLine& line, const TextLook& look) {
    Writing writing{.style = look.style, .halo_px = look.halo_px};
    for (const TextLine::Glyph& glyph : line.glyphs) writing.letters.push_back({glyph.c, glyph.x_px});
    return writing;
}

/// A line and its halo as two bitmaps of one size and one quad: the halo has no seams between glyphs, and a
/// label costs a primitive. False for lines too large to keep as a whole.
bool add_as_one(ScreenList& list, const Fonts& fonts, GlyphAtlas& atlas, const TextLine& line, ScreenPoint at,
                const TextLook& look) {
    constexpr int largest_px = 72;
    const float room_px = line.width_px + 2 * static_cast<float>(look.style.size_px) + 4 * look.halo_px + 8;
    if (look.style.size_px > largest_px || room_px > static_cast<float>(atlas.width_px()) ||
        line.glyphs.empty())
        return false;
    const std::uint64_t number = number_of(line, look);
    std::optional<LineBitmaps> drawn;
    const auto bitmaps = [&]() -> const LineBitmaps& {
        if (!drawn) drawn = bitmaps_of(fonts, line, look);
        return *drawn;
    };
    const AtlasGlyph ink = atlas.shape(number, [&] { return bitmaps().ink; });
    const AtlasGlyph halo = atlas.shape(number ^ std::uint64_t{1} << 62, [&] { return bitmaps().halo; });
    if (ink.width_px == 0 || halo.width_px == 0) return !atlas.overflowed();  // spaces only
    if (drawn) atlas.note(ink, writing_of(line, look));
    list.push_back({.place = {std::round(at.x_px) + static_cast<float>(ink.left_px),
                              std::round(at.y_px) - static_cast<float>(ink.top_px),
                              static_cast<float>(ink.width_px), static_cast<float>(ink.height_px)},
                    .shape = {static_cast<float>(ink.x_px), static_cast<float>(ink.y_px),
                              static_cast<float>(halo.x_px), static_cast<float>(halo.y_px)},
                    .fill = packed(look.colour),
                    .edge = packed(look.halo),
                    .kind = PrimitiveKind::line,
                    .tone = packed_tone(look.opacity, exponent_for(look.colour))});
    return true;
}

}  // namespace

TextLine set_line(const Fonts& fonts, std::string_view text, TextStyle style, float tracking_px) {
    return set_codes(fonts, decode_utf8(text), style, tracking_px);
}

std::vector<TextLine> wrap(const Fonts& fonts, std::string_view text, TextStyle style, float width_px,
                           std::size_t most_lines) {
    std::vector<TextLine> lines;
    const std::u32string codes = decode_utf8(text);
    std::span<const char32_t> rest = trimmed(codes);
    while (!rest.empty() && lines.size() < most_lines) {
        const std::size_t count = fitting(fonts, rest, style, width_px);
        if (count < rest.size() && lines.size() + 1 == most_lines) {
            lines.push_back(set_codes(fonts, shortened(fonts, rest, style, width_px), style, 0));
            break;
        }
        lines.push_back(set_codes(fonts, trimmed(rest.first(count)), style, 0));
        rest = trimmed(rest.subspan(count));
    }
    return lines;
}

std::vector<TextLine> wrap_evenly(const Fonts& fonts, std::string_view text, TextStyle style, float width_px,
                                  std::size_t most_lines) {
    const std::u32string codes = decode_utf8(text);
    const auto lines = break_evenly(codes, width_px, [&](std::span<const char32_t> line) {
        return set_codes(fonts, line, style, 0).width_px;
    });
    std::vector<TextLine> set;
    for (const TextRange& line : lines) {
        if (set.size() + 1 == most_lines && lines.size() > most_lines) {
            const auto rest = std::span<const char32_t>(codes).subspan(line.first);
            set.push_back(set_codes(fonts, shortened(fonts, rest, style, width_px), style, 0));
            break;
        }
        const auto part = std::span<const char32_t>(codes).subspan(line.first, line.last - line.first);
        set.push_back(set_codes(fonts, part, style, 0));
    }
    return set;
}

void add_text(ScreenList& list, const Fonts& fonts, GlyphAtlas& atlas, const TextLine& line, ScreenPoint at,
              const TextLook& look) {
    if (look.halo_px > 0 && add_as_one(list, fonts, atlas, line, at, look)) return;
    const auto add = [&](float halo_px, Colour colour, float exponent) {
        for (const TextLine::Glyph& glyph : line.glyphs) {
            const Pen pen = pen_at(at.x_px + glyph.x_px);
            const AtlasGlyph drawn = atlas.glyph(
                fonts, {.c = glyph.c, .style = look.style, .quarter = pen.quarter, .halo_px = halo_px});
            if (drawn.width_px == 0) continue;
            list.push_back(
                {.place = {static_cast<float>(pen.whole_px + drawn.left_px),
                           std::round(at.y_px) - static_cast<float>(drawn.top_px),
                           static_cast<float>(drawn.width_px), static_cast<float>(drawn.height_px)},
                 .shape = {static_cast<float>(drawn.x_px), static_cast<float>(drawn.y_px), exponent, 0},
                 .fill = packed(colour),
                 .kind = PrimitiveKind::mask});
        }
    };
    if (look.halo_px > 0) add(look.halo_px, with_alpha(look.halo, look.halo.alpha * look.opacity), 1);
    add(0, with_alpha(look.colour, look.colour.alpha * look.opacity), exponent_for(look.colour));
}

}  // namespace flowspace
