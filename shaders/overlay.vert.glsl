// Flat quads in pixels of the view: text, plates, lines and dots.
in vec2 position;
in vec2 local;                 // pixels from the quad's centre, or font texture coordinates
in vec4 shape;                 // y half width, z half height, w corner / text sharpness
in vec4 colour;
in vec4 extra;                 // plate: x border; text: halo colour

out vec2 at;
flat out vec4 form;
out vec4 ink;
flat out vec4 second;

void main() {
  at = local;
  form = shape;
  ink = colour;
  second = extra;
  gl_Position = vec4(position.x * viewport.z * 2.0 - 1.0, 1.0 - position.y * viewport.w * 2.0, 0.0, 1.0);
}
