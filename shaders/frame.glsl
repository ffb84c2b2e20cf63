// Per-frame data, shared by every program. Layout checked against FrameBlock in render/frame_block.h.
layout(std140) uniform Frame {
  mat4 view;             // MNI mm -> camera
  mat4 projection;       // camera -> clip
  vec4 camera_position;  // xyz mm
  vec4 viewport;         // width, height, 1/width, 1/height of the picture in pixels
  vec4 look;             // x glass 0..1, y light background 0/1, z transparent 0/1, w display scale (height / 720)
  vec4 background_top;   // rgb sRGB
  vec4 background_bottom;
  vec4 glass_colour;     // rgb sRGB of clear glass, w strength of rims
};

// The optical depth at which the veil is full, and as good as opaque.
const float veil_range = 16.0;

// Off the middle of a texel by less than a driver's filter tells apart: a texture of another size then rounds the same way.
const float off_middle = 1.0 / 512.0;

// Towards the key light, in camera space.
const vec3 key_light_from = vec3(-0.41974, 0.69956, 0.57830);  // normalize(-0.45, 0.75, 0.62)
