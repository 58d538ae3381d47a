// Title, notes, scale bar with north arrow, inset and the empty state.
#include "render/scene/furniture_blocks.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

namespace flowspace {

namespace {

struct ParagraphWish {
    std::string_view text = {};
    TextStyle style = {};
    float width_px = 0;
    std::size_t most_lines = 1;
};

Paragraph paragraph(const Workshop& shop, const ParagraphWish& wish) {
    return {.lines = wrap(shop.fonts, wish.text, wish.style, wish.width_px, wish.most_lines),
            .style = wish.style,
            .line_px = shop.fonts.metrics(wish.style).line_height_px};
}

void add_paragraph(Block& block, const Workshop& shop, const Paragraph& text, ScreenPoint left_top,
                   const TextLook& look) {
    for (const TextLine& line : text.lines) {
        add_line(block, shop, line, left_top, look);
        left_top.y_px += text.line_px;
    }
}

bool is_chinese(const Workshop& shop) { return shop.request.language == Language::zh; }

std::string length_text(double length_m, Language language) {
    const bool zh = language == Language::zh;
    if (length_m >= 1000) return fmt::format("{:g} {}", length_m / 1000, zh ? "公里" : "km");
    return fmt::format("{:g} {}", length_m, zh ? "米" : "m");
}

/// A needle, its dark half on the west side, and the letter at its tip.
void add_north(Block& block, const Workshop& shop, ScreenPoint centre, float radius_px) {
    const Theme& theme = shop.request.theme;
    const auto angle_rad = static_cast<float>(shop.request.north_deg * std::numbers::pi / 180);
    const auto turned = [&](float x_px, float y_px) {  // x to the right of north, y towards north
        return ScreenPoint{centre.x_px + x_px * std::cos(angle_rad) + y_px * std::sin(angle_rad),
                           centre.y_px + x_px * std::sin(angle_rad) - y_px * std::cos(angle_rad)};
    };
    const float half_px = 0.42f * radius_px;
    const ScreenPoint tip = turned(0, radius_px), notch = turned(0, -0.55f * radius_px);
    const Colour ground = with_alpha(theme.halo, 1);
    const float rim_px = std::max(1.0f, shop.px(1.6f));
    add_triangle(block.list, turned(0, radius_px + 2 * rim_px), turned(half_px + rim_px, -radius_px - rim_px),
                 turned(-half_px - rim_px, -radius_px - rim_px), with_alpha(ground, 0.55f));
    add_triangle(block.list, tip, notch, turned(-half_px, -radius_px), theme.text);
    add_triangle(block.list, tip, turned(half_px, -radius_px), notch, mix(theme.text, ground, 0.6f));

    const TextStyle style{.size_px = shop.sizes.legend_px, .weight = Weight::bold};
    const TextLine letter = set_line(shop.fonts, is_chinese(shop) ? "北" : "N", style);
    const float reach_px = radius_px + 0.72f * static_cast<float>(style.size_px);
    const ScreenPoint middle = turned(0, reach_px);
    const LineMetrics metrics = shop.fonts.metrics(style);
    const float body_px = is_chinese(shop) ? metrics.ascent_px - metrics.descent_px : metrics.cap_height_px;
    add_text(block.list, shop.fonts, shop.atlas, letter,
             {middle.x_px - letter.width_px / 2, middle.y_px + body_px / 2}, shop.on_map(style, theme.text));
}

/// A line with ticks at both ends and the middle, over its own halo; on whole pixels, so that it is sharp.
void add_bar(Block& block, const Workshop& shop, ScreenPoint left, float length_px) {
    const Theme& theme = shop.request.theme;
    const float line_px = std::max(2.0f, std::round(shop.px(2)));
    const float tick_px = std::max(4.0f, std::round(shop.px(7)));
    const float halo_px = std::max(1.0f, std::round(shop.px(1.5f)));
    const float left_px = std::round(left.x_px), bottom_px = std::round(left.y_px);
    const auto strokes = [&](float grow_px, Colour colour) {
        const auto stroke = [&](const ScreenBox& box) {
            add_box(block.list, grown(box, grow_px), {.fill = colour});
        };
        stroke({left_px - line_px / 2, bottom_px - line_px, std::round(length_px) + line_px, line_px});
        for (const float share : {0.0f, 0.5f, 1.0f}) {
            const float up_px = share == 0.5f ? std::round(0.5f * tick_px) : tick_px;
            stroke({std::round(left_px + share * length_px) - line_px / 2, bottom_px - line_px - up_px,
                    line_px, up_px});
        }
    };
    strokes(halo_px, with_alpha(theme.halo, 0.8f));
    strokes(0, theme.text);
}

}  // namespace

TextLook Workshop::on_map(TextStyle style, Colour colour) const {
    return {.style = style,
            .colour = colour,
            .halo = request.theme.halo,
            .halo_px = std::max(1.25f, px(request.theme.halo_px))};
}

TextLook Workshop::on_panel(TextStyle style, Colour colour) const {
    return {.style = style, .colour = colour};
}

void add_line(Block& block, const Workshop& shop, const TextLine& line, ScreenPoint left_top,
              const TextLook& look) {
    const LineMetrics metrics = shop.fonts.metrics(look.style);
    const float lead_px = (metrics.line_height_px - metrics.ascent_px - metrics.descent_px) / 2;
    add_text(block.list, shop.fonts, shop.atlas, line,
             {left_top.x_px, left_top.y_px + std::round(lead_px + metrics.ascent_px)}, look);
}

/// A soft ground under the words, in the map's own colour: arcs and borders fade out beneath a title.
void add_calm_ground(Block& block, const Workshop& shop) {
    const float rim_px = std::round(shop.px(14));
    block.rim_px = rim_px;
    block.width_px += 2 * rim_px;
    block.height_px += 2 * rim_px;
    add_box(block.list, {0, 0, block.width_px, block.height_px},
            {.fill = with_alpha(shop.request.theme.halo, 0.8f), .radius_px = 2 * rim_px, .blur_px = rim_px});
}

/// The scene's title, and in one line under it what the map shows.
Block scene_title_block(const Workshop& shop, const Titles& titles, float width_px) {
    const Furniture& words = shop.request.words;
    const Theme& theme = shop.request.theme;
    const TextStyle style{shop.sizes.scene_px, Weight::bold};
    const Paragraph title{.lines = wrap_evenly(shop.fonts, titles.title, style, width_px, 2),
                          .style = style,
                          .line_px = shop.fonts.metrics(style).line_height_px};
    const std::string gap = words.title.empty() || words.subtitle.empty() ? ""
                            : is_chinese(shop)                            ? "　"
                                                                          : "   ";
    const TextStyle small{.size_px = shop.sizes.subtitle_px};
    const Paragraph under{
        .lines = wrap_evenly(shop.fonts, words.title + gap + words.subtitle, small, width_px, 2),
        .style = small,
        .line_px = shop.fonts.metrics(small).line_height_px};
    Block block{.width_px = std::max(title.width_px(), under.width_px()),
                .height_px = title.height_px() + under.height_px()};
    if (block.empty()) return block;
    add_calm_ground(block, shop);
    const float rim_px = block.rim_px;
    TextLook look = shop.on_map(style, theme.text);
    look.opacity = titles.opacity;
    add_paragraph(block, shop, title, {rim_px, rim_px}, look);
    add_paragraph(block, shop, under, {rim_px, rim_px + title.height_px()},
                  shop.on_map(under.style, mix(theme.text, theme.muted_text, 0.5f)));
    return block;
}

Block title_block(const Workshop& shop, float width_px) {
    const Furniture& words = shop.request.words;
    if (shop.request.titles != nullptr && !shop.request.titles->title.empty())
        return scene_title_block(shop, *shop.request.titles, width_px);
    const Paragraph title = paragraph(shop, {words.title, {shop.sizes.title_px, Weight::bold}, width_px, 2});
    const Paragraph subtitle = paragraph(shop, {words.subtitle, {shop.sizes.subtitle_px}, width_px, 2});
    Block block{.width_px = std::max(title.width_px(), subtitle.width_px()),
                .height_px = title.height_px() + subtitle.height_px()};
    add_paragraph(block, shop, title, {0, 0}, shop.on_map(title.style, shop.request.theme.text));
    add_paragraph(
        block, shop, subtitle, {0, title.height_px()},
        shop.on_map(subtitle.style, mix(shop.request.theme.text, shop.request.theme.muted_text, 0.5f)));
    return block;
}

Block caption_block(const Workshop& shop, float width_px) {
    const Titles* titles = shop.request.titles;
    if (titles == nullptr || titles->caption.empty()) return {};
    const Theme& theme = shop.request.theme;
    const TextStyle style{.size_px = shop.sizes.caption_px};
    const float pad_px = std::round(0.55f * static_cast<float>(style.size_px));
    const float bar_px = std::max(2.0f, std::round(shop.px(5)));
    const float room_px = width_px - 2 * pad_px - bar_px;
    if (room_px < 4 * static_cast<float>(style.size_px)) return {};
    // A picture that stands upright has no room for long lines.
    const Viewport& picture = shop.request.viewport;
    const std::size_t most_lines = picture.height_px > picture.width_px ? 4 : 2;
    const Paragraph text{.lines = wrap_evenly(shop.fonts, titles->caption, style, room_px, most_lines),
                         .style = style,
                         .line_px = std::round(1.4f * static_cast<float>(style.size_px))};
    Block block{.width_px = text.width_px() + 2 * pad_px + bar_px,
                .height_px = std::ceil(text.height_px() + 1.2f * pad_px)};
    const auto faded = [&](Colour colour) {
        return with_alpha(colour, colour.alpha * titles->caption_opacity);
    };
    add_box(block.list, {0, 0, block.width_px, block.height_px},
            {.fill = faded(with_alpha(theme.panel, 0.86f)), .radius_px = shop.px(6)});
    add_box(block.list, {0, 0, bar_px, block.height_px},
            {.fill = faded(theme.accent), .radius_px = bar_px / 2});
    TextLook look = shop.on_panel(style, theme.text);
    look.opacity = titles->caption_opacity;
    const LineMetrics metrics = shop.fonts.metrics(style);
    float top_px = 0.6f * pad_px + (text.line_px - metrics.line_height_px) / 2;
    for (const TextLine& line : text.lines) {
        add_line(block, shop, line, {bar_px + pad_px, top_px}, look);
        top_px += text.line_px;
    }
    return block;
}

/// On a plate where an answer tints the ground: muted words cannot be read on any colour.
Block notes_block(const Workshop& shop, float wanted_px) {
    const Furniture& words = shop.request.words;
    const Theme& theme = shop.request.theme;
    const TextStyle style{.size_px = shop.sizes.note_px};
    const bool plated = !words.overlay.empty();
    const float pad_px = plated ? std::round(0.5f * static_cast<float>(style.size_px)) : 0;
    const float width_px = wanted_px - 2 * pad_px;
    const Paragraph notice = paragraph(shop, {words.notice, style, width_px, 2});
    const float gap_px = 1.6f * static_cast<float>(style.size_px);
    // On one line with the source where that leaves the source two thirds of the width and few lines. Who is
    // behind the data is said whole.
    constexpr int most_source_lines = 6;
    bool beside = notice.lines.size() == 1 && notice.width_px() + gap_px < width_px / 3;
    const auto source_in = [&](float room_px) {
        return paragraph(shop, {words.source, style, room_px, most_source_lines});
    };
    Paragraph source = source_in(beside ? width_px - notice.width_px() - gap_px : width_px);
    if (beside && source.lines.size() > 3) {
        beside = false;
        source = source_in(width_px);
    }
    Block block;
    block.width_px =
        beside && !source.lines.empty() ? width_px : std::max(source.width_px(), notice.width_px());
    block.height_px =
        beside ? std::max(source.height_px(), notice.height_px()) : source.height_px() + notice.height_px();
    if (block.empty()) return block;
    block.width_px += 2 * pad_px;
    block.height_px += 2 * pad_px;
    if (plated)
        add_box(block.list, {0, 0, block.width_px, block.height_px},
                {.fill = with_alpha(theme.panel, 0.8f), .radius_px = shop.px(6)});
    // Small words over arcs and borders: lighter than on a panel, as the window's dates are.
    add_paragraph(block, shop, source, {pad_px, pad_px},
                  shop.on_map(style, mix(theme.text, theme.muted_text, 0.5f)));
    const float notice_left_px = beside ? block.width_px - pad_px - notice.width_px() : pad_px;
    add_paragraph(block, shop, notice, {notice_left_px, block.height_px - pad_px - notice.height_px()},
                  shop.on_map(style, theme.warning));
    return block;
}

Block scale_block(const Workshop& shop, float width_px) {
    const FurnitureRequest& request = shop.request;
    const TextStyle style{.size_px = shop.sizes.legend_px}, note{.size_px = shop.sizes.note_px};
    const float radius_px = std::max(9.0f, shop.px(17));
    const float north_px = 2 * (radius_px + 1.35f * static_cast<float>(style.size_px));
    Block block;
    if (request.metres_per_px <= 0 || !std::isfinite(request.metres_per_px)) return block;
    const float longest_px = std::min(std::max(shop.px(220), 80.0f), width_px - north_px - shop.px(16));
    if (longest_px < 30) return block;
    const double length_m = round_length_m(static_cast<double>(longest_px) * request.metres_per_px);
    const auto length_px = static_cast<float>(length_m / request.metres_per_px);

    std::string label = length_text(length_m, request.language);
    if (request.tilt_deg > 15) label += is_chinese(shop) ? "（画面中心）" : " at the centre";
    const TextLine length = set_line(shop.fonts, label, style);
    const TextLine relief = set_line(shop.fonts, request.words.relief, note);
    const float text_px = shop.fonts.metrics(style).line_height_px;
    const float relief_px = request.words.relief.empty() ? 0 : shop.fonts.metrics(note).line_height_px;
    const float column_px = std::ceil(std::max({length_px + shop.px(4), length.width_px, relief.width_px}));
    const float bar_px = std::max(6.0f, shop.px(12));
    const float stack_px = text_px + bar_px + relief_px;
    block.width_px = std::ceil(column_px + shop.px(12) + north_px);
    block.height_px = std::ceil(std::max(stack_px, north_px));
    if (block.width_px > width_px) return {};

    // Right-aligned under each other: the bar ends where its words end.
    float top_px = block.height_px - stack_px;
    const float right_px = column_px;
    add_line(block, shop, length, {right_px - length.width_px, top_px},
             shop.on_map(style, request.theme.text));
    top_px += text_px + std::round(0.6f * bar_px);
    add_bar(block, shop, {right_px - length_px - shop.px(1), top_px}, length_px);
    add_line(block, shop, relief, {right_px - relief.width_px, block.height_px - relief_px},
             shop.on_map(note, request.theme.muted_text));
    add_north(block, shop, {block.width_px - north_px / 2, block.height_px - north_px / 2}, radius_px);
    return block;
}

Block empty_block(const Workshop& shop, float width_px) {
    const Theme& theme = shop.request.theme;
    if (shop.request.words.empty.empty()) return {};
    const float pad_px = std::max(10.0f, shop.px(22));
    const Paragraph text =
        paragraph(shop, {shop.request.words.empty, {shop.sizes.subtitle_px}, width_px - 2 * pad_px, 4});
    Block block{.width_px = text.width_px() + 2 * pad_px, .height_px = text.height_px() + 2 * pad_px};
    add_box(block.list, {0, 0, block.width_px, block.height_px},
            {.fill = theme.panel, .edge = theme.hairline, .radius_px = shop.px(6), .edge_px = 1});
    add_paragraph(block, shop, text, {pad_px, pad_px}, shop.on_panel(text.style, theme.text));
    return block;
}

}  // namespace flowspace
