#include "render/veil_cache.h"

namespace attune {

VeilKey veil_key_of(const Scene& scene, const Eye& eye, const FrameBlock& block, const FrameBuffers& buffers,
                    int samples, bool coarse) {
  VeilKey key;
  key.eye = eye;
  key.look = block.look;
  key.glass_colour = block.glass_colour;
  key.samples = samples;
  key.coarse = coarse;
  key.buffers_generation = buffers.generation;
  for (const SurfaceItem& item : scene.surfaces) {
    if (!item.glass) key.solids.push_back(item.part);
    if (is_clear_glass(item)) key.clear_glass.push_back(item);
  }
  return key;
}

bool ensure_veil_cache(VeilCache& cache, const FrameBuffers& buffers) {
  if (cache.frame && cache.generation == buffers.generation) return true;
  cache.sum = make_veil(buffers.width, buffers.height);
  cache.frame = gl::make_framebuffer();
  glBindFramebuffer(GL_FRAMEBUFFER, cache.frame.get());
  glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, cache.sum.get(), 0);
  glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_DEPTH_ATTACHMENT, GL_RENDERBUFFER, buffers.depth.get());
  const GLenum first[] = {GL_COLOR_ATTACHMENT0};
  glDrawBuffers(1, first);
  cache.generation = buffers.generation;
  cache.filled = false;
  return glCheckFramebufferStatus(GL_FRAMEBUFFER) == GL_FRAMEBUFFER_COMPLETE;
}

}  // namespace attune
