// The body, the dashes, the comets or the arrowhead of an arc.
in vec4 lane;  // px from the middle of the ribbon, px along, t, half width in px
flat in vec4 tint;
flat in vec4 size;
flat in vec4 motion;

layout(location = 1) uniform vec4 outline;  // rgb, 1 while the outline is drawn
layout(location = 2) uniform float chosen;  // 1: drawn in full, over the picture

layout(location = 0, index = 0) out vec4 colour;   // premultiplied; alpha: optical depth, or alpha if chosen
layout(location = 0, index = 1) out vec4 covering; // alpha

const float dash_share = 0.72;
const float gap_alpha = 0.3;
const float hollow_alpha = 0.12;
const float faded_alpha = 0.3;

float dashes(float along_px) {
    float period = size.z;
    float place = fract(along_px / period) * period;
    float dash = dash_share * period;
    float soft = max(1.0, 0.12 * period);
    return clamp(min(place, dash - place) / soft + 0.5, 0.0, 1.0);
}

// 1 at a head, fading behind it, 0 just before it.
float comet(float t) {
    float heads = size.w;
    float behind = fract(frame.clock.x * motion.x + motion.y - t * heads);
    float tail = clamp(1.0 - behind * 2.2, 0.0, 1.0);
    float px_before = (1.0 - behind) * size.y / heads;
    return max(tail * tail, clamp(1.0 - px_before, 0.0, 1.0));
}

void main() {
    float cover = clamp(lane.w + 0.5 - abs(lane.x), 0.0, 1.0) * sqrt(min(size.x, 1.0));
    float alpha = mix(tint.a, 1.0, chosen);
    if (size.z > 0.0 && lane.y < motion.z) alpha *= mix(gap_alpha, 1.0, dashes(lane.y));
    if (frame.clock.y == 0.0) alpha = mix(alpha, 0.95, comet(lane.z));
    else if (lane.y >= motion.z) alpha = max(alpha, 0.9);
    bool faded = motion.w >= 2.0, hollow = mod(motion.w, 2.0) >= 1.0;
    if (hollow && lane.y < motion.z) {
        float rim = max(1.25, 0.3 * lane.w);
        alpha *= mix(hollow_alpha, 1.0, clamp(abs(lane.x) - (lane.w - rim) + 0.5, 0.0, 1.0));
    }
    if (faded) alpha *= mix(faded_alpha, 1.0, chosen);
    alpha *= cover * mix(frame.clock.w, 1.0, chosen);
    vec3 rgb = mix(tint.rgb, outline.rgb, outline.a);
    alpha = min(mix(alpha, cover, outline.a), 0.996);
    colour = vec4(rgb * alpha, mix(-log(1.0 - alpha), alpha, chosen));
    covering = vec4(alpha);
}
