// The ground: shaded relief, what is painted on it, and the fading away of what lies beyond.
layout(binding = 1) uniform sampler2D relief_colour;  // alpha: presence
layout(binding = 2) uniform sampler2D paint;          // premultiplied

in vec2 relief_at;
in vec3 paint_at;
in float distance_share;

layout(location = 0) out vec4 colour;

void main() {
    vec4 land = texture(relief_colour, relief_at);
    vec4 laid = texture(paint, paint_at.xy / paint_at.z);
    vec3 ground = land.rgb * (1.0 - laid.a) + laid.rgb;
    float haze = smoothstep(1.25, 2.9, distance_share);
    colour = vec4(mix(frame.background.rgb, ground, land.a * (1.0 - haze)), 1.0);
}
