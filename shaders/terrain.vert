// A vertex of the ground: from its place on the flat plane up to its height.
layout(location = 0) in vec2 relative_m;  // from the eye

layout(binding = 0) uniform sampler2D relief;  // height in m, presence

// The grid is even on the screen, so what the fragments need is linear there too, to a fraction of a px: the
// division is done here. (noperspective would say the same, but gives NaN where llvmpipe clips.)
out vec2 relief_at;
out vec2 paint_at;
out float shown;  // 1 near, 0 where the distance has faded

void main() {
    relief_at = relative_m * frame.relief_map.xy + frame.relief_map.zw;
    float ground = max(textureLod(relief, relief_at, 0.0).r, 0.0) * frame.heights.x;
    vec4 flat_clip = frame.clip_from_relative * vec4(relative_m, frame.heights.z - frame.heights.y, 1.0);
    paint_at = flat_clip.xy / flat_clip.w * frame.paint_map.xy + frame.paint_map.zw;
    vec4 at = frame.clip_from_relative * vec4(relative_m, ground - frame.heights.y, 1.0);
    bool before_eye = at.w > 0.02 * frame.heights.w;
    gl_Position = before_eye ? vec4(at.xyz / at.w, 1.0) : at;
    shown = 1.0 - smoothstep(1.25, 2.9, at.w / frame.heights.w);
}
