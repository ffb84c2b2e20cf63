// See glass.vert.glsl. Hatching says that there is no evidence for a direction.
in vec4 veil;

layout(location = 0) out vec4 veil_out;

void main() {
  veil_out = veil;
#ifdef HATCHED
  float stripe = step(0.5, fract((gl_FragCoord.x + gl_FragCoord.y) / (10.0 * look.w)));
  veil_out *= 0.35 + 0.65 * stripe;
#endif
}
