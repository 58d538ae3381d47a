// Cover of a box, glyph, ribbon or triangle, exact along its edges. The twin of tests/render/screen_painter.cpp.
flat in vec4 place;
flat in vec4 shape;
flat in vec4 fill;
flat in vec4 edge;
flat in vec2 tone;

layout(binding = 0) uniform sampler2D atlas;

layout(location = 0) out vec4 colour;  // premultiplied

float box_distance(vec2 px, float inset) {
    vec2 half_size = place.zw * 0.5;
    float radius = max(min(shape.x, min(half_size.x, half_size.y)) - inset, 0.0);
    vec2 q = abs(px - place.xy - half_size) - (half_size - inset) + radius;
    return length(max(q, 0.0)) + min(max(q.x, q.y), 0.0) - radius;
}

vec4 box(vec2 px) {
    float d = box_distance(px, 0.0);
    if (shape.z > 0.0) return vec4(fill.rgb, 1.0) * fill.a * (1.0 - smoothstep(-shape.z, shape.z, d));
    float outer = clamp(0.5 - d, 0.0, 1.0);
    float inner = shape.y > 0.0 ? clamp(0.5 - box_distance(px, shape.y), 0.0, 1.0) : outer;
    return vec4(fill.rgb, 1.0) * fill.a * inner + vec4(edge.rgb, 1.0) * edge.a * (outer - inner);
}

float mask(vec2 px) {
    float cover = texelFetch(atlas, ivec2(shape.xy) + ivec2(floor(px - place.xy)), 0).r;
    return shape.z == 1.0 ? cover : pow(cover, shape.z);
}

vec4 line(vec2 px) {
    ivec2 within = ivec2(floor(px - place.xy));
    float ink = texelFetch(atlas, ivec2(shape.xy) + within, 0).r;
    float halo = texelFetch(atlas, ivec2(shape.zw) + within, 0).r * edge.a;
    if (ink > 0.0 && abs(tone.y - 1.0) > 0.001) ink = pow(ink, tone.y);
    ink *= fill.a;
    return (vec4(fill.rgb, 1.0) * ink + vec4(edge.rgb, 1.0) * halo * (1.0 - ink)) * tone.x;
}

float ribbon(vec2 px) {
    vec2 way = place.zw - place.xy;
    float span = max(length(way), 1e-6);
    vec2 to = px - place.xy;
    float along = dot(to, way) / span;
    float across = abs(to.x * way.y - to.y * way.x) / span;
    float head = min(shape.w, span);
    float cover = clamp(shape.x * 0.5 + 0.5 - across, 0.0, 1.0) * min(shape.x, 1.0) * clamp(along + 0.5, 0.0, 1.0) *
                  clamp(span - head - along + 0.5, 0.0, 1.0);
    if (shape.y > 0.0) {
        float period = shape.y + shape.z;
        float within = along - period * floor(along / period);
        cover *= clamp(min(within, shape.y - within) + 0.5, 0.0, 1.0);
    }
    if (head > 0.0) {
        float half_width = max(0.62 * head, shape.x * 0.5 + 1.0) * (span - along) / head;
        cover += clamp(half_width + 0.5 - across, 0.0, 1.0) * clamp(along - (span - head) + 0.5, 0.0, 1.0);
    }
    return min(cover, 1.0);
}

float side(vec2 a, vec2 b, vec2 px, float turn) {
    vec2 e = b - a;
    return turn * (e.x * (px.y - a.y) - e.y * (px.x - a.x)) / max(length(e), 1e-6);
}

float triangle(vec2 px) {
    vec2 a = place.xy, b = place.zw, c = shape.xy;
    float turn = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x) < 0.0 ? -1.0 : 1.0;
    return clamp(min(side(a, b, px, turn), min(side(b, c, px, turn), side(c, a, px, turn))) + 0.5, 0.0, 1.0);
}

// KIND is defined by render/layers/overlay.cpp, a program for each: a processor that stands in for a GPU pays for
// every branch at every pixel.
void main() {
    vec2 px = vec2(gl_FragCoord.x, frame.picture_px.y - gl_FragCoord.y);
#if KIND == 0
    colour = box(px);
#elif KIND == 4
    colour = line(px);
#else
#if KIND == 1
    float cover = mask(px);
#elif KIND == 2
    float cover = ribbon(px);
#else
    float cover = triangle(px);
#endif
    colour = vec4(fill.rgb, 1.0) * fill.a * cover;
#endif
}
