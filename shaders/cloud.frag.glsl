// Adds to the veil as glass does (glass.vert.glsl): soft, without an edge, in any order.
in vec2 at;
flat in vec4 ink;

layout(location = 0) out vec4 veil_out;

void main() {
  float inside = max(1.0 - dot(at, at), 0.0);
  float depth = ink.a * inside * inside;
  veil_out = vec4(ink.rgb * depth, depth) * (1.0 / veil_range);
}
