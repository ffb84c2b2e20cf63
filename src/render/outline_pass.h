// A line round what is selected or pointed at, seen through everything, fainter behind solids. Private to render.
#pragma once

#include <vector>

#include "render/buffers.h"
#include "render/busy_box.h"
#include "render/mesh_store.h"
#include "render/renderer.h"

namespace attune {

struct OutlinePass {
  gl::Shader mask, line;
  gl::VertexArray empty_array;
};

// The scene with nothing in it but the surfaces that are chosen.
Scene chosen_of(const Scene& scene);

// Writes where they are into the alpha of FrameBuffers::glow, against FrameBuffers::depth.
void draw_mask(const OutlinePass& pass, const MeshStore& meshes, const Scene& chosen, const FrameBuffers& buffers, const PixelBox& busy);
// Over the composed picture, whose view has its lower left pixel there.
void draw_outline(const OutlinePass& pass, const FrameBuffers& buffers, const Viewport& view, int left, int bottom,
                  const std::vector<PixelBox>& bands);

}  // namespace attune
