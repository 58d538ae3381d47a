// A knot of an arc: its curve in clip space, widened to the right of its direction of travel. arc_shape.cpp is
// its twin.
layout(location = 0) in uint arc_row;
layout(location = 1) in vec3 knot;  // t along the curve, px along it on the screen, half width in px

struct Arc {
    vec4 start, control, end;  // clip space
    vec4 tint;                 // rgb, alpha of the body
    vec4 size;                 // width in px, length on the screen in px, dash period in px (0: solid), heads
    vec4 motion;               // heads per second, phase, px along where an arrowhead begins, 1: hollow + 2: faded
};
layout(std430, binding = 0) readonly buffer Arcs { Arc arcs[]; };

layout(location = 0) uniform float grow_px;  // on each side, for the outline

out vec4 lane;  // px from the middle of the ribbon, px along, t, half width in px
flat out vec4 tint;
flat out vec4 size;
flat out vec4 motion;

void main() {
    Arc arc = arcs[arc_row];
    float t = knot.x;
    float s = 1.0 - t;
    vec4 at = arc.start * (s * s) + arc.control * (2.0 * s * t) + arc.end * (t * t);
    vec4 slope = (arc.control - arc.start) * (2.0 * s) + (arc.end - arc.control) * (2.0 * t);
    vec2 along = (slope.xy * at.w - at.xy * slope.w) * frame.picture_px.xy;
    float speed = length(along);
    along = speed > 0.0 ? along / speed : vec2(1.0, 0.0);
    vec2 right = vec2(along.y, -along.x);  // y is up here

    float half_width = knot.z + grow_px;
    float off = ((gl_VertexID & 1) == 0 ? -1.0 : 1.0) * (half_width + 0.5);
    vec2 shift_px = right * (off + 0.5 * arc.size.x);
    // Divided here, so that px along and across stay linear on the screen: no knot lies behind the eye. A little
    // towards the eye, so that the ends are not swallowed by the ground they lie on.
    gl_Position = vec4(at.xyz / at.w + vec3(shift_px * 2.0 * frame.picture_px.zw, -0.0005), 1.0);
    lane = vec4(off, knot.y, t, half_width);
    tint = arc.tint;
    size = arc.size;
    motion = arc.motion;
}
