// Arcs of a picture as strokes of the splatter.
#pragma once

#include "render/scene/arc_look.h"
#include "render/scene/arc_picture.h"
#include "render/scene/colour.h"
#include "render/scene/splat/lines.h"

#include <cstddef>

namespace flowspace::splat {

Stroke stroke_of(const ArcLook& look);

/// `row`: of picture.knots.
Knot knot_of(const ArcPicture& picture, std::size_t row);

/// An arc in full, as it stands out over the picture: what `chosen` is in arc.frag.
void add_chosen(Lines& lines, const ArcPicture& picture, const ArcOnScreen& arc, const ArcLook& look);

/// The rim beneath it, `grow_px` wider on each side.
struct Rim {
    Colour colour = {};
    float grow_px = 1;
};
void add_rim(Lines& lines, const ArcPicture& picture, const ArcOnScreen& arc, const ArcLook& look,
             const Rim& rim);

}  // namespace flowspace::splat
