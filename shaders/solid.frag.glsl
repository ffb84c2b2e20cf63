// Deep structures (and the cortex when the glass slider is at "solid"): three lights fixed to the camera, darker
// grooves, and emitted light by activity.
uniform vec4 item_colour;  // rgb sRGB, a glow 0..1
uniform vec4 item_flags;   // x selected

in vec3 view_normal;
in vec3 to_eye;
in vec3 half_way;
in float cavity;

layout(location = 0) out vec4 colour_out;
layout(location = 1) out vec4 glow_out;

void main() {
  vec3 n = normalize(view_normal);
  if (!gl_FrontFacing) n = -n;
  float facing = clamp(dot(n, to_eye), 0.0, 1.0);

  vec3 base = to_linear(item_colour.rgb);
#ifdef HATCHED
  float stripe = fract((gl_FragCoord.x + gl_FragCoord.y) / (10.0 * look.w));
  base *= stripe < 0.5 ? 0.55 : 1.0;
#endif
  float occlusion = clamp(1.0 - 0.9 * max(cavity, 0.0), 0.25, 1.0) * mix(0.82, 1.0, facing);

  const vec3 fill = vec3(0.82295, 0.05143, 0.56578);  // normalize(0.8, 0.05, 0.55)
  float key_light = max(dot(n, key_light_from) * 0.85 + 0.15, 0.0);
  float fill_light = max(dot(n, fill) * 0.6 + 0.4, 0.0);
  float sky = 0.5 + 0.5 * n.y;
  vec3 light = vec3(0.95, 0.9215, 0.874) * key_light + vec3(0.143, 0.1716, 0.221) * fill_light +
               mix(vec3(0.10, 0.09, 0.12), vec3(0.24, 0.27, 0.33), sky);
  vec3 colour = base * light * occlusion;

  // To the power of 38, without a logarithm.
  float h = clamp(dot(n, half_way), 0.0, 1.0);
  float h2 = h * h, h4 = h2 * h2, h8 = h4 * h4, h16 = h8 * h8;
  float shine = h16 * h16 * h4 * h2;
  float rim = 1.0 - facing;
  colour += vec3(0.22 * shine * occlusion);
  colour += vec3(0.20, 0.26, 0.36) * ((1.0 - look.y) * 0.55 * rim * rim * rim);

  float glow = item_colour.a;
  colour += base * (glow * (0.55 + 0.75 * facing));
  colour = mix(colour, vec3(1.0), item_flags.x * smoothstep(0.55, 0.95, rim) * 0.85);

  colour_out = vec4(to_display(colour), 1.0);
  glow_out = vec4(item_colour.rgb * glow, 1.0);
}
