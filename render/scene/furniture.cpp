// Chooses and places the parts of the furniture so that none overlaps another.
#include "render/scene/furniture.h"

#include "render/scene/furniture_blocks.h"

#include <algorithm>
#include <cmath>

namespace flowspace {

namespace {

constexpr int smallest_text_px = 11;

bool is_presented(const Viewport& viewport) { return viewport.insets_px == Viewport::Insets{}; }

/// The room that is left, and what was put into it.
struct Page {
    ScreenBox free = {};
    float gap_px = 0;
    FurniturePicture& picture;

    void put(const Block& block, ScreenPoint at) {
        const float dx = std::round(at.x_px), dy = std::round(at.y_px);
        for (ScreenPrimitive primitive : block.list) {
            const bool two_points =
                primitive.kind == PrimitiveKind::ribbon || primitive.kind == PrimitiveKind::triangle;
            primitive.place[0] += dx;
            primitive.place[1] += dy;
            if (two_points) {
                primitive.place[2] += dx;
                primitive.place[3] += dy;
            }
            if (primitive.kind == PrimitiveKind::triangle) {
                primitive.shape[0] += dx;
                primitive.shape[1] += dy;
            }
            picture.list.push_back(primitive);
        }
        picture.boxes.push_back({dx, dy, block.width_px, block.height_px});
    }

