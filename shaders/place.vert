// A corner of a disc that lies on the ground.
struct Disc {
    vec4 centre;  // relative to the eye, radius in m
    vec4 look;    // share that leaves, radius in px, alpha, 1 if ringed + share of the area that stays inside
    vec4 fill;    // of one colour where the fourth is 1
    vec4 ring;    // around it, as many px wide as the fourth
};
layout(std430, binding = 0) readonly buffer Discs { Disc discs[]; };

out vec2 at_px;  // from the centre, in px of the untilted disc; y along the camera's up
flat out vec4 look;
flat out vec4 fill;
flat out vec4 ring;

layout(location = 0) uniform vec4 axes;  // the picture's right and up on the map

void main() {
    Disc disc = discs[gl_VertexID / 6];
    int corner = gl_VertexID % 6;
    vec2 unit = vec2(corner == 1 || corner == 2 || corner == 4 ? 1.0 : -1.0, corner == 2 || corner == 4 || corner == 5 ? 1.0 : -1.0);
    float reach_px = disc.look.y + 2.0 + (disc.ring.a > 0.0 ? disc.ring.a + 2.0 : 0.0);
    vec2 off_m = (axes.xy * unit.x + axes.zw * unit.y) * disc.centre.w * reach_px / disc.look.y;
    gl_Position = frame.clip_from_relative * vec4(disc.centre.xy + off_m, disc.centre.z, 1.0);
    gl_Position.z -= 0.001 * gl_Position.w;
    at_px = unit * reach_px;
    look = disc.look;
    fill = disc.fill;
    ring = disc.ring;
}
