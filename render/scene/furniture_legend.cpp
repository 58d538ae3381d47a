// The legend: each layer with its swatch, unit and status, and three widths drawn as the ribbons they are.
#include "render/scene/furniture_blocks.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace flowspace {

namespace {

struct Row {
    TextLine name = {}, about = {};
    std::vector<TextLine> samples = {};
    float widest_ribbon_px = 0;
};

struct LegendSizes {
    TextStyle name, about;
    float pad_px, gap_px, swatch_px, ribbon_px, head_row_px, sample_row_px, between_px;
};

LegendSizes sizes_of(const Workshop& shop) {
    const int size_px = shop.sizes.legend_px;
    const auto size = static_cast<float>(size_px);
    const TextStyle name{.size_px = size_px, .weight = Weight::bold};
    const float line_px = shop.fonts.metrics(name).line_height_px;
    return {.name = name,
            .about = {.size_px = size_px},
            .pad_px = std::round(0.8f * size),
            .gap_px = std::round(0.55f * size),
            .swatch_px = std::round(1.9f * size),
            .ribbon_px = std::round(2.2f * size),
            .head_row_px = line_px,
            .sample_row_px = line_px,
            .between_px = std::round(0.35f * size)};
}

Row make_row(const Workshop& shop, const LegendSizes& sizes, const LegendItem& item) {
    const std::string_view stop = shop.request.language == Language::zh ? "，" : ", ";
    std::string about = item.unit;
    if (!item.status.empty()) about += (about.empty() ? "" : std::string(stop)) + item.status;
    Row row{.name = set_line(shop.fonts, item.name, sizes.name),
            .about = set_line(shop.fonts, about, sizes.about)};
    for (const LegendItem::Sample& sample : item.samples) {
        row.samples.push_back(set_line(shop.fonts, sample.text, sizes.about));
        row.widest_ribbon_px = std::max(row.widest_ribbon_px, shop.px(sample.width_px));
    }
    return row;
}

/// Samples stand in columns that all layers share, so that widths and figures compare downwards.
struct Columns {
    std::vector<float> text_px = {};
    float total_px(const LegendSizes& sizes) const {
        float total = 0;
        for (const float text : text_px)
            total += sizes.ribbon_px + 0.6f * sizes.gap_px + text + 2 * sizes.gap_px;
        return total > 0 ? total - 2 * sizes.gap_px : 0;
    }
};

Columns columns_of(const std::vector<Row>& rows) {
    Columns columns;
    for (const Row& row : rows) {
        columns.text_px.resize(std::max(columns.text_px.size(), row.samples.size()), 0);
        for (std::size_t column = 0; column < row.samples.size(); ++column)
            columns.text_px[column] = std::max(columns.text_px[column], row.samples[column].width_px);
    }
    return columns;
}

Colour layer_ink(const Workshop& shop, LayerId layer) {
    const auto& colours = shop.request.layer_colours;
    return index(layer) < colours.size() ? colours[index(layer)] : shop.request.theme.accent;
}

RibbonLook ribbon_look(const Workshop& shop, const LegendItem& item, float width_px) {
    const float period_px = shop.px(14);
    return {.fill = layer_ink(shop, item.layer),
            .width_px = std::max(width_px, 1.0f),
            .dash_px = item.dashed ? 0.66f * period_px : 0,
            .gap_px = item.dashed ? 0.34f * period_px : 0};
}

void add_head(Block& block, const Workshop& shop, const LegendSizes& sizes, const LegendItem& item,
              const Row& row, float top_px) {
    const Theme& theme = shop.request.theme;
    const float middle_px = top_px + sizes.head_row_px / 2;
    add_ribbon(block.list, {sizes.pad_px, middle_px}, {sizes.pad_px + sizes.swatch_px, middle_px},
               ribbon_look(shop, item, std::max(3.0f, 0.28f * static_cast<float>(sizes.name.size_px))));
    float x_px = sizes.pad_px + sizes.swatch_px + sizes.gap_px;
    add_line(block, shop, row.name, {x_px, top_px}, shop.on_panel(sizes.name, theme.text));
    x_px += row.name.width_px + sizes.gap_px;
    add_line(block, shop, row.about, {x_px, top_px}, shop.on_panel(sizes.about, theme.muted_text));
}

void add_samples(Block& block, const Workshop& shop, const LegendSizes& sizes, const LegendItem& item,
                 const Row& row, const Columns& columns, float top_px) {
    const Theme& theme = shop.request.theme;
    float x_px = sizes.pad_px;
    for (std::size_t column = 0; column < row.samples.size(); ++column) {
        const float width_px = shop.px(item.samples[column].width_px);
        const float middle_px = top_px + sizes.sample_row_px / 2;
        RibbonLook look = ribbon_look(shop, item, width_px);
        if (item.samples[column].tone) look.fill = change_colour(theme, *item.samples[column].tone);
        if (item.samples[column].negative) look.fill = theme.negative;
        look.head_px = std::max(1.6f * look.width_px, std::max(4.0f, shop.px(7)));
        add_ribbon(block.list, {x_px, middle_px}, {x_px + sizes.ribbon_px, middle_px}, look);
        if (item.samples[column].negative && look.width_px > 3)
            add_ribbon(block.list, {x_px + 1, middle_px}, {x_px + sizes.ribbon_px - look.head_px, middle_px},
                       {.fill = theme.panel, .width_px = 0.4f * look.width_px});
        x_px += sizes.ribbon_px + 0.6f * sizes.gap_px;
        add_line(block, shop, row.samples[column], {x_px, top_px},
                 shop.on_panel(sizes.about, shop.request.theme.text));
        x_px += columns.text_px[column] + 2 * sizes.gap_px;
    }
}

/// What discs say, in one line: words and the two colours of their rings.
struct DiscRow {
    TextLine lead = {}, out = {}, between = {}, in = {}, tail = {};
    float ring_px = 0;  // across
    float width_px = 0;

