// A vertex of the ground: from its place on the flat plane up to its height.
layout(location = 0) in vec2 relative_m;  // from the eye

layout(binding = 0) uniform sampler2D relief;  // height in m, presence

out vec2 relief_at;
out vec3 paint_at;  // projective
out float distance_share;

void main() {
    relief_at = relative_m * frame.relief_map.xy + frame.relief_map.zw;
    float ground = max(textureLod(relief, relief_at, 0.0).r, 0.0) * frame.heights.x;
    vec4 flat_clip = frame.clip_from_relative * vec4(relative_m, frame.heights.z - frame.heights.y, 1.0);
    paint_at = vec3(flat_clip.xy * frame.paint_map.xy + frame.paint_map.zw * flat_clip.w, flat_clip.w);
    gl_Position = frame.clip_from_relative * vec4(relative_m, ground - frame.heights.y, 1.0);
    distance_share = gl_Position.w / frame.heights.w;
}
