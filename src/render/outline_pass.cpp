#include "render/outline_pass.h"

#include <algorithm>
#include <iterator>

namespace attune {

namespace {
constexpr float kHidden = 0.65f;  // how plain the line is where solids stand before what it goes round
}

Scene chosen_of(const Scene& scene) {
  Scene chosen;
  chosen.viewport = scene.viewport;
  std::copy_if(scene.surfaces.begin(), scene.surfaces.end(), std::back_inserter(chosen.surfaces),
               [](const SurfaceItem& item) { return item.selected > 0; });
  // Where both overlap, what is selected counts.
  std::stable_sort(chosen.surfaces.begin(), chosen.surfaces.end(),
                   [](const SurfaceItem& a, const SurfaceItem& b) { return a.selected < b.selected; });
  return chosen;
}

void draw_mask(const OutlinePass& pass, const MeshStore& meshes, const Scene& chosen, const FrameBuffers& buffers, const PixelBox& busy) {
  const float nothing[4] = {0, 0, 0, 0};
  glBindFramebuffer(GL_FRAMEBUFFER, buffers.glow_frame.get());
  glViewport(0, 0, chosen.viewport.width, chosen.viewport.height);
  glScissor(busy.x, busy.y, busy.width, busy.height);
  glColorMask(GL_FALSE, GL_FALSE, GL_FALSE, GL_TRUE);
  glClearBufferfv(GL_COLOR, 0, nothing);
  glUseProgram(pass.mask.program.get());
  glBindVertexArray(meshes.vertex_array.get());
  const auto draw = [&](float share) {
    for (const SurfaceItem& item : chosen.surfaces) {
      const MeshRange& range = meshes.ranges[static_cast<std::size_t>(item.part)];
      glUniform1f(pass.mask.at("chosen"), share * item.selected);
      glDrawElements(GL_TRIANGLES, range.index_count, GL_UNSIGNED_INT,
                     reinterpret_cast<const void*>(range.first_index * sizeof(std::uint32_t)));
    }
  };
  draw(kHidden);
  glEnable(GL_DEPTH_TEST);
  glDepthMask(GL_FALSE);
  glEnable(GL_POLYGON_OFFSET_FILL);  // its own surface does not hide it
  glPolygonOffset(-2, -64);
  draw(1);
  glDisable(GL_POLYGON_OFFSET_FILL);
  glDisable(GL_DEPTH_TEST);
  glColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
}

void draw_outline(const OutlinePass& pass, const FrameBuffers& buffers, const Viewport& view, int left, int bottom,
                  const std::vector<PixelBox>& bands) {
  const auto width = static_cast<float>(buffers.width), height = static_cast<float>(buffers.height);
  glUseProgram(pass.line.program.get());
  glBindVertexArray(pass.empty_array.get());
  glUniform1i(pass.line.at("mask"), 0);
  gl::set(pass.line.at("extent"), {static_cast<float>(view.width) / width, static_cast<float>(view.height) / height, 1 / width, 1 / height});
  glActiveTexture(GL_TEXTURE0);
  glBindTexture(GL_TEXTURE_2D, buffers.glow.get());
  glEnable(GL_BLEND);
  glBlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
  glEnable(GL_SCISSOR_TEST);
  for (const PixelBox& band : bands) {
    glScissor(left + band.x, bottom + band.y, band.width, band.height);
    glDrawArrays(GL_TRIANGLES, 0, 3);
  }
  glDisable(GL_SCISSOR_TEST);
  glDisable(GL_BLEND);
}

}  // namespace attune
