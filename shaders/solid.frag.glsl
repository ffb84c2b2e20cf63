// Deep structures (and the cortex when the glass slider is at "solid"): three lights fixed to the camera, darker
// grooves, and emitted light by activity.
uniform vec4 item_colour;  // rgb sRGB, a glow 0..1
uniform vec4 item_flags;   // x selected

in vec3 view_position;
in vec3 view_normal;
in float cavity;

layout(location = 0) out vec4 colour_out;
layout(location = 1) out vec4 glow_out;

void main() {
  vec3 n = normalize(view_normal);
  vec3 v = normalize(-view_position);
  if (!gl_FrontFacing) n = -n;
  float facing = max(dot(n, v), 0.0);

  vec3 base = to_linear(item_colour.rgb);
#ifdef HATCHED
  float stripe = fract((gl_FragCoord.x + gl_FragCoord.y) / (10.0 * look.w));
  base *= stripe < 0.5 ? 0.55 : 1.0;
#endif
  float occlusion = clamp(1.0 - 0.9 * max(cavity, 0.0), 0.25, 1.0) * mix(0.82, 1.0, facing);

  vec3 key = normalize(vec3(-0.45, 0.75, 0.62));
  vec3 fill = normalize(vec3(0.8, 0.05, 0.55));
  float key_light = max(dot(n, key) * 0.85 + 0.15, 0.0);
  float fill_light = max(dot(n, fill) * 0.6 + 0.4, 0.0);
  float sky = 0.5 + 0.5 * n.y;
  vec3 light = vec3(1.0, 0.97, 0.92) * key_light * 0.95 + vec3(0.55, 0.66, 0.85) * fill_light * 0.26 +
               mix(vec3(0.10, 0.09, 0.12), vec3(0.24, 0.27, 0.33), sky);
  vec3 colour = base * light * occlusion;

  vec3 h = normalize(key + v);
  float shine = pow(max(dot(n, h), 0.0), 38.0);
  colour += vec3(0.22) * shine * occlusion;
  float rim = pow(1.0 - facing, 3.0);
  colour += mix(vec3(0.20, 0.26, 0.36), vec3(0.0), look.y) * rim * 0.55;

  float glow = item_colour.a;
  colour += base * glow * (0.55 + 0.75 * facing);
  colour = mix(colour, vec3(1.0), item_flags.x * smoothstep(0.55, 0.95, 1.0 - facing) * 0.85);

  colour_out = vec4(to_display(colour), 1.0);
  glow_out = vec4(item_colour.rgb * glow, 1.0);
}