    bool empty() const { return width_px <= 0; }
};

/// Without its tail where all of it is wider than `most_px`; none at all where that is still too wide.
DiscRow disc_row(const Workshop& shop, const LegendSizes& sizes, float most_px) {
    const DiscKey& words = shop.request.words.discs;
    if (words.empty()) return {};
    const auto line = [&](const std::string& text) { return set_line(shop.fonts, text, sizes.about); };
    DiscRow row{.lead = line(words.lead),
                .out = line(words.out),
                .between = line(words.between),
                .in = line(words.in),
                .tail = line(words.tail),
                .ring_px = std::round(0.8f * static_cast<float>(sizes.about.size_px))};
    row.width_px = row.lead.width_px + row.out.width_px + row.between.width_px + row.in.width_px +
                   2 * (row.ring_px + sizes.gap_px / 2);
    if (row.width_px > most_px) return {};
    if (row.width_px + row.tail.width_px > most_px) row.tail = {};
    row.width_px += row.tail.width_px;
    return row;
}

void add_disc_row(Block& block, const Workshop& shop, const LegendSizes& sizes, const DiscRow& row,
                  float top_px) {
    const Theme& theme = shop.request.theme;
    float x_px = sizes.pad_px;
    const auto words = [&](const TextLine& line, Colour colour) {
        add_line(block, shop, line, {x_px, top_px}, shop.on_panel(sizes.about, colour));
        x_px += line.width_px;
    };
    const auto ring = [&](Colour colour) {
        const float y_px = std::round(top_px + (sizes.sample_row_px - row.ring_px) / 2);
        add_box(block.list, {x_px, y_px, row.ring_px, row.ring_px},
                {.edge = colour, .radius_px = row.ring_px / 2, .edge_px = std::max(2.0f, shop.px(2.5f))});
        x_px += row.ring_px + sizes.gap_px / 2;
    };
    words(row.lead, theme.muted_text);
    ring(theme.out);
    words(row.out, theme.text);
    words(row.between, theme.muted_text);
    ring(theme.in);
    words(row.in, theme.text);
    words(row.tail, theme.muted_text);
}

/// The answer of an analysis that lies over the map: its title, what colours and signs say, what it is of.
struct OverlayPart {
    TextLine title = {};
    std::vector<OverlaySwatch> swatches = {};
    std::vector<std::vector<TextLine>> texts = {};  // lines, one text per swatch
    std::vector<TextLine> notes = {};
    float width_px = 0;

