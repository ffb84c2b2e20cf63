#include <algorithm>
#include <cstring>
#include <utility>

#include "render/gl_objects.h"
#include "render/renderer.h"

namespace attune {

Result<Canvas> Canvas::create(int width, int height) {
  Canvas canvas;
  canvas.width_ = width;
  canvas.height_ = height;
  GLint largest = 0;
  glGetIntegerv(GL_MAX_TEXTURE_SIZE, &largest);
  if (width < 1 || height < 1 || width > largest || height > largest)
    return Error{sentence("picture_too_large", {{"width", std::to_string(width)}, {"height", std::to_string(height)}, {"most", std::to_string(largest)}}),
                 "", sentence("smaller_or_scale"), ExitCode::no_graphics};
  glGenTextures(1, &canvas.texture_);
  glBindTexture(GL_TEXTURE_2D, canvas.texture_);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, width, height, 0, GL_RGBA, GL_UNSIGNED_BYTE, nullptr);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
  glGenFramebuffers(1, &canvas.framebuffer_);
  glBindFramebuffer(GL_FRAMEBUFFER, canvas.framebuffer_);
  glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, canvas.texture_, 0);
  if (glCheckFramebufferStatus(GL_FRAMEBUFFER) != GL_FRAMEBUFFER_COMPLETE)
    return Error{sentence("no_picture_of_size"), "", sentence("choose_smaller_size"),
                 ExitCode::no_graphics};
  glViewport(0, 0, width, height);
  glClearColor(0, 0, 0, 0);
  glClear(GL_COLOR_BUFFER_BIT);
  return canvas;
}

Canvas::Canvas(Canvas&& other) noexcept
    : framebuffer_(std::exchange(other.framebuffer_, 0)),
      texture_(std::exchange(other.texture_, 0)),
      width_(other.width_),
      height_(other.height_) {}

Canvas& Canvas::operator=(Canvas&& other) noexcept {
  std::swap(framebuffer_, other.framebuffer_);
  std::swap(texture_, other.texture_);
  std::swap(width_, other.width_);
  std::swap(height_, other.height_);
  return *this;
}

Canvas::~Canvas() {
  if (framebuffer_) glDeleteFramebuffers(1, &framebuffer_);
  if (texture_) glDeleteTextures(1, &texture_);
}

Image Canvas::read() const {
  Image image;
  image.width = width_;
  image.height = height_;
  const std::size_t stride = static_cast<std::size_t>(width_) * 4;
  std::vector<std::uint8_t> rows(stride * static_cast<std::size_t>(height_));
  glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_);
  glPixelStorei(GL_PACK_ALIGNMENT, 4);
  glReadPixels(0, 0, width_, height_, GL_RGBA, GL_UNSIGNED_BYTE, rows.data());
  image.rgba.resize(rows.size());
  for (int y = 0; y < height_; ++y)
    std::memcpy(image.rgba.data() + stride * static_cast<std::size_t>(y),
                rows.data() + stride * static_cast<std::size_t>(height_ - 1 - y), stride);
  return image;
}

Image Canvas::read_straight() const {
  Image image = read();
  for (std::size_t i = 0; i < image.rgba.size(); i += 4) {
    const unsigned alpha = image.rgba[i + 3];
    if (alpha == 0 || alpha == 255) continue;
    for (std::size_t k = i; k < i + 3; ++k)
      image.rgba[k] = static_cast<std::uint8_t>(std::min(255u, (image.rgba[k] * 255u + alpha / 2) / alpha));
  }
  return image;
}

}  // namespace attune
