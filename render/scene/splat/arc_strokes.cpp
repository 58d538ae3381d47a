#include "render/scene/splat/arc_strokes.h"

#include "render/scene/splat/kernels.h"

#include <algorithm>
#include <cmath>

namespace flowspace::splat {

namespace {

constexpr float faded_gain = 0.3f;  // as arc.frag has it

void add(Lines& lines, const ArcPicture& picture, const ArcOnScreen& arc, const Stroke& stroke,
         float grow_px) {
    const auto first = static_cast<std::uint32_t>(lines.knots.size());
    const auto number = static_cast<std::uint32_t>(lines.strokes.size());
    lines.strokes.push_back(stroke);
    for (std::uint32_t at = 0; at < arc.knot_count; ++at) {
        Knot knot = knot_of(picture, arc.first_knot + at);
        knot.half_px += grow_px;
        lines.knots.push_back(knot);
        if (at > 0) lines.pieces.push_back({.knot = first + at - 1, .stroke = number});
    }
}

}  // namespace

Stroke stroke_of(const ArcLook& look) {
    const float soft = std::max(1.0f, 0.12f * look.dash_px);
    return {.ink = {std::max(look.rgb[0], least_light), std::max(look.rgb[1], least_light),
                    std::max(look.rgb[2], least_light), least_light},
            .body = look.body_alpha,
            .gain = std::sqrt(std::min(look.width_px, 1.0f)) * (look.faded ? faded_gain : 1.0f),
            .dashes_per_px = look.dash_px > 0 ? 1 / look.dash_px : 0,
            .dash_px = look.dash_px,
            .dash_per_px = 1 / soft,
            .arrow_from_px = look.arrow_from_px,
            .heads = look.heads,
            .heads_per_s = look.heads_per_s,
            .phase = look.phase,
            .px_per_head = look.length_px / look.heads,
            .hollow = look.hollow ? 1.0f : 0.0f};
}

Knot knot_of(const ArcPicture& picture, std::size_t row) {
    const ArcKnot& knot = picture.knots[row];
    const ArcWay& way = picture.ways[row];
    const glm::vec2 at = picture.lane_px[row];
    // A little towards the eye, as in arc.vert.
    return {.x = at.x,
            .y = at.y,
            .along_x = way.along.x,
            .along_y = way.along.y,
            .along_px = knot.along_px,
            .t = knot.t,
            .half_px = knot.half_width_px,
            .depth = (way.depth - 0.0005f) * 0.5f + 0.5f};
}

void add_chosen(Lines& lines, const ArcPicture& picture, const ArcOnScreen& arc, const ArcLook& look) {
    ArcLook full = look;
    full.body_alpha = 1;
    full.faded = false;
    add(lines, picture, arc, stroke_of(full), 0);
}

void add_rim(Lines& lines, const ArcPicture& picture, const ArcOnScreen& arc, const ArcLook& look,
             const Rim& rim) {
    const auto rgb = encoded(rim.colour);
    Stroke stroke = plain_stroke({rgb[0], rgb[1], rgb[2]}, 1);
    stroke.gain = std::sqrt(std::min(look.width_px, 1.0f));
    add(lines, picture, arc, stroke, rim.grow_px);
}

}  // namespace flowspace::splat
