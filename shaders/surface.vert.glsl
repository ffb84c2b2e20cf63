// Brain surfaces, solid and glass. normal_cavity.w: how deep the point lies in a groove, -1..1.
in vec3 position;
in vec4 normal_cavity;

out vec3 view_position;
out vec3 view_normal;
out float cavity;

void main() {
  vec4 p = view * vec4(position, 1.0);
  view_position = p.xyz;
  view_normal = mat3(view) * normal_cavity.xyz;
  cavity = normal_cavity.w;
  gl_Position = projection * p;
}