    bool empty() const { return title.glyphs.empty() && texts.empty() && notes.empty(); }
};

/// `width_px`: how wide notes are if nothing else is wider; `most_px`: how wide a legend may be.
OverlayPart overlay_part(const Workshop& shop, const LegendSizes& sizes, float width_px, float most_px,
                         LegendDetail detail) {
    const OverlayLegend& words = shop.request.words.overlay;
    OverlayPart part;
    if (words.empty()) return part;
    part.title = set_line(shop.fonts, words.title, sizes.name);
    part.width_px = part.title.width_px;
    const float sign_px = sizes.swatch_px + sizes.gap_px;
    if (detail != LegendDetail::names) {
        part.swatches = words.swatches;
        for (const OverlaySwatch& swatch : words.swatches) {
            part.texts.push_back(
                wrap(shop.fonts, swatch.text, sizes.about, std::min(shop.px(480), most_px) - sign_px, 3));
            for (const TextLine& line : part.texts.back())
                part.width_px = std::max(part.width_px, sign_px + line.width_px);
        }
    }
    const TextStyle note{.size_px = shop.sizes.note_px};
    for (const std::string& text : words.notes)
        for (TextLine& line : wrap(shop.fonts, text, note, std::max(width_px, part.width_px), 4)) {
            part.width_px = std::max(part.width_px, line.width_px);
            part.notes.push_back(std::move(line));
        }
    return part;
}

/// Three slanting lines in a frame.
void add_hatch(Block& block, const Workshop& shop, const ScreenBox& box) {
    const float width_px = std::max(1.0f, shop.px(1.6f));
    for (int line = 1; line <= 3; ++line) {
        const float x_px = box.x_px + box.width_px * static_cast<float>(line) / 4;
        const float half_px = box.height_px / 2;
        add_ribbon(block.list, {x_px - half_px, box.bottom_px()}, {x_px + half_px, box.y_px},
                   {.fill = shop.request.theme.text, .width_px = width_px});
    }
    add_box(block.list, box, {.edge = shop.request.theme.muted_text, .edge_px = 1});
}

void add_sign(Block& block, const Workshop& shop, const LegendSizes& sizes, const OverlaySwatch& swatch,
              float top_px) {
    Colour ink = overlay_colour(shop.request.theme, swatch.ink);
    if (swatch.faded) ink = with_alpha(ink, 0.32f * ink.alpha);
    const float height_px = std::round(0.62f * sizes.sample_row_px);
    const ScreenBox box{sizes.pad_px, std::round(top_px + (sizes.sample_row_px - height_px) / 2),
                        sizes.swatch_px, height_px};
    const ScreenBox round{box.x_px + (box.width_px - height_px) / 2, box.y_px, height_px, height_px};
    switch (swatch.shape) {
        case OverlaySwatch::Shape::tint:
            add_box(block.list, box, {.fill = ink, .radius_px = shop.px(2)});
            break;
        case OverlaySwatch::Shape::hatch:
            add_hatch(block, shop, box);
            break;
        case OverlaySwatch::Shape::disc:
            add_box(block.list, round, {.fill = ink, .radius_px = height_px / 2});
            break;
        case OverlaySwatch::Shape::ring:
            add_box(block.list, round,
                    {.edge = ink, .radius_px = height_px / 2, .edge_px = std::max(2.0f, shop.px(2.5f))});
            break;
        case OverlaySwatch::Shape::line:
            add_ribbon(block.list, {box.x_px, box.y_px + height_px / 2},
                       {box.right_px(), box.y_px + height_px / 2},
                       {.fill = ink, .width_px = std::max(1.0f, shop.px(swatch.width_px))});
            break;
    }
}

/// Returns where it ends.
float add_overlay(Block& block, const Workshop& shop, const LegendSizes& sizes, const OverlayPart& part,
                  float top_px) {
    if (part.empty()) return top_px;
    const Theme& theme = shop.request.theme;
    add_line(block, shop, part.title, {sizes.pad_px, top_px}, shop.on_panel(sizes.name, theme.text));
    top_px += sizes.head_row_px + sizes.between_px;
    for (std::size_t row = 0; row < part.texts.size(); ++row) {
        add_sign(block, shop, sizes, part.swatches[row], top_px);
        for (const TextLine& line : part.texts[row]) {
            add_line(block, shop, line, {sizes.pad_px + sizes.swatch_px + sizes.gap_px, top_px},
                     shop.on_panel(sizes.about, theme.text));
            top_px += sizes.sample_row_px;
        }
    }
    top_px += sizes.between_px;
    const TextStyle note{.size_px = shop.sizes.note_px};
    for (const TextLine& line : part.notes) {
        add_line(block, shop, line, {sizes.pad_px, top_px}, shop.on_panel(note, theme.muted_text));
        top_px += shop.fonts.metrics(note).line_height_px;
    }
    return top_px;
}

}  // namespace

