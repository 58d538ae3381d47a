// A line with a feather of one px.
in vec2 edge;
in vec4 shade;

layout(location = 0) out vec4 colour;  // premultiplied

void main() {
    float cover = clamp(edge.y + 0.5 - abs(edge.x), 0.0, 1.0) * shade.a;
    colour = vec4(shade.rgb * cover, cover);
}
