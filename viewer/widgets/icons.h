// The icons, drawn as lines: one weight, one grid of 16 px.
#pragma once

#include "viewer/widgets/box.h"

#include <cstdint>

namespace flowspace {

enum class Icon : std::uint8_t {
    play,
    pause,
    step_back,
    step_forward,
    undo,
    redo,
    search,
    settings,
    theme,
    present,
    keys,
    close,
    chevron_left,
    chevron_right,
    chevron_up,
    chevron_down,
    focus,
    locate,
    swap,
    layers,
    clock,
    details,
    core,
    import_data,
    table,
    save_rows,
    taller,
};

/// In the middle of `box`, on a square of `size_px`.
void draw_icon(Icon icon, const Box& box, float size_px, ImU32 colour);

}  // namespace flowspace
