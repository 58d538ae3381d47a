// Lays the gathered arcs over the ground. Dense bundles keep their hue: the depth of what lies on top of each
// other only lifts (or, on light grounds, deepens) the colour.
layout(binding = 0) uniform sampler2D ground;
layout(binding = 1) uniform sampler2D gathered;  // premultiplied colour, optical depth

layout(location = 0) uniform float lift;  // of the densest bundles: above 1 on dark grounds, below on light

layout(location = 1) uniform vec4 veil;  // over the ground: its colour, how much of it

layout(location = 0) out vec4 colour;

void main() {
    ivec2 px = ivec2(gl_FragCoord.xy);
    vec3 under = texelFetch(ground, px, 0).rgb;
    if (veil.a > 0.0) under = mix(under, veil.rgb, veil.a);
    vec4 arcs = texelFetch(gathered, px, 0);
    if (arcs.a <= 0.0) {
        colour = vec4(under, 1.0);
        return;
    }
    float through = exp(-arcs.a);
    float dense = 1.0 - exp(-0.6 * max(arcs.a - 0.8, 0.0));
    vec3 over = arcs.rgb * mix(1.0, lift, dense);
    over *= 1.0 / max(1.0, max(over.r, max(over.g, over.b)));
    colour = vec4(under * through + over, 1.0);
}
