#include "render/buffers.h"

#include <algorithm>

namespace attune {

namespace {
gl::Texture make_target(GLenum internal, GLenum format, GLenum type, int width, int height, GLint filter) {
  gl::Texture texture = gl::make_texture();
  glBindTexture(GL_TEXTURE_2D, texture.get());
  glTexImage2D(GL_TEXTURE_2D, 0, static_cast<GLint>(internal), width, height, 0, format, type, nullptr);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, filter);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, filter);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  return texture;
}

gl::Renderbuffer make_storage(GLenum format, int width, int height, int samples) {
  gl::Renderbuffer storage = gl::make_renderbuffer();
  glBindRenderbuffer(GL_RENDERBUFFER, storage.get());
  glRenderbufferStorageMultisample(GL_RENDERBUFFER, samples, format, width, height);
  return storage;
}

void attach(GLenum where, const gl::Texture& texture) {
  glFramebufferTexture2D(GL_FRAMEBUFFER, where, GL_TEXTURE_2D, texture.get(), 0);
}
void attach(GLenum where, const gl::Renderbuffer& storage) {
  glFramebufferRenderbuffer(GL_FRAMEBUFFER, where, GL_RENDERBUFFER, storage.get());
}
int whole_quarters(int size) { return (std::max(size, 1) + 3) / 4 * 4; }

bool complete() { return glCheckFramebufferStatus(GL_FRAMEBUFFER) == GL_FRAMEBUFFER_COMPLETE; }

// Of the veil. Software drivers add whole numbers in half the time of half floats.
struct VeilFormat {
  GLenum storage, part;
};
VeilFormat veil_format() {
  if (epoxy_is_desktop_gl() || epoxy_has_gl_extension("GL_EXT_texture_norm16")) return {GL_RGBA16, GL_UNSIGNED_SHORT};
  return {GL_RGBA16F, GL_HALF_FLOAT};
}
}  // namespace

gl::Texture make_veil(int width, int height) {
  const VeilFormat format = veil_format();
  return make_target(format.storage, GL_RGBA, format.part, width, height, GL_NEAREST);
}

Status ensure_buffers(FrameBuffers& buffers, int width, int height, int samples) {
  // Buffers for more samples also serve a frame without (it uses the single-sample ones).
  if (buffers.width >= width && buffers.height >= height && buffers.samples >= samples) return Done{};
  FrameBuffers b;
  b.width = whole_quarters(std::max(width, buffers.width));
  b.height = whole_quarters(std::max(height, buffers.height));
  b.samples = std::max(samples, buffers.samples);
  b.generation = buffers.generation + 1;
  const int quarter_width = b.width / 4, quarter_height = b.height / 4;
  b.solids = make_target(GL_RGBA8, GL_RGBA, GL_UNSIGNED_BYTE, b.width, b.height, GL_NEAREST);
  b.glow = make_target(GL_RGBA8, GL_RGBA, GL_UNSIGNED_BYTE, b.width, b.height, GL_LINEAR);
  b.veil = make_veil(b.width, b.height);
  b.picture = make_target(GL_RGBA8, GL_RGBA, GL_UNSIGNED_BYTE, b.width, b.height, GL_LINEAR);
  for (auto& halo : b.halo) halo = make_target(GL_RGBA8, GL_RGBA, GL_UNSIGNED_BYTE, quarter_width, quarter_height, GL_LINEAR);
  b.depth = make_storage(GL_DEPTH_COMPONENT24, b.width, b.height, 0);

  const GLenum both[] = {GL_COLOR_ATTACHMENT0, GL_COLOR_ATTACHMENT1};
  const GLenum first[] = {GL_COLOR_ATTACHMENT0};
  b.solid_frame = gl::make_framebuffer();
  glBindFramebuffer(GL_FRAMEBUFFER, b.solid_frame.get());
  attach(GL_COLOR_ATTACHMENT0, b.solids);
  attach(GL_COLOR_ATTACHMENT1, b.glow);
  attach(GL_DEPTH_ATTACHMENT, b.depth);
  glDrawBuffers(2, both);
  bool fine = complete();
  if (b.samples > 1) {
    b.multisample_colour = make_storage(GL_RGBA8, b.width, b.height, b.samples);
    b.multisample_glow = make_storage(GL_RGBA8, b.width, b.height, b.samples);
    b.multisample_depth = make_storage(GL_DEPTH_COMPONENT24, b.width, b.height, b.samples);
    b.multisample_frame = gl::make_framebuffer();
    glBindFramebuffer(GL_FRAMEBUFFER, b.multisample_frame.get());
    attach(GL_COLOR_ATTACHMENT0, b.multisample_colour);
    attach(GL_COLOR_ATTACHMENT1, b.multisample_glow);
    attach(GL_DEPTH_ATTACHMENT, b.multisample_depth);
    glDrawBuffers(2, both);
    fine = fine && complete();
    b.multisample_veil = make_storage(veil_format().storage, b.width, b.height, b.samples);
    b.multisample_veil_frame = gl::make_framebuffer();
    glBindFramebuffer(GL_FRAMEBUFFER, b.multisample_veil_frame.get());
    attach(GL_COLOR_ATTACHMENT0, b.multisample_veil);
    attach(GL_DEPTH_ATTACHMENT, b.multisample_depth);
    glDrawBuffers(1, first);
    if (!complete()) b.multisample_veil_frame = {};
  }
  b.glow_frame = gl::make_framebuffer();
  glBindFramebuffer(GL_FRAMEBUFFER, b.glow_frame.get());
  attach(GL_COLOR_ATTACHMENT0, b.glow);
  attach(GL_DEPTH_ATTACHMENT, b.depth);
  glDrawBuffers(1, first);
  fine = fine && complete();
  b.veil_frame = gl::make_framebuffer();
  glBindFramebuffer(GL_FRAMEBUFFER, b.veil_frame.get());
  attach(GL_COLOR_ATTACHMENT0, b.veil);
  attach(GL_DEPTH_ATTACHMENT, b.depth);
  glDrawBuffers(1, first);
  fine = fine && complete();
  b.picture_frame = gl::make_framebuffer();
  glBindFramebuffer(GL_FRAMEBUFFER, b.picture_frame.get());
  attach(GL_COLOR_ATTACHMENT0, b.picture);
  glDrawBuffers(1, first);
  fine = fine && complete();
  for (int i = 0; i < 2; ++i) {
    b.halo_frame[i] = gl::make_framebuffer();
    glBindFramebuffer(GL_FRAMEBUFFER, b.halo_frame[i].get());
    attach(GL_COLOR_ATTACHMENT0, b.halo[i]);
    glDrawBuffers(1, first);
    fine = fine && complete();
  }
  if (!fine)
    return Error{sentence("graphics_driver_cannot_draw_into"), "", sentence("update_graphics_driver"),
                 ExitCode::no_graphics};
  buffers = std::move(b);
  return Done{};
}

}  // namespace attune
