// See glass.vert.glsl. Hatching says that there is no evidence for a direction.
uniform vec4 item_flags;   // x selected, y hatched, z fill 0..1

in vec4 veil;

layout(location = 0) out vec4 veil_out;

void main() {
  float stripe = step(0.5, fract((gl_FragCoord.x + gl_FragCoord.y) / (10.0 * look.w)));
  veil_out = veil * mix(1.0, 0.35 + 0.65 * stripe, item_flags.y);
}
