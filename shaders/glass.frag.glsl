// See glass.vert.glsl. Hatching says that there is no evidence for a direction: dark stripes, denser than what lies between
// them, so that they are seen on every background; at the rims they fade, as an outline of teeth would be no outline.
centroid in vec4 veil;         // in the middle of a pixel that the triangle covers in part it would grow beyond all bounds
#ifdef HATCHED
uniform vec4 item_flags;      // y how plain the stripes are
centroid in float inside;      // 0 at the rims, 1 where the surface faces the eye
#endif

layout(location = 0) out vec4 veil_out;

void main() {
  // Of a triangle thinner than a pixel some drivers make up numbers all the same: a spark, or no number at all.
  veil_out = clamp(veil * (1.0 / veil_range), vec4(0.0), vec4(10.0 / veil_range));
  veil_out.rgb = min(veil_out.rgb, veil_out.aaa);
#ifdef HATCHED
  float stripe = dark_stripe(gl_FragCoord.xy) * inside * item_flags.y;
  veil_out.rgb *= mix(1.0, 0.4, stripe);
  veil_out *= mix(1.0, 1.35, stripe);
#endif
}
