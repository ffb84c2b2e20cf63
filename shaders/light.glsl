// A solid surface in linear light: three lights fixed to the camera, darker grooves, and emitted light by activity.
// base: its colour, linear; n towards the eye, camera space; facing: towards the eye, 0..1; cavity -1..1; glow 0..1;
// h: n against the direction between the eye and the key light, 0..1.
vec3 lit_solid(vec3 base, vec3 n, float facing, float cavity, float glow, float h) {
  float occlusion = clamp(1.0 - 0.9 * max(cavity, 0.0), 0.25, 1.0) * mix(0.82, 1.0, facing);

  const vec3 fill = vec3(0.82295, 0.05143, 0.56578);  // normalize(0.8, 0.05, 0.55)
  float key_light = max(dot(n, key_light_from) * 0.85 + 0.15, 0.0);
  float fill_light = max(dot(n, fill) * 0.6 + 0.4, 0.0);
  float sky = 0.5 + 0.5 * n.y;
  vec3 light = vec3(0.95, 0.9215, 0.874) * key_light + vec3(0.15, 0.1716, 0.20) * fill_light +
               mix(vec3(0.10, 0.10, 0.11), vec3(0.25, 0.265, 0.29), sky) + 0.22 * look.y + 0.10 * look.z;
  vec3 colour = base * light * occlusion;

  // To the power of 38, without a logarithm.
  float h2 = h * h, h4 = h2 * h2, h8 = h4 * h4, h16 = h8 * h8;
  float shine = h16 * h16 * h4 * h2;
  float rim = 1.0 - facing;
  colour += vec3(0.22 * shine * occlusion);
  colour += vec3(0.23, 0.26, 0.31) * ((1.0 - look.y) * 0.55 * rim * rim * rim);
  return colour * (1.0 + glow * (0.12 - 0.4 * rim));
}