    bool has_room(const Block& block) const {
        return !block.empty() && block.width_px - 2 * block.rim_px <= free.width_px &&
               block.height_px - 2 * block.rim_px <= free.height_px;
    }
    /// Within the room that is left, clear of all that was put there.
    bool is_clear(const Block& block, ScreenPoint at) const {
        const ScreenBox box = {std::round(at.x_px), std::round(at.y_px), block.width_px, block.height_px};
        return !block.empty() && contains(grown(free, 0.5f), box) &&
               std::none_of(picture.boxes.begin(), picture.boxes.end(),
                            [&](const ScreenBox& other) { return overlap(box, other); });
    }
    void take_top(float height_px) {
        free.y_px += height_px;
        free.height_px -= height_px;
    }
    void take_bottom(float height_px) { free.height_px -= height_px; }
    void take_left(float width_px) {
        free.x_px += width_px;
        free.width_px -= width_px;
    }
};

ScreenBox free_box(const Viewport& viewport, float margin_px) {
    const Viewport::Insets& insets = viewport.insets_px;
    const ScreenBox all = {static_cast<float>(insets.left), static_cast<float>(insets.top),
                           static_cast<float>(viewport.width_px - insets.left - insets.right),
                           static_cast<float>(viewport.height_px - insets.top - insets.bottom)};
    return grown(all, -margin_px);
}

void place_notes(Page& page, const Workshop& shop) {
    const Block notes = notes_block(shop, page.free.width_px);
    if (!page.has_room(notes)) return;
    page.put(notes, {page.free.x_px, page.free.bottom_px() - notes.height_px});
    page.take_bottom(notes.height_px + page.gap_px);
}

/// How much of the width scale and inset want on the right.
float right_column_px(const Workshop& shop, float scale_px) {
    if (shop.request.words.schematic) return 0;
    return std::max(scale_px, inset_block(shop).width_px);
}

/// Along the lower edge, `right_px` left to others.
void place_caption(Page& page, const Workshop& shop, float right_px) {
    const Block caption = caption_block(shop, page.free.width_px - right_px);
    if (!page.has_room(caption) || caption.height_px > 0.5f * page.free.height_px) return;
    page.put(caption, {page.free.x_px, page.free.bottom_px() - caption.height_px});
}

/// Where a map fills the whole width between panels, its lower right is land: there the scale stands in the
/// row of the title, which is kept clear of the map anyway. True where it does.
bool place_title(Page& page, const Workshop& shop, const Block& scale) {
    const Block title =
        title_block(shop, std::min(page.free.width_px, std::max(0.72f * page.free.width_px, shop.px(420))));
    if (!page.has_room(title)) return false;
    page.put(title, {page.free.x_px - title.rim_px, page.free.y_px - title.rim_px});
    const ScreenPoint right = {page.free.right_px() - scale.width_px, page.free.y_px};
    const bool narrow = page.free.width_px < 1.5f * page.free.height_px;
    const bool beside = narrow && shop.request.titles == nullptr && page.is_clear(scale, right) &&
                        right.x_px > page.free.x_px + title.width_px + page.gap_px;
    if (beside) page.put(scale, right);
    page.take_top(std::max(title.height_px - title.rim_px, beside ? scale.height_px : 0) + page.gap_px);
    return beside;
}

/// The most detailed legend that leaves the map at least 45 % of the room; half of the width, or a little
/// more where that is too narrow for any.
void place_legend(Page& page, const Workshop& shop) {
    for (const float share : {0.5f, 0.68f}) {
        const float width_px =
            std::min(page.free.width_px, std::max(share * page.free.width_px, shop.px(340)));
        for (const LegendDetail detail : {LegendDetail::all, LegendDetail::samples, LegendDetail::names}) {
            const Block legend = legend_block(shop, width_px, detail);
            const ScreenPoint at = {page.free.x_px, page.free.bottom_px() - legend.height_px};
            if (legend.width_px * legend.height_px > 0.55f * page.free.width_px * page.free.height_px)
                continue;
            if (!page.is_clear(legend, at)) continue;
            page.put(legend, at);
            page.take_left(legend.width_px + page.gap_px);
            return;
        }
    }
}

/// Scale bar and inset share the lower right: one over the other, else side by side, else the scale alone.
void place_lower_right(Page& page, const Workshop& shop, const Block& scale) {
    if (shop.request.words.schematic) return;
    const Block inset = inset_block(shop);
    const float right = page.free.right_px(), bottom = page.free.bottom_px();
    const ScreenPoint corner = {right - inset.width_px, bottom - inset.height_px};
    const ScreenPoint above = {right - scale.width_px, corner.y_px - page.gap_px - scale.height_px};
    const ScreenPoint beside = {corner.x_px - page.gap_px - scale.width_px, bottom - scale.height_px};
    const ScreenPoint alone = {right - scale.width_px, bottom - scale.height_px};
    const bool low_enough = inset.height_px <= 0.6f * page.free.height_px && page.is_clear(inset, corner);
    if (scale.empty() && low_enough) {
        page.put(inset, corner);
    } else if (low_enough && bottom - above.y_px <= 0.6f * page.free.height_px &&
               page.is_clear(scale, above)) {
        page.put(inset, corner);
        page.put(scale, above);
    } else if (low_enough && page.is_clear(scale, beside)) {
        page.put(inset, corner);
        page.put(scale, beside);
    } else if (page.is_clear(scale, alone)) {
        page.put(scale, alone);
    }
}

/// In the middle of what the panels leave; in the middle of what title and notes leave where that is too
/// near.
void place_empty(Page& page, const Workshop& shop) {
    const Block empty = empty_block(shop, std::min(page.free.width_px, shop.px(640)));
    const ScreenBox all = free_box(shop.request.viewport, 0);
    const auto middle_of = [&](const ScreenBox& box) {
        return ScreenPoint{std::round(box.x_px + (box.width_px - empty.width_px) / 2),
                           std::round(box.y_px + (box.height_px - empty.height_px) / 2)};
    };
    for (const ScreenPoint at : {middle_of(all), middle_of(page.free)}) {
        if (!page.is_clear(empty, at)) continue;
        page.put(empty, at);
        return;
    }
}

}  // namespace

float picture_scale(const Viewport& viewport) { return static_cast<float>(viewport.height_px) / 1080; }

TextSizes text_sizes(const Theme& theme, const Viewport& viewport) {
    const float scale = picture_scale(viewport) * theme.text_scale;
    const auto px = [scale](float at_1080) {
        return std::max(smallest_text_px, static_cast<int>(std::ceil(at_1080 * scale - 0.01f)));
    };
    // A narrow, tall picture must not be all title.
    const auto height = static_cast<float>(viewport.height_px);
    const float narrow = std::min(1.0f, static_cast<float>(viewport.width_px) / (0.8f * height));
    if (is_presented(viewport))
        return {.title_px = px(38 * narrow),
                .subtitle_px = px(23 * narrow),
                .scene_px = px(46 * narrow),
                .caption_px = px(37 * narrow),
                .legend_px = px(18 * narrow),
                .note_px = px(15 * narrow),
                .label_px = {px(23), px(20), px(18)}};
    return {.title_px = px(22),
            .subtitle_px = px(15),
            .scene_px = px(26),
            .caption_px = px(21),
            .legend_px = px(15),
            .note_px = px(12),
            .label_px = {px(18), px(15), px(13)}};
}

FurniturePicture compose_furniture(const FurnitureRequest& request, const Fonts& fonts, GlyphAtlas& atlas) {
    FurniturePicture picture;
    const Workshop shop{.request = request,
                        .fonts = fonts,
                        .atlas = atlas,
                        .sizes = text_sizes(request.theme, request.viewport),
                        .scale = picture_scale(request.viewport)};
    Page page{.free = free_box(request.viewport,
                               std::max(8.0f, shop.px(is_presented(request.viewport) ? 32.0f : 16.0f))),
              .gap_px = std::max(6.0f, shop.px(14)),
              .picture = picture};
    if (page.free.empty()) return picture;
    place_notes(page, shop);
    Block scale = request.words.schematic ? Block{} : scale_block(shop, page.free.width_px);
    const float scale_px = scale.width_px;
    if (place_title(page, shop, scale)) scale = {};
    place_empty(page, shop);
    if (request.titles == nullptr || request.titles->caption.empty()) {
        place_legend(page, shop);
        place_lower_right(page, shop, scale);
        return picture;
    }
    // The caption keeps the lower edge. Scale and inset stand beside it where that leaves it most of the
    // width, else above it; the legend always stands above.
    const float column_px = right_column_px(shop, scale_px) + page.gap_px;
    const bool beside = column_px < 0.35f * page.free.width_px;
    // Set first, so that what stands beside it has to be clear of it.
    const ScreenBox room = page.free;
    const std::size_t before = picture.boxes.size();
    place_caption(page, shop, beside ? column_px : 0);
    const float taken_px =
        picture.boxes.size() > before ? room.bottom_px() - picture.boxes.back().y_px + page.gap_px : 0;
    if (beside) place_lower_right(page, shop, scale);
    page.take_bottom(taken_px);
    place_legend(page, shop);
    if (!beside) place_lower_right(page, shop, scale);
    return picture;
}

double round_length_m(double longest_m) {
    if (!(longest_m > 0) || !std::isfinite(longest_m)) return 0;
    const double power = std::pow(10.0, std::floor(std::log10(longest_m)));
    for (const double step : {5.0, 2.0})
        if (step * power <= longest_m * (1 + 1e-9)) return step * power;
    return power;
}

}  // namespace flowspace
