// Pulses in tubes and sprites in clouds. Stateless: where a particle is follows from its tube, the flow's phase and
// a hash of its index, so time can run backwards.
uniform sampler2D points;
uniform ivec2 tube_range;
uniform vec4 tube_shape;       // x tube length mm, y particle radius mm, z scatter mm, w count
uniform vec4 pulse;            // x phase in spacings, y brightness, z least radius in pixels, w seed
uniform vec4 cloud;            // xyz centre mm, w radius mm; used when tube_range.y == 0

out float strength;

vec4 point_at(int i) {
  i = clamp(i, 0, tube_range.y - 1) + tube_range.x;
  return texelFetch(points, ivec2(i & 1023, i >> 10), 0);
}

float random(float a, float b) {
  vec3 p = fract(vec3(a, b, a + b) * vec3(0.1031, 0.1030, 0.0973));
  p += dot(p, p.yzx + 33.33);
  return fract((p.x + p.y) * p.z);
}

void main() {
  float id = float(gl_VertexID);
  float seed = pulse.w;
  vec3 centre;
  strength = pulse.y;
  if (tube_range.y > 0) {
    // Particles stand in trains: groups close together with a gap between, so that the eye sees them travel.
    float share = fract((id + pulse.x) / tube_shape.w);
    float mm = share * tube_shape.x;
    int low = 0;
    int high = tube_range.y - 1;
    for (int step = 0; step < 8; ++step) {
      if (high - low < 2) break;
      int middle = (low + high) / 2;
      if (point_at(middle).w <= mm) low = middle; else high = middle;
    }
    vec4 a = point_at(low);
    vec4 b = point_at(low + 1);
    centre = mix(a.xyz, b.xyz, clamp((mm - a.w) / max(b.w - a.w, 1e-4), 0.0, 1.0));
    float angle = 6.2831853 * random(id, seed);
    vec3 axis = normalize(b.xyz - a.xyz + vec3(1e-5));
    vec3 u = normalize(cross(axis, abs(axis.z) < 0.9 ? vec3(0.0, 0.0, 1.0) : vec3(1.0, 0.0, 0.0)));
    centre += (u * cos(angle) + cross(axis, u) * sin(angle)) * tube_shape.z * sqrt(random(seed, id + 3.0));
    strength *= smoothstep(0.0, 0.06, share) * smoothstep(1.0, 0.94, share);
  } else {
    float a = 6.2831853 * random(id, seed);
    float z = 2.0 * random(id, seed + 7.0) - 1.0;
    float life = fract(random(id, seed + 13.0) + pulse.x);
    float r = cloud.w * (0.25 + 0.85 * pow(random(id, seed + 21.0), 0.5)) * (0.75 + 0.5 * life);
    float drift = 0.6 * life;
    centre = cloud.xyz + r * vec3(sqrt(1.0 - z * z) * cos(a + drift), sqrt(1.0 - z * z) * sin(a + drift), z);
    strength *= sin(3.14159265 * life);
  }
  vec4 p = view * vec4(centre, 1.0);
  float pixels_per_mm = projection[1][1] * viewport.y * 0.5 / -p.z;
  gl_PointSize = 2.0 * max(tube_shape.y * pixels_per_mm, pulse.z);
  gl_Position = projection * p;
}
