// Camera-facing ribbons along tract centre-lines: two vertices for every point, one on each side.
uniform float share;           // of the opacity: less behind a solid

in vec3 position;              // mm
in vec3 along;                 // from the point before to the point after, mm
in vec4 place;                 // x side -1 +1, y arc length mm, z radius mm, w least half width in pixels
in vec4 colour;                // rgb sRGB, a opacity
in vec2 kind;                  // x grade 0 solid 1 dashed 2 dotted, y selected

out float across;
out float along_mm;
flat out vec4 tube_colour;
flat out vec2 tube_style;

void main() {
  vec4 p = view * vec4(position, 1.0);
  vec3 direction = mat3(view) * along;
  vec2 side = normalize(vec2(-direction.y, direction.x) + vec2(1e-5, 0.0));
  float mm_per_pixel = -p.z * viewport.w * 2.0 / projection[1][1];
  p.xy += side * max(place.z, place.w * mm_per_pixel) * place.x;
  across = place.x;
  along_mm = place.y;
  tube_colour = vec4(colour.rgb, colour.a * max(share, 0.6 * kind.y));  // what is asked for is seen through solids
  tube_style = kind;
  gl_Position = projection * p;
}
