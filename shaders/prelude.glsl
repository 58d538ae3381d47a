// Put before every shader: the uniforms of a frame. The twin of render/layers/frame_block.h.
layout(std140, binding = 0) uniform Frame {
    mat4 clip_from_relative;  // of (world - eye)
    vec4 picture_px;          // width, height, and one over each
    vec4 clock;               // time in s, 1 in stills, px per px at 1080, alpha of what is not highlighted
    vec4 relief_map;          // relief texture coordinates = relative xy * .xy + .zw
    vec4 heights;             // exaggeration, height of the eye, height of the flat plane, distance to it
    vec4 paint_map;           // paint texture coordinates = flat ndc * .xy + .zw
    vec4 background;
} frame;
