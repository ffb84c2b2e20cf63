// The off-screen pictures that one view is made of. Grown when a view is larger than before, never shrunk.
// Private to render.
#pragma once

#include "core/result.h"
#include "render/gl_objects.h"

namespace attune {

struct FrameBuffers {
  int width = 0, height = 0;       // full size, multiples of four
  int samples = 0;
  int generation = 0;              // counts up whenever everything is made anew
  gl::Texture solids, glow;        // RGBA8 premultiplied; RGBA8 emitted light, alpha: OutlinePass
  gl::Texture veil;                // sums of colour * depth and of depth, / veil_range of frame.glsl: RGBA16, or else RGBA16F
  gl::Texture picture;             // RGBA8: what is smoothed on its way to the target
  gl::Texture halo[2];             // RGBA8, a quarter of the size
  gl::Renderbuffer depth, multisample_colour, multisample_glow, multisample_veil, multisample_depth;
  gl::Framebuffer solid_frame, multisample_frame, glow_frame, veil_frame, picture_frame, halo_frame[2];
  gl::Framebuffer multisample_veil_frame;  // none where the driver has no such sums with samples
};

// As FrameBuffers::veil.
gl::Texture make_veil(int width, int height);

// Errors (no_graphics): the driver cannot render into half floats.
Status ensure_buffers(FrameBuffers& buffers, int width, int height, int samples);

}  // namespace attune
