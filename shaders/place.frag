// A disc: a rim that sets it off and a ring split between what leaves and what arrives; small ones are solid.
in vec2 at_px;
flat in vec4 look;
flat in vec4 fill;
flat in vec4 ring;

layout(location = 1) uniform vec3 leaving;
layout(location = 2) uniform vec3 arriving;
layout(location = 3) uniform vec3 core;
layout(location = 4) uniform vec3 rim;

layout(location = 0) out vec4 colour;  // premultiplied

void main() {
    float far = length(at_px);
    // Px of the untilted disc per px of the screen, along the radius: keeps edges a px soft when tilted.
    float soft = max(length(vec2(dFdx(far), dFdy(far))), 1e-4);
    float radius = look.y;
    float edge = radius + 1.0 + (ring.a > 0.0 ? ring.a + 1.0 : 0.0);
    float cover = clamp((edge - far) / soft + 0.5, 0.0, 1.0);
    if (cover <= 0.0) discard;
    float body = clamp((radius - far) / soft + 0.5, 0.0, 1.0);
    vec3 inner = core;
    if (fill.a > 0.0) {
        inner = fill.rgb;
    } else if (look.w > 0.0) {
        inner = rim;
        float inside = look.w - 1.0;
        float thick = inside > 0.0 ? max(1.6, radius * (1.0 - sqrt(inside))) : max(1.6, 0.36 * radius);
        if (inside > 0.0) inner = core;
        float ring = clamp((far - (radius - thick)) / soft + 0.5, 0.0, 1.0);
        // Clockwise from the top.
        float turn = fract(atan(at_px.x, at_px.y) / 6.2831853 + 1.0);
        float turn_px = (look.x - turn) * 6.2831853 * far / soft;
        float wrap_px = turn * 6.2831853 * far / soft;
        vec3 share = mix(arriving, leaving, clamp(min(turn_px, wrap_px) + 0.5, 0.0, 1.0));
        inner = mix(inner, share, ring);
    }
    vec3 rgb = mix(rim, inner, body);
    if (ring.a > 0.0) {
        float band = clamp((far - radius - 1.0) / soft + 0.5, 0.0, 1.0) *
                     clamp((radius + 1.0 + ring.a - far) / soft + 0.5, 0.0, 1.0);
        rgb = mix(rgb, ring.rgb, band);
        body = max(body, band);
    }
    float alpha = cover * look.z * mix(0.75, 1.0, body);
    colour = vec4(rgb * alpha, alpha);
}
