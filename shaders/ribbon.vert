// A vertex of a line that was laid out on the processor, in px.
layout(location = 0) in vec3 at;      // px from the top left, depth
layout(location = 1) in vec2 across;  // signed distance from the middle line, half width
layout(location = 2) in vec4 tint;

out vec2 edge;
out vec4 shade;

void main() {
    edge = across;
    shade = tint;
    gl_Position = vec4(at.x * frame.picture_px.z * 2.0 - 1.0, 1.0 - at.y * frame.picture_px.w * 2.0, at.z, 1.0);
}
