#include "render/scene/arc_look.h"

#include <algorithm>
#include <cmath>

namespace flowspace {

namespace {

/// Comets: a head takes 1.5 to 4 s by distance, and long arcs carry more of them.
struct Comets {
    float heads = 1;
    float travel_s = 1.5f;
};
Comets comets_for(double chord_km) {
    return {.heads = chord_km < 500    ? 1.0f
                     : chord_km < 1300 ? 2.0f
                                       : 3.0f,
            .travel_s = static_cast<float>(std::clamp(1.5 + 2.5 * chord_km / 2500, 1.5, 4.0))};
}

/// The phase of comets where some of them have room on the way before.
float before_of(float phase, float heads) {
    const float turns = phase - heads;
    return turns - std::floor(turns);
}

}  // namespace

ArcLook arc_look(const ArcOnScreen& arc, const ArcLookInputs& inputs) {
    const ArcItem& item = inputs.list.arcs[arc.item];
    const auto tint =
        encoded(item.tone ? change_colour(inputs.theme, *item.tone)
                : item.negative
                    ? inputs.theme.negative
                    : layer_colour(inputs.theme, inputs.layers[index(item.layer)].key, index(item.layer)));
    // Wide ribbons have area enough: the thin ones get the opacity.
    const float body =
        std::clamp(inputs.theme.arc_body_alpha + 0.1f - 0.2f * std::sqrt(item.strength), 0.35f, 0.55f);
    const glm::dvec3 a = inputs.nodes[index(item.origin)], b = inputs.nodes[index(item.destination)];
    const Comets comets = comets_for(std::hypot(a.x - b.x, a.y - b.y) / 1000);
    const auto px = static_cast<float>(inputs.px_scale);
    const float dash_px = item.stroke == Stroke::dashed   ? 9 * px + 2.2f * arc.width_px
                          : item.stroke == Stroke::dotted ? 4 * px + 1.2f * arc.width_px
                                                          : 0.0f;
    return {.rgb = {tint[0], tint[1], tint[2]},
            .body_alpha = body,
            .width_px = arc.width_px,
            .length_px = arc.length_px,
            .dash_px = dash_px,
            .heads = comets.heads * arc.way_share,
            .heads_per_s = comets.heads / comets.travel_s,
            .phase = arc.way_from > 0 ? before_of(item.phase, comets.heads * arc.way_from) : item.phase,
            .arrow_from_px = arc.arrow_px > 0 ? arc.shown_px - arc.arrow_px : 1e9f,
            .hollow = item.negative,
            .faded = item.faded};
}

}  // namespace flowspace
