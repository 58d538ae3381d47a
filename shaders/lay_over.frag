// Lays a kept picture with premultiplied alpha over what is there.
layout(binding = 0) uniform sampler2D kept;

layout(location = 0) out vec4 colour;

void main() { colour = texelFetch(kept, ivec2(gl_FragCoord.xy), 0); }
