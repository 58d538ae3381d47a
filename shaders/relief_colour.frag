// Colours the relief once per theme and exaggeration: tints by height, light from several sides.
layout(binding = 0) uniform sampler2D relief;

layout(location = 0) uniform vec3 tints[5];   // sea, lowland, upland, plateau, peak
layout(location = 5) uniform vec4 light;      // exaggeration / cell size, strength of shade, of highlight, unused

layout(location = 0) out vec4 colour;

float height(ivec2 cell) {
    return texelFetch(relief, clamp(cell, ivec2(0), textureSize(relief, 0) - 1), 0).r;
}

vec3 tint(float h) {
    if (h < 0.0) return mix(tints[1], tints[0], smoothstep(0.0, 60.0, -h));
    vec3 low = mix(tints[1], tints[2], smoothstep(100.0, 1300.0, h));
    vec3 high = mix(tints[3], tints[4], smoothstep(4000.0, 6000.0, h));
    return mix(low, high, smoothstep(1300.0, 4000.0, h));
}

float from(vec3 normal, float azimuth_deg, float up) {
    float azimuth = radians(azimuth_deg);
    float flat_part = sqrt(1.0 - up * up);
    return max(dot(normal, vec3(sin(azimuth) * flat_part, cos(azimuth) * flat_part, up)), 0.0);
}

void main() {
    ivec2 cell = ivec2(gl_FragCoord.xy);
    float h = height(cell);
    vec2 rise = vec2(height(cell + ivec2(1, 0)) - height(cell - ivec2(1, 0)),
                     height(cell + ivec2(0, 1)) - height(cell - ivec2(0, 1))) * 0.5 * light.x;
    if (h < 0.0) rise *= 0.25;  // the sea floor only hints at itself
    vec3 normal = normalize(vec3(-rise, 1.0));
    float up = 0.70710678;
    float shade = (0.55 * from(normal, 315.0, up) + 0.17 * from(normal, 270.0, up) +
                   0.17 * from(normal, 0.0, up) + 0.11 * from(normal, 225.0, up)) / up;
    float change = shade - 1.0;
    vec3 lit = tint(h) * (1.0 + change * (change < 0.0 ? light.y : light.z));
    colour = vec4(lit, texelFetch(relief, cell, 0).g);
}
