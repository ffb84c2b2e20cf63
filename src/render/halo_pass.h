// Emitted light, spread: at a quarter of the size, blurred twice. Private to render.
#pragma once

#include "render/buffers.h"
#include "render/busy_box.h"
#include "render/gl_objects.h"

namespace attune {

struct HaloPass {
  gl::Shader blur;
  gl::VertexArray empty_array;
};

// buffers.glow -> buffers.halo[0] for a view of width x height pixels; unit: display scale. Expects blending, depth test
// and culling off and the scissor test on; changes scissor, viewport and framebuffer.
void draw_halo(const HaloPass& pass, const FrameBuffers& buffers, int width, int height, const PixelBox& busy, float unit);

}  // namespace attune
