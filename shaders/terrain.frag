// The ground: shaded relief, what is painted on it, and the fading away of what lies beyond.
layout(binding = 1) uniform sampler2D relief_colour;  // alpha: presence
layout(binding = 2) uniform sampler2D paint;          // premultiplied

in vec2 relief_at;
in vec2 paint_at;
in float shown;

layout(location = 0) out vec4 colour;

void main() {
    vec4 land = texture(relief_colour, relief_at);
    vec4 laid = texture(paint, paint_at);
    bool plain = frame.background.a < 0.5;  // one colour, so that what lies on it can be told apart
    if (plain) land.rgb = frame.background.rgb;
    vec3 ground = land.rgb * (1.0 - laid.a) + laid.rgb;
    // Dark slopes are smoother than 256 steps can say: a fixed pattern hides the steps.
    float grain = fract(52.9829189 * fract(dot(gl_FragCoord.xy, vec2(0.06711056, 0.00583715)))) - 0.5;
    if (plain) grain = 0.0;
    colour = vec4(mix(frame.background.rgb, ground, land.a * shown) + grain / 255.0, 1.0);
}
