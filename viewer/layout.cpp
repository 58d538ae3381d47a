#include "viewer/layout.h"

#include <algorithm>
#include <cmath>

namespace flowspace {

namespace {

constexpr float rail = 44;
constexpr float margin = 8;
constexpr float bar_height = 44;
constexpr float filter_width = 320;
constexpr float inspector_width = 360;
constexpr float answer_width = 380;  // of the card that answers a live question
constexpr float analysis_width = 440;
constexpr float timeline_height = 132;
constexpr float least_views_height = 150;
constexpr float least_map_height = 120;
constexpr float pins_height = 148;
constexpr float least_height_for_timeline = 560;  // of the window, in px of the design

}  // namespace

Layout lay_out(float width_px, float height_px, float scale, const Workspace& workspace) {
    Layout layout;
    const float width = std::max(1.f, width_px);
    const float height = std::max(1.f, height_px);
    layout.map = {0, 0, width, height};
    const auto px = [&](float design) { return std::round(design * scale); };
    if (workspace.presenting) {
        // Beside the title, above scale bar and inset.
        if (workspace.answering)
            layout.inspector = {std::max(width / 2, width - px(answer_width + 3 * margin)), px(3 * margin),
                                width - px(3 * margin), std::round(0.64f * height)};
        return layout;
    }
    const float free = width - px(4 * margin);
    const float right_width = workspace.analysis_open ? analysis_width : inspector_width;
    bool inspector_open = workspace.inspector_open || workspace.analysis_open;
    bool filter_open = workspace.filter_open;
    if (free - px(filter_width + right_width) < width / 3) filter_open = filter_open && !inspector_open;
    if (free - px(rail + right_width) < width / 3) {
        filter_open = false;
        inspector_open = workspace.analysis_open;  // asked for, so it stays
    }

    Box rest = layout.map;
    layout.top_bar = cut_top(rest, px(bar_height));
    rest = inset(rest, px(margin), px(margin));
    if (rest.y1 < rest.y0) rest.y1 = rest.y0;
    const bool tall = height >= px(least_height_for_timeline) || !workspace.large_text;
    layout.timeline = cut_bottom(rest, px(workspace.timeline_open && tall ? timeline_height : rail));
    cut_bottom(rest, px(margin));
    layout.filter = cut_left(rest, px(filter_open ? filter_width : rail));
    cut_left(rest, px(margin));
    (workspace.analysis_open ? layout.analysis : layout.inspector) =
        cut_right(rest, px(inspector_open ? right_width : rail));
    cut_right(rest, px(margin));
    rest.y0 -= px(margin);
    rest.y0 = std::min(rest.y0, rest.y1);
    if (workspace.views_open) {
        const float least = std::min(px(least_views_height), rest.height() / 2);
        const float most = rest.height() - px(least_map_height + margin);
        layout.views = cut_bottom(
            rest, std::round(std::max(least, std::min(most, rest.height() * workspace.views_share))));
        cut_bottom(rest, px(margin));
    }
    if (workspace.cards > 0 && rest.height() > px(2 * pins_height)) {
        layout.pins = cut_bottom(rest, px(pins_height));
        cut_bottom(rest, px(margin));
    }
    layout.map = rest;
    layout.insets_px = {.left = static_cast<int>(rest.x0),
                        .top = static_cast<int>(rest.y0),
                        .right = static_cast<int>(width - rest.x1),
                        .bottom = static_cast<int>(height - rest.y1)};
    return layout;
}

}  // namespace flowspace
