#include "render/halo_pass.h"

namespace attune {

void draw_halo(const HaloPass& pass, const FrameBuffers& buffers, int width, int height, const PixelBox& busy, float unit) {
  const int quarter_width = (width + 3) / 4, quarter_height = (height + 3) / 4;
  // Blurring reads beyond the view and the busy box, where an earlier and larger picture may have left its halo.
  const float nothing[4] = {0, 0, 0, 0};
  glDisable(GL_SCISSOR_TEST);
  for (const auto& frame : buffers.halo_frame) {
    glBindFramebuffer(GL_FRAMEBUFFER, frame.get());
    glClearBufferfv(GL_COLOR, 0, nothing);
  }
  glEnable(GL_SCISSOR_TEST);
  if (busy.width <= 0) return;
  glBindFramebuffer(GL_READ_FRAMEBUFFER, buffers.glow_frame.get());
  glBindFramebuffer(GL_DRAW_FRAMEBUFFER, buffers.halo_frame[0].get());
  glScissor(busy.x / 4, busy.y / 4, (busy.width + 3) / 4, (busy.height + 3) / 4);
  glBlitFramebuffer(0, 0, quarter_width * 4, quarter_height * 4, 0, 0, quarter_width, quarter_height, GL_COLOR_BUFFER_BIT,
                    GL_LINEAR);
  glViewport(0, 0, quarter_width, quarter_height);
  glUseProgram(pass.blur.program.get());
  glUniform1i(pass.blur.at("source"), 0);
  glBindVertexArray(pass.empty_array.get());
  for (int round = 0; round < 4; ++round) {
    const int from = round % 2;
    const float spread = (round < 2 ? 1.0f : 2.2f) * unit;
    glBindFramebuffer(GL_FRAMEBUFFER, buffers.halo_frame[1 - from].get());
    glBindTexture(GL_TEXTURE_2D, buffers.halo[from].get());
    glUniform2f(pass.blur.at("direction"), round % 2 == 0 ? spread : 0, round % 2 == 0 ? 0 : spread);
    glUniform1f(pass.blur.at("last"), round == 3 ? 1.0f : 0.0f);
    glDrawArrays(GL_TRIANGLES, 0, 3);
  }
}

}  // namespace attune
