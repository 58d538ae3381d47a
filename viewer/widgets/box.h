// A rectangle on screen, and cutting it up: panels are laid out by slicing.
#pragma once

#include <imgui.h>

#include <algorithm>

namespace flowspace {

/// Pixels, origin top left, half-open.
struct Box {
    float x0 = 0, y0 = 0, x1 = 0, y1 = 0;

    bool operator==(const Box&) const = default;
    float width() const { return x1 - x0; }
    float height() const { return y1 - y0; }
    ImVec2 min() const { return {x0, y0}; }
    ImVec2 max() const { return {x1, y1}; }
    ImVec2 centre() const { return {(x0 + x1) / 2, (y0 + y1) / 2}; }
    bool holds(ImVec2 p) const { return p.x >= x0 && p.x < x1 && p.y >= y0 && p.y < y1; }
};

/// Cuts a slice off `box` and returns it; never more than there is.
inline Box cut_top(Box& box, float height) {
    const Box slice{box.x0, box.y0, box.x1, std::min(box.y0 + height, box.y1)};
    box.y0 = slice.y1;
    return slice;
}
inline Box cut_bottom(Box& box, float height) {
    const Box slice{box.x0, std::max(box.y1 - height, box.y0), box.x1, box.y1};
    box.y1 = slice.y0;
    return slice;
}
inline Box cut_left(Box& box, float width) {
    const Box slice{box.x0, box.y0, std::min(box.x0 + width, box.x1), box.y1};
    box.x0 = slice.x1;
    return slice;
}
inline Box cut_right(Box& box, float width) {
    const Box slice{std::max(box.x1 - width, box.x0), box.y0, box.x1, box.y1};
    box.x1 = slice.x0;
    return slice;
}
inline Box inset(const Box& box, float x, float y) {
    return {box.x0 + x, box.y0 + y, box.x1 - x, box.y1 - y};
}

/// A box of the given size in the middle of `box`.
inline Box centred(const Box& box, float width, float height) {
    const float x = (box.x0 + box.x1 - width) / 2;
    const float y = (box.y0 + box.y1 - height) / 2;
    return {x, y, x + width, y + height};
}

}  // namespace flowspace
