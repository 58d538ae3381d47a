// A corner of a box, glyph, ribbon or triangle that lies flat on the picture. The twin of scene/screen_list.h.
struct Primitive {
    vec4 place;
    vec4 shape;
    uvec4 look;  // fill, edge, kind, tone
};
layout(std430, binding = 0) readonly buffer Primitives { Primitive primitives[]; };

flat out vec4 place;
flat out vec4 shape;
flat out vec4 fill;
flat out vec4 edge;
flat out vec2 tone;

void main() {
    Primitive p = primitives[gl_VertexID / 6];
    int corner = gl_VertexID % 6;
    vec2 unit = vec2(corner == 1 || corner == 2 || corner == 4 ? 1.0 : 0.0, corner == 2 || corner == 4 || corner == 5 ? 1.0 : 0.0);
    vec2 low = p.place.xy;
    vec2 high = p.place.xy + p.place.zw;
    if (p.look.z == 0u) {
        low -= 1.0 + p.shape.z;
        high += 1.0 + p.shape.z;
    } else if (p.look.z == 2u) {
        float reach = p.shape.x + p.shape.w + 2.0;
        low = min(p.place.xy, p.place.zw) - reach;
        high = max(p.place.xy, p.place.zw) + reach;
    } else if (p.look.z == 3u) {
        low = min(min(p.place.xy, p.place.zw), p.shape.xy) - 1.0;
        high = max(max(p.place.xy, p.place.zw), p.shape.xy) + 1.0;
    }
    vec2 px = mix(low, high, unit);
    gl_Position = vec4(px.x * frame.picture_px.z * 2.0 - 1.0, 1.0 - px.y * frame.picture_px.w * 2.0, 0.0, 1.0);
    place = p.place;
    shape = p.shape;
    fill = unpackUnorm4x8(p.look.x);
    edge = unpackUnorm4x8(p.look.y);
    tone = unpackUnorm2x16(p.look.w) * vec2(1.0, 2.0);
}
