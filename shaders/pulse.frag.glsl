uniform vec4 tube_colour;      // rgb sRGB, a opacity

in float strength;

layout(location = 0) out vec4 colour_out;
layout(location = 1) out vec4 glow_out;

void main() {
  vec2 offset = gl_PointCoord * 2.0 - 1.0;
  float r2 = dot(offset, offset);
  if (r2 > 1.0) discard;
  float soft = (1.0 - r2) * (1.0 - r2);
  float alpha = soft * strength * tube_colour.a;
  vec3 colour = mix(tube_colour.rgb, vec3(1.0), mix(0.45, 0.12, look.y) * soft * soft);
  colour_out = vec4(colour * alpha, alpha * mix(0.5, 1.0, look.y));
  glow_out = vec4(colour * alpha * 0.45, 0.0);
}
