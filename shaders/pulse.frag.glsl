flat in vec4 ink;              // rgb sRGB, a opacity

layout(location = 0) out vec4 colour_out;
layout(location = 1) out vec4 glow_out;

void main() {
  vec2 offset = gl_PointCoord * 2.0 - 1.0;
  // Outside the disc nothing is added; without a discard the depth test can come first.
  float inside = max(1.0 - dot(offset, offset), 0.0);
  float soft = inside * inside;
  float alpha = soft * ink.a;
  // On dark backgrounds light adds, but most of it replaces what is behind: many pulses one over the other, or over a
  // lit structure, keep the hue that the legend gives them. On light and unknown ones ink covers.
  float covers = max(look.y, look.z);
  vec3 colour = mix(ink.rgb, vec3(1.0), 0.12 * soft * soft);
  if (look.y > 0.5) {  // pale inks on a light ground: a dark rim, and no soft edge that would hide it
    alpha = smoothstep(0.0, 0.35, inside) * ink.a;
    colour *= mix(0.42, 1.0, smoothstep(0.22, 0.62, inside));
  }
  colour_out = vec4(colour * alpha, alpha * mix(0.8, 1.0, covers));
  glow_out = vec4(colour * alpha * 0.45, 0.0);
}
