// Deep structures (and the cortex when the glass slider is at "solid"); light.glsl.
uniform vec4 item_colour;  // rgb sRGB, a glow 0..1
#ifdef HATCHED
uniform vec4 item_flags;   // y how plain the stripes are
#endif

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
  vec3 colour = lit_solid(base, n, facing, cavity, item_colour.a, clamp(dot(n, half_way), 0.0, 1.0));

  vec3 shown = to_display(colour);
#ifdef HATCHED
  // After the tone curve, which would lift it where light is strong; darker where the halo will lift it.
  shown *= mix(1.0, 0.5 - 0.16 * item_colour.a, item_flags.y * dark_stripe(gl_FragCoord.xy));
#endif
  colour_out = vec4(shown, 1.0);
  glow_out = vec4(item_colour.rgb * item_colour.a, 0.0);
}
