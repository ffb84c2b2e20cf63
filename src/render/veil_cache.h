// Keeps the sum of the clear glass while nothing about it changes: the eye stands still, and only lit surfaces, flow
// and halo move. The sum is what drawing would give again, bit for bit. Private to render.
#pragma once

#include <glm/mat4x4.hpp>
#include <vector>

#include "render/buffers.h"
#include "render/frame_block.h"
#include "scene/scene.h"

namespace attune {

// What decides where everything is on the picture.
struct Eye {
  glm::mat4 view{0}, projection{0};
  int width = 0, height = 0;
  bool operator==(const Eye&) const = default;
};

// What decides the sum: the eye, the solids (they hide glass) and the looks of the clear glass.
struct VeilKey {
  Eye eye;
  glm::vec4 look{0}, glass_colour{0};
  int samples = 0;
  bool coarse = false;
  int buffers_generation = 0;
  std::vector<int> solids;  // parts
  std::vector<SurfaceItem> clear_glass;
  bool operator==(const VeilKey&) const = default;
};

struct VeilCache {
  VeilKey key;            // of the frame before; at first that of no picture (width 0)
  bool filled = false;    // sum belongs to key
  gl::Texture sum;        // as FrameBuffers::veil
  gl::Framebuffer frame;  // sum with the depth of the solids
  int generation = 0;     // of the buffers that frame was made for
};

// Clear glass (is_clear_glass) is drawn before lit glass, so that the sum does not depend on the lit one.
VeilKey veil_key_of(const Scene& scene, const Eye& eye, const FrameBlock& block, const FrameBuffers& buffers,
                    int samples, bool coarse);

// Makes the texture and frame that fit the buffers. False: the driver cannot; draw without.
bool ensure_veil_cache(VeilCache& cache, const FrameBuffers& buffers);

}  // namespace attune
