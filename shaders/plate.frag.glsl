// Plates, lines and dots: a box with round corners, filled or a border, with soft edges.
in vec2 at;
flat in vec4 form;
in vec4 ink;
flat in vec4 second;
layout(location = 0) out vec4 colour_out;

void main() {
  vec2 q = abs(at) - form.yz + form.w;
  float d = length(max(q, 0.0)) + min(max(q.x, q.y), 0.0) - form.w;
  float cover = clamp(0.5 - d, 0.0, 1.0) * clamp(0.5 + d + second.x, 0.0, 1.0);
  colour_out = vec4(ink.rgb, ink.a * cover);
}
