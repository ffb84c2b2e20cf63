// The tube itself: a faint line; dashed or dotted where the evidence is weaker, as ink_at() in flow_pass.cpp.
in float across;
in float along_mm;
flat in vec4 tube_colour;      // rgb sRGB, a opacity
flat in vec2 tube_style;       // x grade 0 solid 1 dashed 2 dotted, y selected

layout(location = 0) out vec4 colour_out;
layout(location = 1) out vec4 glow_out;

void main() {
  float profile = 1.0 - across * across;
  float ink = 1.0;
  if (tube_style.x > 1.5) {
    ink = smoothstep(0.26, 0.18, abs(fract(along_mm / 4.5) - 0.5));
  } else if (tube_style.x > 0.5) {
    ink = smoothstep(0.36, 0.30, abs(fract(along_mm / 8.0) - 0.5));
  }
  float alpha = tube_colour.a * profile * ink;
  vec3 colour = mix(tube_colour.rgb, vec3(1.0 - look.y), tube_style.y * 0.5);
  // On dark backgrounds light adds; on light and unknown ones ink covers.
  colour_out = vec4(colour * alpha, alpha * mix(0.55, 1.0, max(look.y, look.z)));
  glow_out = vec4(colour * alpha * 0.25, 0.0);
}
