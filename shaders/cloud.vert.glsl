// Puffs of diffuse release, as render/flow_pass.cpp has placed them: squares that face the eye.
in vec3 centre;                // mm
in vec3 corner;                // xy -1 +1, z radius mm
in vec4 colour;                // rgb sRGB, a optical depth in the middle

out vec2 at;
flat out vec4 ink;

void main() {
  vec4 p = view * vec4(centre, 1.0);
  p.xy += corner.xy * corner.z;
  at = corner.xy;
  ink = colour;
  gl_Position = projection * p;
}
