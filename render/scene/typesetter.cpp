#include "render/scene/typesetter.h"

#include "render/scene/utf8.h"

#include <algorithm>
#include <cmath>
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

void add_text(ScreenList& list, const Fonts& fonts, GlyphAtlas& atlas, const TextLine& line, ScreenPoint at,
              const TextLook& look) {
    const float baseline_px = std::round(at.y_px);
    // Light ink on dark thins where coverage is mixed in encoded space; less than 1 gives it its weight back.
    const float exponent = luminance(look.colour) > 0.4 ? 0.8f : 1.0f;
    const auto add = [&](float halo_px, Colour colour, float power) {
        for (const TextLine::Glyph& glyph : line.glyphs) {
            const float quarters = std::round((at.x_px + glyph.x_px) * 4);
            const float whole_px = std::floor(quarters / 4);
            const AtlasGlyph drawn = atlas.glyph(fonts, {.c = glyph.c,
                                                         .style = look.style,
                                                         .quarter = static_cast<int>(quarters - whole_px * 4),
                                                         .halo_px = halo_px});
            if (drawn.width_px == 0) continue;
            list.push_back(
                {.place = {whole_px + static_cast<float>(drawn.left_px),
                           baseline_px - static_cast<float>(drawn.top_px), static_cast<float>(drawn.width_px),
                           static_cast<float>(drawn.height_px)},
                 .shape = {static_cast<float>(drawn.x_px), static_cast<float>(drawn.y_px), power, 0},
                 .fill = packed(colour),
                 .kind = PrimitiveKind::mask});
        }
    };
    if (look.halo_px > 0) add(look.halo_px, with_alpha(look.halo, look.halo.alpha * look.opacity), 1);
    add(0, with_alpha(look.colour, look.colour.alpha * look.opacity), exponent);
}

}  // namespace flowspace
