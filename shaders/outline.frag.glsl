// A line round what is chosen, with a seam of the opposite tone, so that it is seen on everything.
uniform sampler2D mask;        // alpha
uniform vec4 extent;           // xy used share of the buffers, zw one pixel of them
in vec2 uv;
layout(location = 0) out vec4 colour_out;

float around(vec2 at, float radius) {
  vec2 r = extent.zw * radius, d = r * 0.70711, e = r * 0.92388, f = r * 0.38268;
  float most = max(max(texture(mask, at + vec2(r.x, 0.0)).a, texture(mask, at - vec2(r.x, 0.0)).a),
                   max(texture(mask, at + vec2(0.0, r.y)).a, texture(mask, at - vec2(0.0, r.y)).a));
  most = max(most, max(max(texture(mask, at + d).a, texture(mask, at - d).a),
                       max(texture(mask, at + vec2(d.x, -d.y)).a, texture(mask, at + vec2(-d.x, d.y)).a)));
  most = max(most, max(max(texture(mask, at + vec2(e.x, f.y)).a, texture(mask, at - vec2(e.x, f.y)).a),
                       max(texture(mask, at + vec2(e.x, -f.y)).a, texture(mask, at + vec2(-e.x, f.y)).a)));
  return max(most, max(max(texture(mask, at + vec2(f.x, e.y)).a, texture(mask, at - vec2(f.x, e.y)).a),
                       max(texture(mask, at + vec2(f.x, -e.y)).a, texture(mask, at + vec2(-f.x, e.y)).a)));
}

void main() {
  vec2 at = uv * extent.xy;
  float outside = 1.0 - step(0.01, texture(mask, at).a);
  float line = around(at, 1.9 * look.w) * outside, seam = around(at, 3.3 * look.w) * outside;
  vec3 light = vec3(1.0), dark = vec3(0.03, 0.05, 0.10), tone = mix(light, dark, look.y), other = mix(dark, light, look.y);
  // A faint line keeps its own tone: mixed with that of its seam it would be grey on grey.
  float under = 0.7 * seam * (1.0 - line), all = line + under;
  colour_out = vec4((tone * line + other * under) / max(all, 0.001), all);
}
