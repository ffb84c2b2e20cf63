// Pulses in tubes and sprites in clouds, as render/flow_pass.cpp has placed them.
uniform float share;           // of the opacity: less behind a solid

in vec3 position;              // mm
in vec3 extent;                // x radius mm, y least radius in pixels, z least share
in vec4 colour;                // rgb sRGB, a opacity

flat out vec4 ink;

void main() {
  vec4 p = view * vec4(position, 1.0);
  float pixels_per_mm = projection[1][1] * viewport.y * 0.5 / -p.z;
  gl_PointSize = 2.0 * max(extent.x * pixels_per_mm, extent.y);
  ink = vec4(colour.rgb, colour.a * max(share, extent.z));  // what is asked for is seen through solids
  gl_Position = projection * p;
}
