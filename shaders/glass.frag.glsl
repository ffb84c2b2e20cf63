// See glass.vert.glsl. Hatching says that there is no evidence for a direction.
#ifdef HATCHED
uniform vec4 item_flags;  // y how plain the stripes are
#endif
in vec4 veil;

layout(location = 0) out vec4 veil_out;

void main() {
  veil_out = veil;
#ifdef HATCHED
  float stripe = 1.0 - item_flags.y * (1.0 - step(0.5, fract((gl_FragCoord.x + gl_FragCoord.y) / (10.0 * look.w))));
  float shell = clamp((look.x - 0.35) / 0.65, 0.0, 1.0);  // there stripes are darker, not clearer
  veil_out *= mix(0.35 + 0.65 * stripe, 1.0, shell);
  veil_out.rgb *= mix(1.0, 0.70 + 0.30 * stripe, shell);
#endif
}
