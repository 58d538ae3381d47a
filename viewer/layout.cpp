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
constexpr float timeline_height = 132;
constexpr float least_views_height = 150;
constexpr float least_map_height = 120;

}  // namespace

Layout lay_out(float width_px, float height_px, float scale, const Workspace& workspace) {
    Layout layout;
    const float width = std::max(1.f, width_px);
    const float height = std::max(1.f, height_px);
    layout.map = {0, 0, width, height};
    if (workspace.presenting) return layout;
    const auto px = [&](float design) { return std::round(design * scale); };
    const float free = width - px(4 * margin);
    bool inspector_open = workspace.inspector_open;
    bool filter_open = workspace.filter_open;
    if (free - px(filter_width + inspector_width) < width / 3) filter_open = filter_open && !inspector_open;
    if (free - px(rail + inspector_width) < width / 3) inspector_open = filter_open = false;

    Box rest = layout.map;
    layout.top_bar = cut_top(rest, px(bar_height));
    rest = inset(rest, px(margin), px(margin));
    if (rest.y1 < rest.y0) rest.y1 = rest.y0;
    layout.timeline = cut_bottom(rest, px(workspace.timeline_open ? timeline_height : rail));
    cut_bottom(rest, px(margin));
    layout.filter = cut_left(rest, px(filter_open ? filter_width : rail));
    cut_left(rest, px(margin));
    layout.inspector = cut_right(rest, px(inspector_open ? inspector_width : rail));
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
    layout.map = rest;
    layout.insets_px = {.left = static_cast<int>(rest.x0),
                        .top = static_cast<int>(rest.y0),
                        .right = static_cast<int>(width - rest.x1),
                        .bottom = static_cast<int>(height - rest.y1)};
    return layout;
}

}  // namespace flowspace
