// Camera-facing ribbons along tract centre-lines. One instance per segment; points come from a texture.
uniform sampler2D points;      // xyz mm, w arc length from the start of the tube, mm
uniform ivec2 tube_range;      // first point, number of points
uniform vec4 tube_shape;       // x radius mm, y least half width in pixels

in vec2 corner;                // x: 0 start 1 end of the segment, y: -1 +1 side

out float across;
out float along_mm;

vec4 point_at(int i) {
  i = clamp(i, 0, tube_range.y - 1) + tube_range.x;
  return texelFetch(points, ivec2(i & 1023, i >> 10), 0);
}

void main() {
  int index = gl_InstanceID + int(corner.x + 0.5);
  vec4 here = point_at(index);
  vec4 a = view * vec4(point_at(index - 1).xyz, 1.0);
  vec4 b = view * vec4(point_at(index + 1).xyz, 1.0);
  vec4 p = view * vec4(here.xyz, 1.0);
  vec3 direction = b.xyz - a.xyz;
  vec2 side = normalize(vec2(-direction.y, direction.x) + vec2(1e-5, 0.0));
  float mm_per_pixel = -p.z * viewport.w * 2.0 / projection[1][1];
  float half_width = max(tube_shape.x, tube_shape.y * mm_per_pixel);
  p.xy += side * half_width * corner.y;
  across = corner.y;
  along_mm = here.w;
  gl_Position = projection * p;
}
