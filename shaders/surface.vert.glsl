// Brain surfaces drawn solid. What changes little over a triangle is worked out here, not per pixel: software
// rendering pays for every square root. normal_cavity.w: how deep the point lies in a groove, -1..1.
uniform float behind_mm;       // farther from the eye, at the same place of the picture

in vec3 position;
in vec4 normal_cavity;

out vec3 view_normal;
out vec3 to_eye;               // unit length at the vertices
out vec3 half_way;             // between the eye and the key light, unit length at the vertices
out float cavity;

void main() {
  vec4 p = view * vec4(position, 1.0);
  view_normal = mat3(view) * normal_cavity.xyz;
  to_eye = normalize(-p.xyz);
  half_way = normalize(to_eye + key_light_from);
  cavity = normal_cavity.w;
  p.xyz *= 1.0 + behind_mm / length(p.xyz);
  gl_Position = projection * p;
}