Block legend_block(const Workshop& shop, float width_px, LegendDetail detail) {
    const Furniture& words = shop.request.words;
    const Theme& theme = shop.request.theme;
    if (words.legend.empty() && words.shown.empty() && words.overlay.empty()) return {};
    const LegendSizes sizes = sizes_of(shop);
    std::vector<Row> rows;
    float inner_px = 0;
    for (const LegendItem& item : words.legend) {
        rows.push_back(make_row(shop, sizes, item));
        if (detail == LegendDetail::names) rows.back().samples.clear();
        inner_px = std::max(inner_px, sizes.swatch_px + 2 * sizes.gap_px + rows.back().name.width_px +
                                          rows.back().about.width_px);
    }
    const Columns columns = columns_of(rows);
    inner_px = std::max(inner_px, columns.total_px(sizes));
    const TextStyle note{.size_px = shop.sizes.note_px};
    const float shown_width_px = std::max(inner_px, std::min(width_px - 2 * sizes.pad_px, shop.px(300)));
    std::vector<TextLine> shown = wrap(shop.fonts, words.shown, note, shown_width_px, 5);
    for (const std::string& rule : words.notes)
        for (TextLine& line : wrap(shop.fonts, rule, note, shown_width_px, 3))
            shown.push_back(std::move(line));
    const DiscRow discs = detail != LegendDetail::all || rows.empty()
                              ? DiscRow{}
                              : disc_row(shop, sizes, width_px - 2 * sizes.pad_px);
    inner_px = std::max(inner_px, discs.width_px);
    const OverlayPart overlay =
        overlay_part(shop, sizes, shown_width_px, width_px - 2 * sizes.pad_px, detail);
    inner_px = std::max(inner_px, overlay.width_px);
    for (const TextLine& line : shown) inner_px = std::max(inner_px, line.width_px);
    if (inner_px + 2 * sizes.pad_px > width_px) return {};

    Block block{.width_px = std::ceil(inner_px + 2 * sizes.pad_px)};
    block.list.emplace_back();  // the panel under it all, once its height is known
    float top_px = add_overlay(block, shop, sizes, overlay, sizes.pad_px);
    if (!overlay.empty() && !rows.empty()) top_px += sizes.between_px;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        if (row > 0) top_px += sizes.between_px;
        add_head(block, shop, sizes, words.legend[row], rows[row], top_px);
        top_px += sizes.head_row_px;
        if (rows[row].samples.empty()) continue;
        add_samples(block, shop, sizes, words.legend[row], rows[row], columns, top_px);
        top_px += std::max(sizes.sample_row_px, rows[row].widest_ribbon_px + 2);
    }
    if (!discs.empty()) {
        top_px += sizes.between_px;
        add_disc_row(block, shop, sizes, discs, top_px);
        top_px += sizes.sample_row_px;
    }
    if (!shown.empty() && (!rows.empty() || !overlay.empty())) {
        top_px = std::round(top_px + sizes.gap_px);
        add_box(block.list,
                {sizes.pad_px, top_px, std::ceil(inner_px), std::max(1.0f, std::round(shop.px(1)))},
                {.fill = theme.hairline});
        top_px += sizes.gap_px;
    }
    for (const TextLine& line : shown) {
        add_line(block, shop, line, {sizes.pad_px, top_px}, shop.on_panel(note, theme.muted_text));
        top_px += shop.fonts.metrics(note).line_height_px;
    }
    block.height_px = std::ceil(top_px + sizes.pad_px);
    ScreenList panel;
    add_box(panel, {0, 0, block.width_px, block.height_px},
            {.fill = with_alpha(theme.panel, 0.88f),
             .edge = theme.hairline,
             .radius_px = shop.px(6),
             .edge_px = 1});
    block.list.front() = panel.front();
    return block;
}

}  // namespace flowspace
